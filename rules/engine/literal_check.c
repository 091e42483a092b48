#include "rules/engine/literal_check.h"

#include <string.h>

/* What stands around a text. */
static const struct {
    const char *before, *after;
} places[] = {
    {"", ""},
    {"", " and more text"},
    {" ", ""},
    {"(", ")"},
    {"x", "x"},
    {"0", "0"},
    {"\xe3\x80\x80", "\xe3\x80\x80"},
    {"some text of its own and then: ", ""},
    {"\n\n\n\n\n\n\n", "\n"},
};

typedef struct {
    unsigned id;
    unsigned long long end;
    gboolean is_found;
} Wanted;

static int on_text(unsigned id, unsigned long long from, unsigned long long end, unsigned flags,
                   void *data)
{
    (void)from;
    (void)flags;
    Wanted *wanted = data;
    wanted->is_found = wanted->is_found || (id == wanted->id && end == wanted->end);
    return 0;
}

static gboolean is_found(const hs_database_t *database, hs_scratch_t *scratch, unsigned id,
                         const char *text, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autoptr(GString) whole = g_string_new(places[i].before);
        g_string_append_len(whole, text, (gssize)length);
        Wanted wanted = {.id = id, .end = whole->len};
        g_string_append(whole, places[i].after);
        if (hs_scan(database, whole->str, (unsigned)whole->len, 0, scratch, on_text, &wanted) !=
                HS_SUCCESS ||
            !wanted.is_found) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean literal_check(const hs_database_t *database, hs_scratch_t *scratch, const GArray *literals)
{
    for (guint i = 0; i < literals->len; i++) {
        const Literal *literal = &g_array_index(literals, Literal, i);
        g_autofree char *capital = g_ascii_strup(literal->text, literal->length);
        if (!is_found(database, scratch, i, literal->text, literal->length) ||
            (literal->ignores_case && !is_found(database, scratch, i, capital, literal->length))) {
            return FALSE;
        }
    }
    return TRUE;
}
