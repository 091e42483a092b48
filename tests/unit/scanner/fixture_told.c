#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "scanner/extract.h"
#include "tests/unit/scanner/fixture_told.h"

typedef struct {
    GString *words;
    GPtrArray *open; /* of char *: parts */
} Told;

static void begin(gpointer data, const char *part, const char *name)
{
    Told *told = data;
    assert_true(g_utf8_validate(part, -1, NULL) && g_utf8_validate(name, -1, NULL));
    g_ptr_array_add(told->open, g_strdup(part));
}

static void tell_run(Told *told, const char *locator, const char *text, gsize length)
{
    g_autofree char *run = g_strdelimit(g_strndup(text, length), "\n", '|');
    g_string_append_printf(told->words, "%s@%s %s\n",
                           (char *)g_ptr_array_index(told->open, told->open->len - 1), locator,
                           run);
}

static void take_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize from,
                      gsize to)
{
    Told *told = data;
    assert_true(from <= to && to <= text->length);
    assert_true(g_utf8_validate_len(text->text, text->length, NULL));
    gsize start = from;
    for (gsize i = from; i < to; i++) {
        const char *here = extract_map_locator(map, start);
        if (i + 1 == to || strcmp(extract_map_locator(map, i + 1), here) != 0) {
            tell_run(told, here, text->text + start, i + 1 - start);
            start = i + 1;
        }
    }
}

static void end(gpointer data, const ExtractEnd *item)
{
    Told *told = data;
    assert_true(told->open->len > 0);
    assert_string_equal(g_ptr_array_index(told->open, told->open->len - 1), item->part);
    assert_true((item->state == DAICHO_ITEM_READ) == (*item->reason == '\0'));
    g_string_append_printf(told->words, "%s: %s%s%s\n", item->part,
                           daicho_item_state_name(item->state), *item->reason != '\0' ? " " : "",
                           item->reason);
    g_ptr_array_set_size(told->open, (gint)told->open->len - 1);
}

char *fixture_tell(const char *name, const void *bytes, gssize length)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    assert_true(extract_init(NULL, NULL));
    DAICHO_AUTO_FD int fd = memfd_create("told", MFD_CLOEXEC);
    gsize size = length >= 0 ? (gsize)length : strlen(bytes);
    assert_int_equal(write(fd, bytes, size), size);
    Told told = {g_string_new(NULL), g_ptr_array_new_with_free_func(g_free)};
    const ExtractOptions options = {.limits = daicho_limits_default};
    const ExtractVisitor visitor = {.begin = begin, .text = take_text, .end = end};
    extract_fd(fd, name, &options, &visitor, &told);
    assert_int_equal(told.open->len, 0);
    g_ptr_array_unref(told.open);
    return g_string_free(told.words, FALSE);
}

void fixture_survive(const char *name, const void *bytes, gsize length)
{
    g_autofree char *told = fixture_tell(name, bytes, (gssize)length);
    assert_true(*told != '\0');
}

void fixture_survive_damage(const char *name, const void *bytes, gsize length)
{
    static const guint8 changes[] = {0x00, 0x0a, 0x2d, 0xff};
    for (gsize i = 0; i < length; i++) {
        fixture_survive(name, bytes, i);
        g_autofree guint8 *copy = g_memdup2(bytes, length);
        copy[i] ^= (guint8)(1U << (i % 8));
        fixture_survive(name, copy, length);
        copy[i] = changes[i % G_N_ELEMENTS(changes)];
        fixture_survive(name, copy, length);
    }
}
