#ifndef DAICHO_SCANNER_READERS_NUMBER_FORMAT_H
#define DAICHO_SCANNER_READERS_NUMBER_FORMAT_H

#include <glib.h>

/*
 * A number format of a spreadsheet (ECMA-376 part 1, 18.8.30 and 18.8.31; the same codes in BIFF), by
 * which a cell's number becomes what people see: "090-0000-1234", "令和5年4月1日", "1,200円". Colours,
 * widths and [DBNum] numerals are left out. Numbers of a format that hides them are shown all the same.
 */
typedef struct NumberFormat NumberFormat;

/* Any code (UTF-8) is taken; what is none is shown as General. Never NULL. */
NumberFormat *number_format_new(const char *code);
void number_format_free(NumberFormat *format);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NumberFormat, number_format_free)

/* The code of a built-in id as a Japanese office shows it; NULL when id is none. */
const char *number_format_builtin(guint id);

/* Adds what is shown for a number, or a text. format NULL: General. is_1904: days count from 1904. */
void number_format_append(const NumberFormat *format, double value, gboolean is_1904, GString *out);
void number_format_append_text(const NumberFormat *format, const char *text, GString *out);

#endif
