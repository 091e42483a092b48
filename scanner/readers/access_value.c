#include "scanner/readers/access_value.h"

#include <math.h>
#include <string.h>

#include "scanner/readers/codepage.h"

enum {
    HEAD_BYTES = 12,       /* of a long value, before what stands in the row itself */
    LONG_BYTES = 32 << 20, /* of a long value that are read */
    DAY_SECONDS = 86400,
    TYPE_BIG_INTEGER = 0x13, /* since Access 2016 */
    TYPE_LONG_DATE = 0x14,   /* since Access 2019 */
    LONG_DATE_DIGITS = 19,
};

static guint32 get_u32(const guint8 *bytes)
{
    return (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 |
           (guint32)bytes[3] << 24;
}

/* The bytes of a value in its page, until the next row; NULL when there is none. whole: FALSE when it
 * would lie outside of the page. */
static const guint8 *find_value(MdbHandle *handle, const MdbColumn *column, gsize *length,
                                gboolean *whole)
{
    gint64 start = column->cur_value_start;
    gint64 size = column->cur_value_len;
    gboolean is_none = start == 0 || size == 0;
    *length = 0;
    *whole = is_none || (start > 0 && size > 0 && start + size <= handle->fmt->pg_size);
    if (is_none || !*whole) {
        return NULL;
    }
    *length = (gsize)size;
    return handle->pg_buf + start;
}

gboolean access_value_is_bytes(const MdbColumn *column)
{
    return column->col_type == MDB_BINARY || column->col_type == MDB_OLE;
}

/* --- long values --- */

/* Appends one piece: behind the first skipped bytes of a row of a page. FALSE when there is none. */
static gboolean append_piece(GByteArray *out, MdbHandle *handle, guint32 page_row, gsize skipped,
                             gsize wanted, guint32 *next)
{
    void *page = NULL;
    int start = 0;
    gsize length = 0;
    if (mdb_find_pg_row(handle, (int)page_row, &page, &start, &length) != 0 || start < 0 ||
        (gsize)start + length > (gsize)handle->fmt->pg_size || length <= skipped ||
        *(const guint8 *)page != MDB_PAGE_DATA) {
        return FALSE;
    }
    const guint8 *bytes = (const guint8 *)page + start;
    *next = skipped > 0 ? get_u32(bytes) : 0;
    g_byte_array_append(out, bytes + skipped, (guint)MIN(length - skipped, wanted - out->len));
    return TRUE;
}

/* A chain that leads back to itself ends there: Brent's way to find it keeps one place, for twice as many
 * steps each time. */
static void append_chain(GByteArray *out, MdbHandle *handle, guint32 next, gsize wanted)
{
    guint32 kept = next;
    guint steps = 0;
    guint renewed_at = 1;
    while (next != 0 && out->len < wanted && append_piece(out, handle, next, 4, wanted, &next) &&
           next != kept) {
        if (++steps == renewed_at) {
            kept = next;
            renewed_at *= 2;
        }
    }
}

/* The first four bytes of a long value are its length and how it lies: in the row itself, in one row of
 * another page, or in a chain of rows that begin with the place of the next. */
static GByteArray *load_long(MdbHandle *handle, const guint8 *field, gsize length, gboolean *whole)
{
    GByteArray *out = g_byte_array_new();
    if (length < HEAD_BYTES) {
        *whole = FALSE;
        return out;
    }
    guint32 head = get_u32(field);
    guint32 next = get_u32(field + 4);
    gsize size = head & 0x3fffffff;
    gsize wanted = MIN(size, (gsize)LONG_BYTES);
    if ((head & 0x80000000) != 0) {
        g_byte_array_append(out, field + HEAD_BYTES, (guint)MIN(wanted, length - HEAD_BYTES));
    } else if ((head & 0x40000000) != 0) {
        append_piece(out, handle, next, 0, wanted, &next);
    } else {
        append_chain(out, handle, next, wanted);
    }
    *whole = out->len == size;
    return out;
}

GByteArray *access_value_load(MdbHandle *handle, const MdbColumn *column, gboolean *whole)
{
    gsize length = 0;
    const guint8 *bytes = find_value(handle, column, &length, whole);
    if (bytes != NULL && column->col_type != MDB_BINARY) {
        return load_long(handle, bytes, length, whole);
    }
    GByteArray *out = g_byte_array_new();
    return bytes != NULL ? g_byte_array_append(out, bytes, (guint)length) : out;
}

/* --- text --- */

/* A zero byte switches between characters of one byte and of two. */
static void append_compressed(GString *text, const guint8 *bytes, gsize length)
{
    g_autoptr(GByteArray) units = g_byte_array_new();
    gboolean is_compressed = TRUE;
    for (gsize i = 0; i < length; i++) {
        guint8 unit[2] = {bytes[i], 0};
        if (bytes[i] == 0) {
            is_compressed = !is_compressed;
            continue;
        }
        if (!is_compressed) {
            i++;
            unit[1] = i < length ? bytes[i] : 0;
        }
        g_byte_array_append(units, unit, 2);
    }
    codepage_append_utf16(text, units->data, units->len);
}

void access_value_append_text(GString *text, const MdbHandle *handle, const guint8 *bytes,
                              gsize length)
{
    if (handle->f->jet_version == MDB_VER_JET3) {
        const Charset *charset = codepage_find(handle->f->code_page);
        codepage_append(text, charset != NULL ? charset : codepage_find(1252), bytes, length);
    } else if (length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe) {
        append_compressed(text, bytes + 2, length - 2);
    } else {
        codepage_append_utf16(text, bytes, length);
    }
}

/* --- numbers and dates --- */

/* day: from the first of year 1, which is day 1. FALSE when there is no such day. */
static gboolean append_date(GString *text, gint64 day, gint64 seconds, gboolean has_date)
{
    GDate date;
    g_date_clear(&date, 1);
    if (has_date && (day <= 0 || day > G_MAXINT32 || !g_date_valid_julian((guint32)day))) {
        return FALSE;
    }
    if (has_date) {
        g_date_set_julian(&date, (guint32)day);
        g_string_append_printf(text, "%04u/%02u/%02u", g_date_get_year(&date),
                               (guint)g_date_get_month(&date), g_date_get_day(&date));
    }
    if (seconds > 0 || !has_date) {
        g_string_append_printf(text, "%s%02d:%02d:%02d", text->len > 0 ? " " : "",
                               (int)(seconds / 3600 % 24), (int)(seconds / 60 % 60),
                               (int)(seconds % 60));
    }
    return TRUE;
}

/* Days from 30 December 1899; the fraction is the time, of days before as well. */
static gboolean append_days(GString *text, double days)
{
    const double year_10000 = 2958466;
    if (!isfinite(days) || fabs(days) >= year_10000) {
        return FALSE;
    }
    GDate first;
    g_date_clear(&first, 1);
    g_date_set_dmy(&first, 30, G_DATE_DECEMBER, 1899);
    gint64 whole = (gint64)days;
    gint64 seconds = (gint64)(fabs(days - (double)whole) * DAY_SECONDS + 0.5);
    return append_date(text, (gint64)g_date_get_julian(&first) + whole,
                       MIN(seconds, DAY_SECONDS - 1), whole != 0);
}

/* Digits of days from the first of year 1, a colon, digits of tenths of microseconds. */
static gboolean append_long_date(GString *text, const guint8 *bytes, gsize length)
{
    const gint64 per_second = 10000000;
    if (length <= 2 * LONG_DATE_DIGITS + 1 || bytes[LONG_DATE_DIGITS] != ':') {
        return FALSE;
    }
    g_autofree char *digits = g_strndup((const char *)bytes, 2 * LONG_DATE_DIGITS + 1);
    gint64 days = g_ascii_strtoll(digits, NULL, 10);
    gint64 ticks = g_ascii_strtoll(digits + LONG_DATE_DIGITS + 1, NULL, 10);
    return append_date(text, days < G_MAXINT32 ? days + 1 : 0, ticks / per_second, TRUE);
}

static gsize get_fixed_size(int type)
{
    switch (type) {
    case MDB_BYTE:
        return 1;
    case MDB_INT:
        return 2;
    case MDB_LONGINT:
    case MDB_FLOAT:
        return 4;
    case MDB_MONEY:
    case MDB_DOUBLE:
    case MDB_DATETIME:
    case TYPE_BIG_INTEGER:
        return 8;
    case MDB_REPID:
        return 16;
    case MDB_NUMERIC:
        return 17;
    default:
        return 0;
    }
}

static void append_number(GString *text, MdbHandle *handle, const MdbColumn *column, guint8 *bytes)
{
    g_autofree char *shown = NULL;
    if (column->col_type == TYPE_BIG_INTEGER) {
        guint64 number = (guint64)get_u32(bytes) | (guint64)get_u32(bytes + 4) << 32;
        shown = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)number);
    } else if (column->col_type == MDB_NUMERIC) {
        shown = mdb_numeric_to_string(handle, column->cur_value_start, column->col_scale,
                                      column->col_prec);
    } else {
        shown = mdb_col_to_string(handle, handle->pg_buf, column->cur_value_start, column->col_type,
                                  column->cur_value_len);
    }
    g_string_append(text, shown);
}

static gboolean append_memo(GString *text, MdbHandle *handle, const guint8 *field, gsize length)
{
    gboolean whole = TRUE;
    g_autoptr(GByteArray) bytes = load_long(handle, field, length, &whole);
    access_value_append_text(text, handle, bytes->data, bytes->len);
    return whole;
}

/* Yes and no are kept elsewhere, and columns of many values in tables of their own. */
static gboolean has_no_text(const MdbColumn *column)
{
    return column->col_type == MDB_BOOL || column->col_type == MDB_COMPLEX;
}

gboolean access_value_append(GString *text, MdbHandle *handle, const MdbColumn *column)
{
    gsize length = 0;
    gboolean whole = TRUE;
    const guint8 *bytes = find_value(handle, column, &length, &whole);
    gsize size = get_fixed_size(column->col_type);
    if (bytes == NULL || has_no_text(column)) {
        return whole;
    }
    if (column->col_type == MDB_MEMO) {
        return append_memo(text, handle, bytes, length);
    }
    if (column->col_type == TYPE_LONG_DATE) {
        return append_long_date(text, bytes, length);
    }
    if (column->col_type == MDB_TEXT) {
        access_value_append_text(text, handle, bytes, length);
        return TRUE;
    }
    if (size == 0 || length < size) {
        return FALSE;
    }
    if (column->col_type == MDB_DATETIME) {
        return append_days(text, mdb_get_double(handle->pg_buf, column->cur_value_start));
    }
    append_number(text, handle, column, handle->pg_buf + column->cur_value_start);
    return TRUE;
}
