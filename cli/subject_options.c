#include "cli/subject_options.h"

#include <string.h>

#include "base/error.h"

static gboolean add_ids(DaichoSubject *subject, char **ids, GError **error)
{
    for (; ids != NULL && *ids != NULL; ids++) {
        const char *equals = strchr(*ids, '=');
        if (equals == NULL || equals == *ids) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "--id takes RULE=VALUE, as jp.my-number=…: daicho rules list shows the "
                        "rules");
            return FALSE;
        }
        g_autofree char *rule = g_strndup(*ids, (gsize)(equals - *ids));
        daicho_subject_add(subject, rule, equals + 1);
    }
    return TRUE;
}

DaichoSubject *subject_options_to_subject(const SubjectOptions *options, GError **error)
{
    const struct {
        const char *kind;
        char **values;
    } kinds[] = {
        {"email", options->emails},      {"phone", options->phones},
        {"name", options->names},        {"kana", options->kanas},
        {"address", options->addresses}, {"birth-date", options->birth_dates},
    };
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        for (char **value = kinds[i].values; value != NULL && *value != NULL; value++) {
            daicho_subject_add(subject, kinds[i].kind, *value);
        }
    }
    return add_ids(subject, options->ids, error) ? g_steal_pointer(&subject) : NULL;
}

DaichoSubject *subject_options_need_subject(const SubjectOptions *options, GError **error)
{
    g_autoptr(DaichoSubject) subject = subject_options_to_subject(options, error);
    if (subject != NULL && subject->identifiers->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say who it is: at least one of --email, --phone, --name, --kana, --address, "
                    "--birth-date, --id");
        return NULL;
    }
    return g_steal_pointer(&subject);
}
