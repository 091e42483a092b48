#include "scanner/readers/xlsx_styles.h"

#include <string.h>

enum { MAX_FORMATS = 65536, MAX_STYLES = 1 << 20 };

struct XlsxStyles {
    GHashTable *formats; /* of NumberFormat, by id; NULL for General */
    GArray *styles;      /* of guint32: the ids of their formats */
};

static void free_format(gpointer format)
{
    number_format_free(format);
}

XlsxStyles *xlsx_styles_new(void)
{
    XlsxStyles *styles = g_new0(XlsxStyles, 1);
    styles->formats = g_hash_table_new_full(NULL, NULL, NULL, free_format);
    styles->styles = g_array_new(FALSE, FALSE, sizeof(guint32));
    return styles;
}

void xlsx_styles_free(XlsxStyles *styles)
{
    if (styles == NULL) {
        return;
    }
    g_hash_table_unref(styles->formats);
    g_array_unref(styles->styles);
    g_free(styles);
}

void xlsx_styles_add_format(XlsxStyles *styles, guint32 id, const char *code)
{
    if (g_hash_table_size(styles->formats) < MAX_FORMATS) {
        gboolean is_general = g_ascii_strcasecmp(code, "General") == 0;
        g_hash_table_insert(styles->formats, GUINT_TO_POINTER(id),
                            is_general ? NULL : number_format_new(code));
    }
}

void xlsx_styles_add_style(XlsxStyles *styles, guint32 format_id)
{
    if (styles->styles->len < MAX_STYLES) {
        g_array_append_val(styles->styles, format_id);
    }
}

const NumberFormat *xlsx_styles_get(XlsxStyles *styles, guint32 style)
{
    guint32 id = style < styles->styles->len ? g_array_index(styles->styles, guint32, style) : 0;
    gpointer format = NULL;
    if (!g_hash_table_lookup_extended(styles->formats, GUINT_TO_POINTER(id), NULL, &format)) {
        const char *code = number_format_builtin(id);
        xlsx_styles_add_format(styles, id, code != NULL ? code : "General");
        format = g_hash_table_lookup(styles->formats, GUINT_TO_POINTER(id));
    }
    return format;
}
