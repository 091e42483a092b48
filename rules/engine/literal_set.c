#include "rules/engine/literal_set.h"

#include <string.h>

/* So many texts are made of two sets. */
enum { PRODUCT_MAX = 512 };

GArray *literal_set_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(Literal));
}

static const Literal *get(const GArray *literals, guint index)
{
    return &g_array_index(literals, Literal, index);
}

GArray *literal_set_of_nothing(void)
{
    GArray *literals = literal_set_new();
    g_array_append_val(literals, (Literal){0});
    return literals;
}

/* How probable a byte is behind another (0: at the start), in usual text: letters come in words, digits
 * in numbers, and what is beyond ASCII in text of that kind. */
static double rate_byte(guint8 before, guint8 byte)
{
    if (byte >= 0x80) {
        return 0.12;
    }
    if (g_ascii_isdigit((char)byte)) {
        return g_ascii_isdigit((char)before) ? 0.05 : 0.004;
    }
    if (g_ascii_islower((char)byte)) {
        return g_ascii_isalpha((char)before) ? 0.05 : 0.01;
    }
    if (g_ascii_isupper((char)byte)) {
        return g_ascii_isupper((char)before) ? 0.04 : 0.002;
    }
    if (byte == ' ') {
        return before == ' ' ? 0.02 : 0.12;
    }
    return 0.008;
}

static double rate_literal(const Literal *literal)
{
    double rate = 1;
    for (guint i = 0; i < literal->length; i++) {
        rate *= rate_byte(i > 0 ? (guint8)literal->text[i - 1] : 0, (guint8)literal->text[i]);
    }
    return rate;
}

double literal_set_rate(const GArray *literals)
{
    double rate = 0;
    for (guint i = 0; i < literals->len; i++) {
        rate += rate_literal(get(literals, i));
    }
    return rate;
}

static gint compare_literals(gconstpointer one, gconstpointer other)
{
    const Literal *a = one;
    const Literal *b = other;
    if (a->ignores_case != b->ignores_case) {
        return a->ignores_case ? -1 : 1;
    }
    int order = memcmp(a->text, b->text, MIN(a->length, b->length));
    return order != 0 ? order : (gint)a->length - (gint)b->length;
}

static gboolean begins_with(const Literal *text, const Literal *start)
{
    return text->ignores_case == start->ignores_case && text->length >= start->length &&
           memcmp(text->text, start->text, start->length) == 0;
}

GArray *literal_set_shorten(const GArray *literals)
{
    g_autoptr(GArray) sorted = literal_set_new();
    g_array_append_vals(sorted, literals->data, literals->len);
    GArray *kept = literal_set_new();
    g_array_sort(sorted, compare_literals);
    for (guint i = 0; i < sorted->len; i++) {
        Literal *last = kept->len > 0 ? &g_array_index(kept, Literal, kept->len - 1) : NULL;
        if (last != NULL && begins_with(get(sorted, i), last)) {
            last->reach = MAX(last->reach, get(sorted, i)->reach);
        } else {
            g_array_append_vals(kept, get(sorted, i), 1);
        }
    }
    return kept;
}

GArray *literal_set_multiply(const GArray *one, const GArray *other)
{
    if ((gsize)one->len * other->len > PRODUCT_MAX) {
        return NULL;
    }
    g_autoptr(GArray) product = literal_set_new();
    for (guint i = 0; i < one->len; i++) {
        for (guint j = 0; j < other->len; j++) {
            Literal text = *get(one, i);
            const Literal *more = get(other, j);
            if (text.length + more->length > LITERAL_BYTES) {
                return NULL;
            }
            memcpy(text.text + text.length, more->text, more->length);
            text.length += more->length;
            text.ignores_case = text.ignores_case || more->ignores_case;
            g_array_append_val(product, text);
        }
    }
    return g_steal_pointer(&product);
}

GArray *literal_set_raise(const GArray *texts, guint times)
{
    GArray *product = literal_set_of_nothing();
    for (guint i = 0; product != NULL && i < times; i++) {
        GArray *next = literal_set_multiply(product, texts);
        g_array_unref(product);
        product = next;
    }
    return product;
}

gboolean literal_set_add(GArray *all, const GArray *texts)
{
    gboolean fits = texts != NULL && all->len + texts->len <= LITERALS_MAX;
    if (fits) {
        g_array_append_vals(all, texts->data, texts->len);
    }
    return fits;
}

void literal_set_fold_case(GArray *literals)
{
    for (guint i = 0; i < literals->len; i++) {
        Literal *literal = &g_array_index(literals, Literal, i);
        for (guint j = 0; literal->ignores_case && j < literal->length; j++) {
            literal->text[j] = g_ascii_tolower(literal->text[j]);
        }
    }
}
