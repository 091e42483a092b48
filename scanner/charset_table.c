#include "scanner/charset_table.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"

enum { MOST_BYTES = 3 }; /* of UTF-8 for a character of the basic plane */

static const struct {
    const char *iconv;
    const CharsetRow *table;
} tables[] = {
    {"CP932", charset_table_cp932},
    {"EUC-JP-MS", charset_table_euc_jp_ms},
};

const CharsetRow *charset_table_find(const char *iconv)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        if (strcmp(tables[i].iconv, iconv) == 0) {
            return tables[i].table;
        }
    }
    return NULL;
}

/* The row that a cell stands for; 0 when it is a character or none. */
static inline gsize get_row(guint16 cell)
{
    return (cell & 0xf800) == 0xd800 ? cell & 0x7ff : 0;
}

/* How many bytes of UTF-8 a character beyond ASCII has. */
static inline gsize put(char *out, guint16 character)
{
    if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | character >> 12);
    out[1] = (char)(0x80 | (character >> 6 & 0x3f));
    out[2] = (char)(0x80 | (character & 0x3f));
    return 3;
}

/* Where conversion stands. */
typedef struct {
    const guint8 *at, *end;
    char *to, *full;
} Conversion;

/* As many characters that are not ASCII as follow each other, are valid and surely have room. What they
 * are written to may be anything for the compiler, so that it is kept apart from where this stands. */
static void convert_wide(const CharsetRow *table, Conversion *now)
{
    const guint8 *at = now->at;
    char *to = now->to;
    gsize most = MIN((gsize)(now->end - at), (gsize)(now->full - to)) / MOST_BYTES;
    for (; most > 0 && *at >= 0x80; most--) {
        const guint8 *next = at + 1;
        guint16 cell = table[0][*at];
        for (gsize row = get_row(cell); row > 0; row = get_row(cell)) {
            cell = table[row][*next++];
        }
        if (cell == 0) {
            break;
        }
        to += put(to, cell);
        at = next;
    }
    now->at = at;
    now->to = to;
}

/* One character near an end, or what is none. */
static int convert_one(const CharsetRow *table, Conversion *now)
{
    const guint8 *at = now->at;
    guint16 cell = table[0][*at++];
    for (gsize row = get_row(cell); row > 0; row = get_row(cell)) {
        if (at == now->end) {
            return EINVAL;
        }
        cell = table[row][*at++];
    }
    if (cell == 0) {
        return EILSEQ;
    }
    char bytes[MOST_BYTES];
    gsize length = put(bytes, cell);
    if (length > (gsize)(now->full - now->to)) {
        return E2BIG;
    }
    memcpy(now->to, bytes, length);
    now->to += length;
    now->at = at;
    return 0;
}

static void copy_ascii(Conversion *now)
{
    gsize most = MIN((gsize)(now->end - now->at), (gsize)(now->full - now->to));
    gsize length = daicho_ascii_count(now->at, most);
    memcpy(now->to, now->at, length);
    now->at += length;
    now->to += length;
}

int charset_table_convert(const CharsetRow *table, const guint8 **in, gsize *left, char **out,
                          gsize *room)
{
    Conversion now = {*in, *in + *left, *out, *out + *room};
    int reason = 0;
    while (reason == 0 && now.at < now.end) {
        copy_ascii(&now);
        convert_wide(table, &now);
        if (now.at == now.end) {
            break;
        }
        if (*now.at < 0x80) {
            reason = now.to == now.full ? E2BIG : 0;
        } else {
            reason = convert_one(table, &now);
        }
    }
    *left = (gsize)(now.end - now.at);
    *room = (gsize)(now.full - now.to);
    *in = now.at;
    *out = now.to;
    return reason;
}
