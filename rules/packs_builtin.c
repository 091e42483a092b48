#include "rules/packs_builtin.h"

#include <stddef.h>
#include <string.h>

/* From the build: rules/packs/<name>.yaml. */
extern const unsigned char daicho_pack_americas[];
extern const size_t daicho_pack_americas_length;
extern const unsigned char daicho_pack_apac[];
extern const size_t daicho_pack_apac_length;
extern const unsigned char daicho_pack_common[];
extern const size_t daicho_pack_common_length;
extern const unsigned char daicho_pack_eu[];
extern const size_t daicho_pack_eu_length;
extern const unsigned char daicho_pack_jp[];
extern const size_t daicho_pack_jp_length;
extern const unsigned char daicho_pack_mea[];
extern const size_t daicho_pack_mea_length;
extern const unsigned char daicho_pack_uk[];
extern const size_t daicho_pack_uk_length;
extern const unsigned char daicho_pack_us[];
extern const size_t daicho_pack_us_length;

static const struct {
    const unsigned char *text;
    const size_t *length;
} texts[] = {
    {daicho_pack_americas, &daicho_pack_americas_length},
    {daicho_pack_apac, &daicho_pack_apac_length},
    {daicho_pack_common, &daicho_pack_common_length},
    {daicho_pack_eu, &daicho_pack_eu_length},
    {daicho_pack_jp, &daicho_pack_jp_length},
    {daicho_pack_mea, &daicho_pack_mea_length},
    {daicho_pack_uk, &daicho_pack_uk_length},
    {daicho_pack_us, &daicho_pack_us_length},
};

const char *const daicho_rules_builtin_packs[] = {"americas", "apac", "common", "eu", "jp",
                                                  "mea",      "uk",   "us",     NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(texts) + 1 == G_N_ELEMENTS(daicho_rules_builtin_packs));

const char *packs_builtin_find(const char *name, gsize *length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (strcmp(daicho_rules_builtin_packs[i], name) == 0) {
            *length = *texts[i].length;
            return (const char *)texts[i].text;
        }
    }
    return NULL;
}
