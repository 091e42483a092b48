#include "enforcer/packages/names.h"

#include <string.h>

#include "enforcer/subjects/name_shape.h"

/* 様式, 様子, 様々, 氏名 and the like are no honorifics; nor are 仕様, 同様, 皆様 and お客様. */
#define HONORIFIC "(?:様(?![式子々相態])|さま|さん|殿(?!堂)|氏(?!名)|先生|くん|ちゃん)"
#define PATTERN                                                                                     \
    "(?:[\\p{Han}々]{1,8}(?<![仕同多模一異有各皆客神仏紋])|[\\p{Katakana}ー]{2,12})" \
    "(?= ?" HONORIFIC "|　" HONORIFIC ")"

typedef struct {
    const SubjectIdentity *identity;
    const DaichoKey *key;
    gboolean covered;
    gboolean is_alone; /* nobody stands before the subject's name */
} Covering;

static DaichoFinding *find_name(const DaichoKey *key, const char *name)
{
    g_autofree char *normalised = daicho_rules_normalise("name", name);
    DaichoFinding *finding = normalised != NULL ? daicho_finding_new() : NULL;
    if (finding != NULL) {
        daicho_key_fingerprint(key, "name", normalised, finding->fingerprint);
    }
    return finding;
}

/* Words that stand before a name without a space are part of the run: 母架空花子. */
static gboolean ends_with_own(const Covering *covering, const char *run)
{
    for (const char *at = run; *at != '\0'; at = g_utf8_next_char(at)) {
        g_autoptr(DaichoFinding) finding = find_name(covering->key, at);
        if (finding == NULL) {
            continue;
        }
        SubjectNameParts parts = subject_identity_find_parts(covering->identity, finding);
        g_autofree char *before = g_strndup(run, (gsize)(at - run));
        gboolean is_free = !covering->is_alone || !subject_text_may_name(before);
        if ((is_free && subject_identity_find(covering->identity, finding) != NULL) ||
            (at == run && (parts.family | parts.given) != 0)) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean package_names_is_alone(const SubjectIdentity *identity, const DaichoKey *key,
                                const char *text)
{
    const Covering covering = {.identity = identity, .key = key, .is_alone = TRUE};
    return ends_with_own(&covering, text);
}

static gboolean cover(const GMatchInfo *match, GString *out, gpointer data)
{
    Covering *covering = data;
    g_autofree char *run = g_match_info_fetch(match, 0);
    if (ends_with_own(covering, run)) {
        g_string_append(out, run);
        return FALSE;
    }
    g_string_append_unichar(out, g_utf8_get_char(run));
    g_string_append(out, "***");
    covering->covered = TRUE;
    return FALSE;
}

char *package_names_cover(const SubjectIdentity *identity, const DaichoKey *key, const char *text,
                          gboolean *covered)
{
    g_autoptr(GRegex) names = g_regex_new(PATTERN, 0, 0, NULL);
    Covering covering = {.identity = identity, .key = key};
    char *out = g_regex_replace_eval(names, text, -1, 0, 0, cover, &covering, NULL);
    *covered = out == NULL || covering.covered;
    /* Text that cannot be looked through is not told. */
    return out != NULL ? out : g_strdup("***");
}
