#include "rules/validator_cut.h"

#include <string.h>

static const struct {
    const char *name;
    ValidatorCutFunc cut;
} cuts[] = {
    {"jp-address", jp_address_cut},         {"jp-addressed-name", jp_addressed_name_cut},
    {"jp-listed-name", jp_listed_name_cut}, {"jp-personal-name", jp_personal_name_cut},
    {"western-name", western_name_cut},
};

ValidatorCutFunc validator_find_cut(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
        if (strcmp(cuts[i].name, name) == 0) {
            return cuts[i].cut;
        }
    }
    return NULL;
}
