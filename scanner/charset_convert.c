#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/utf8.h"
#include "scanner/charset.h"
#include "scanner/charset_table.h"

enum { CHARACTER_BYTES = 16 }; /* with the escapes before it, in any charset */

struct CharsetConverter {
    const CharsetRow *table; /* NULL: iconv reads it */
    iconv_t iconv;
    gboolean is_utf8;
    gboolean is_stateless;
    gboolean is_escaped;
};

/* Of those without shifts, some hold a letter back until they know whether an accent follows. */
static gboolean is_stateless(const Charset *charset)
{
    static const char *const composing[] = {"WINDOWS-1255", "WINDOWS-1258", "BIG5-HKSCS", NULL};
    return !charset->has_shift_states && !g_strv_contains(composing, charset->iconv);
}

CharsetConverter *charset_converter_new(const Charset *charset)
{
    const CharsetRow *table = charset_table_find(charset->iconv);
    iconv_t opened = table == NULL ? iconv_open("UTF-8", charset->iconv) : NULL;
    if (opened == (iconv_t)-1) {
        return NULL;
    }
    CharsetConverter *converter = g_new0(CharsetConverter, 1);
    converter->table = table;
    converter->iconv = opened;
    converter->is_utf8 = strcmp(charset->iconv, "UTF-8") == 0;
    converter->is_stateless = is_stateless(charset);
    converter->is_escaped = strcmp(charset->name, "ISO-2022-JP") == 0;
    return converter;
}

void charset_converter_free(CharsetConverter *converter)
{
    if (converter != NULL) {
        if (converter->table == NULL) {
            iconv_close(converter->iconv);
        }
        g_free(converter);
    }
}

gboolean charset_converter_is_stateless(const CharsetConverter *converter)
{
    return converter->is_stateless;
}

gboolean charset_converter_is_escaped(const CharsetConverter *converter)
{
    return converter->is_escaped;
}

gsize charset_escape_length(const guint8 *escape)
{
    return escape[1] == '$' && escape[2] == '(' ? 4 : 3;
}

/* What is to be converted, and where to. */
typedef struct {
    const guint8 *in;
    gsize left;
    char *out;
    gsize room;
} Step;

/* iconv, with its errno in place of -1. */
static int convert_by_iconv(const CharsetConverter *converter, Step *step)
{
    char *in = (char *)(guintptr)step->in;
    gsize status = iconv(converter->iconv, &in, &step->left, &step->out, &step->room);
    int reason = status == (gsize)-1 ? errno : 0;
    step->in = (const guint8 *)in;
    return reason;
}

/* Where UTF-8 goes beyond U+10FFFF: glibc's iconv takes it, as UTF-8 of five bytes once was. */
static gsize find_beyond(const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] > 0xf4 || (bytes[i] == 0xf4 && i + 1 < length && bytes[i + 1] > 0x8f)) {
            return i;
        }
    }
    return length;
}

/* The few bytes that begin with what is no character, or with NUL. */
static int convert_doubtful_utf8(const CharsetConverter *converter, Step *step)
{
    gsize shown = MIN(step->left, (gsize)CHARACTER_BYTES);
    gsize beyond = find_beyond(step->in, shown);
    gsize behind = step->left - beyond;
    const guint8 *start = step->in;
    step->left = beyond;
    int reason = convert_by_iconv(converter, step);
    gboolean is_whole = step->left == 0;
    step->left += behind;
    if (beyond < shown && (reason == EINVAL || (reason == 0 && is_whole))) {
        return EILSEQ;
    }
    /* A character that only the end of what was shown cuts. */
    return reason == EINVAL && beyond == shown && behind > 0 && step->in > start ? 0 : reason;
}

static int convert_utf8(const CharsetConverter *converter, Step *step)
{
    gsize most = MIN(step->left, step->room);
    gsize valid = daicho_utf8_count(step->in, most);
    memcpy(step->out, step->in, valid);
    step->in += valid;
    step->left -= valid;
    step->out += valid;
    step->room -= valid;
    return step->left == 0 ? 0 : valid == most ? E2BIG : convert_doubtful_utf8(converter, step);
}

/* As iconv: as much as can be, and 0, or why not all. */
static int convert_step(const CharsetConverter *converter, Step *step)
{
    if (converter->table != NULL) {
        return charset_table_convert(converter->table, &step->in, &step->left, &step->out,
                                     &step->room);
    }
    return converter->is_utf8 ? convert_utf8(converter, step) : convert_by_iconv(converter, step);
}

static gsize convert(const CharsetConverter *converter, const guint8 *bytes, gsize length,
                     gboolean fresh, gboolean goes_on, gsize limit, GString *out, guint64 *invalid)
{
    Step step = {.in = bytes, .left = length};
    gsize end = out->len + limit;
    if (fresh && converter->table == NULL) {
        iconv(converter->iconv, NULL, NULL, NULL, NULL);
    }
    while (step.left > 0 && out->len < end) {
        gsize before = out->len;
        gsize room = MIN(end - before, step.left * 4 + 16);
        g_string_set_size(out, before + room);
        step.out = out->str + before;
        step.room = room;
        int reason = convert_step(converter, &step);
        g_string_set_size(out, before + room - step.room);
        if (reason == 0 || (reason == E2BIG && out->len > before)) {
            continue;
        }
        if (reason == E2BIG || end - out->len < 3 ||
            (goes_on && reason == EINVAL && step.left < CHARACTER_BYTES)) {
            break;
        }
        g_string_append(out, "\xef\xbf\xbd");
        step.in++;
        step.left--;
        (*invalid)++;
    }
    return length - step.left;
}

gsize charset_convert(CharsetConverter *converter, const guint8 *bytes, gsize length,
                      gboolean fresh, gsize limit, GString *out, guint64 *invalid)
{
    return convert(converter, bytes, length, fresh, FALSE, limit, out, invalid);
}

gsize charset_convert_part(CharsetConverter *converter, const guint8 *bytes, gsize length,
                           GString *out, guint64 *invalid)
{
    return convert(converter, bytes, length, FALSE, TRUE, G_MAXSIZE / 4, out, invalid);
}

gsize charset_find_boundary(const Charset *charset, const guint8 *bytes, gsize wanted)
{
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset);
    if (converter == NULL) {
        return wanted;
    }
    Step step = {.in = bytes, .left = wanted};
    while (step.left > 0) {
        char scratch[8192];
        step.out = scratch;
        step.room = sizeof scratch;
        int reason = convert_step(converter, &step);
        if (reason == EINVAL) {
            break; /* the last character goes on behind the place */
        }
        if (reason == EILSEQ) {
            step.in++;
            step.left--;
        }
    }
    return wanted - step.left;
}
