#include "cli/language.h"

#include "base/error.h"
#include "base/text.h"

/* As POSIX has it: the first that is set and not empty decides. */
static const char *find_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *locale = g_getenv(names[i]);
        if (locale != NULL && *locale != '\0') {
            return locale;
        }
    }
    return NULL;
}

gboolean language_pick(Cli *cli, GError **error)
{
    if (cli->language_name == NULL) {
        cli->language = daicho_language_of_locale(find_locale());
        return TRUE;
    }
    if (daicho_language_parse(cli->language_name, &cli->language)) {
        return TRUE;
    }
    g_autofree char *all = g_strjoinv(" and ", (char **)(guintptr)daicho_languages);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "there is no language \"%s\" here: there are %s", cli->language_name, all);
    return FALSE;
}

DaichoLanguage language_for_format(const Cli *cli)
{
    gboolean is_for_people = cli->format == DAICHO_FORMAT_TABLE ||
                             cli->format == DAICHO_FORMAT_HTML;
    return is_for_people || cli->language_name != NULL ? cli->language : DAICHO_LANGUAGE_EN;
}
