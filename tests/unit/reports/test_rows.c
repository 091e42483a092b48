#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "reports/rows.h"

static const DaichoColumn columns[] = {{"n", "N", TRUE}, {"text", "Text", FALSE}};

static gboolean run_many(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    const guint *many = rows->source;
    for (guint i = 0; i < *many; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        if (!each((const char *const[]){number, "some text to fill the line"}, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean run_broken(const Rows *rows, RowFunc each, gpointer data, GError **error)
{
    (void)rows;
    if (!each((const char *const[]){"1", "first"}, data, error)) {
        return FALSE;
    }
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "the catalog broke");
    return FALSE;
}

typedef struct {
    GString *text;
    guint pieces, allowed;
} Sink;

static gboolean take_piece(const char *bytes, gsize length, gpointer data, GError **error)
{
    Sink *sink = data;
    if (sink->pieces == sink->allowed) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "the pipe is closed");
        return FALSE;
    }
    sink->pieces++;
    g_string_append_len(sink->text, bytes, (gssize)length);
    return TRUE;
}

static void pieces_put_together_are_the_whole(void **state)
{
    (void)state;
    const guint many = 20000;
    const Rows rows = {"many", columns, G_N_ELEMENTS(columns), run_many, &many, DAICHO_LANGUAGE_EN};
    for (DaichoFormat format = DAICHO_FORMAT_TABLE; format < DAICHO_FORMAT_HTML; format++) {
        g_autoptr(GString) whole = g_string_new(NULL);
        g_autoptr(GString) pieces = g_string_new(NULL);
        Sink sink = {pieces, 0, G_MAXUINT};
        assert_true(rows_write_text(&rows, format, whole, NULL));
        assert_true(rows_write_sink(&rows, format, take_piece, &sink, NULL));
        assert_true(sink.pieces > 3);
        assert_string_equal(whole->str, pieces->str);
    }
}

static void a_sink_that_fails_ends_the_report_with_its_error(void **state)
{
    (void)state;
    const guint many = 20000;
    const Rows rows = {"many", columns, G_N_ELEMENTS(columns), run_many, &many, DAICHO_LANGUAGE_EN};
    g_autoptr(GString) pieces = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    Sink sink = {pieces, 0, 1};
    assert_false(rows_write_sink(&rows, DAICHO_FORMAT_TSV, take_piece, &sink, &error));
    assert_string_equal(error->message, "the pipe is closed");
    assert_int_equal(sink.pieces, 1);
}

/* R5 */
static void nothing_stays_of_a_report_that_failed(void **state)
{
    (void)state;
    const Rows rows = {"broken",   columns, G_N_ELEMENTS(columns),
                       run_broken, NULL,    DAICHO_LANGUAGE_EN};
    for (DaichoFormat format = DAICHO_FORMAT_TABLE; format < DAICHO_FORMAT_HTML; format++) {
        g_autoptr(GString) out = g_string_new("before");
        g_autoptr(GError) error = NULL;
        assert_false(rows_write_text(&rows, format, out, &error));
        assert_string_equal(error->message, "the catalog broke");
        assert_string_equal(out->str, "before");
    }
}

static void only_what_json_takes_is_a_number(void **state)
{
    (void)state;
    static const char *const numbers[] = {"0", "-0", "12", "-3", "1.5", "0.25"};
    static const char *const words[] = {"",   "-",  "01", "1.",  ".5", "1e5",
                                        "+1", "0x", "1 ", "--1", "NaN"};
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        assert_true(row_cell_is_number(numbers[i]));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        assert_false(row_cell_is_number(words[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_put_together_are_the_whole),
        cmocka_unit_test(a_sink_that_fails_ends_the_report_with_its_error),
        cmocka_unit_test(nothing_stays_of_a_report_that_failed),
        cmocka_unit_test(only_what_json_takes_is_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
