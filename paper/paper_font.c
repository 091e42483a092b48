#include "paper/paper_font.h"

#include <string.h>

#include "base/error.h"
#include "paper/paper.h"

/* The first that is here: those with the most kanji of names first. */
static const char *const preferred[] = {
    "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic",  "IPAPGothic",        "IPAGothic",
    "BIZ UDPGothic",    "VL PGothic",   "TakaoPGothic", "Noto Serif CJK JP", "IPAexMincho",
};

/* Families for Japanese that can be made as large as one likes. */
static FcFontSet *list_japanese(FcConfig *config)
{
    FcPattern *wanted = FcPatternCreate();
    FcLangSet *languages = FcLangSetCreate();
    FcObjectSet *told = FcObjectSetBuild(FC_FAMILY, NULL);
    FcLangSetAdd(languages, (const FcChar8 *)"ja");
    FcPatternAddLangSet(wanted, FC_LANG, languages);
    FcPatternAddBool(wanted, FC_SCALABLE, FcTrue);
    FcFontSet *fonts = FcFontList(config, wanted, told);
    FcObjectSetDestroy(told);
    FcLangSetDestroy(languages);
    FcPatternDestroy(wanted);
    return fonts;
}

static gboolean has_family(FcFontSet *fonts, const char *family)
{
    for (int i = 0; i < fonts->nfont; i++) {
        FcChar8 *name = NULL;
        for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &name) == FcResultMatch;
             n++) {
            if (strcmp((const char *)name, family) == 0) {
                return TRUE;
            }
        }
    }
    return FALSE;
}

/* Of others the first by name, so that it is always the same. */
static char *first_family(FcFontSet *fonts)
{
    const char *first = NULL;
    for (int i = 0; i < fonts->nfont; i++) {
        FcChar8 *name = NULL;
        if (FcPatternGetString(fonts->fonts[i], FC_FAMILY, 0, &name) == FcResultMatch &&
            (first == NULL || strcmp((const char *)name, first) < 0)) {
            first = (const char *)name;
        }
    }
    return g_strdup(first);
}

FcConfig *paper_font_load(void)
{
    return FcInitLoadConfigAndFonts();
}

char *paper_font_find(FcConfig *config, GError **error)
{
    FcFontSet *fonts = config != NULL ? list_japanese(config) : NULL;
    char *found = NULL;
    for (gsize i = 0; fonts != NULL && found == NULL && i < G_N_ELEMENTS(preferred); i++) {
        found = has_family(fonts, preferred[i]) ? g_strdup(preferred[i]) : NULL;
    }
    if (fonts != NULL) {
        found = found != NULL ? found : first_family(fonts);
        FcFontSetDestroy(fonts);
    }
    if (found == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "no PDF can be made, because this machine has no Japanese font: install the "
                    "package fonts-noto-cjk (or fonts-ipaexfont-gothic, which is small), or use "
                    "the format html");
    }
    return found;
}

char *daicho_paper_find_font(GError **error)
{
    FcConfig *config = paper_font_load();
    char *family = paper_font_find(config, error);
    g_clear_pointer(&config, FcConfigDestroy);
    return family;
}
