#include "scanner/readers/dbf_value.h"

#include <string.h>

#include "scanner/readers/field_bytes.h"

enum { JULIAN_OF_YEAR_1 = 1721426, DAYS_OF_ALL_YEARS = 3652059, MS_OF_A_DAY = 86400000 };

static guint32 get_u32(const guint8 *bytes)
{
    return bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 | (guint32)bytes[3] << 24;
}

static guint64 get_u64(const guint8 *bytes)
{
    return get_u32(bytes) | (guint64)get_u32(bytes + 4) << 32;
}

gsize dbf_value_get_length(const guint8 *bytes, gsize length)
{
    while (length > 0 && (bytes[length - 1] == ' ' || bytes[length - 1] == '\0')) {
        length--;
    }
    return length;
}

void dbf_value_append_text(GString *out, CharsetConverter *converter, const guint8 *bytes,
                           gsize length)
{
    guint64 invalid = 0;
    length = dbf_value_get_length(bytes, length);
    while (length > 0 && *bytes == ' ') {
        bytes++;
        length--;
    }
    if (converter == NULL) {
        g_string_append_len(out, (const char *)bytes, (gssize)length);
        return;
    }
    charset_convert(converter, bytes, length, TRUE, length * 4 + 16, out, &invalid);
}

/* YYYYMMDD */
static void append_date(GString *out, const guint8 *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isdigit(bytes[i])) {
            return;
        }
    }
    if (length == 8) {
        g_string_append_printf(out, "%.4s-%.2s-%.2s", bytes, bytes + 4, bytes + 6);
    }
}

/* A Julian day and the milliseconds of the day. */
static void append_time(GString *out, const guint8 *bytes)
{
    gint64 day = (gint64)get_u32(bytes) - JULIAN_OF_YEAR_1 + 1;
    guint32 seconds = get_u32(bytes + 4) % MS_OF_A_DAY / 1000;
    if (day < 1 || day > DAYS_OF_ALL_YEARS) {
        return;
    }
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)day);
    g_string_append_printf(out, "%04d-%02d-%02d %02u:%02u:%02u", g_date_get_year(&date),
                           (int)g_date_get_month(&date), g_date_get_day(&date), seconds / 3600,
                           seconds / 60 % 60, seconds % 60);
}

static void append_double(GString *out, guint64 bits)
{
    double value = 0;
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    memcpy(&value, &bits, sizeof value);
    g_string_append(out, g_ascii_formatd(text, sizeof text, "%.15g", value));
}

/* Of ten-thousandths. */
static void append_currency(GString *out, gint64 value)
{
    guint64 size = value < 0 ? -(guint64)value : (guint64)value;
    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT ".%04u", value < 0 ? "-" : "", size / 10000,
                           (guint)(size % 10000));
}

/* dBASE 7 keeps numbers so that their bytes sort: big-endian, the sign turned round. */
static guint64 get_sortable(const guint8 *bytes)
{
    guint64 bits = GUINT64_SWAP_LE_BE(get_u64(bytes));
    return (bits >> 63) != 0 ? bits ^ (1ULL << 63) : ~bits;
}

/* In the last byte stands how long the text is, unless it fills the field. */
static gsize get_varchar_length(const guint8 *bytes, gsize length)
{
    return length > 0 && bytes[length - 1] < length - 1 && bytes[length - 1] < ' '
               ? bytes[length - 1]
               : length;
}

static void append_runs(GString *out, const guint8 *bytes, gsize length)
{
    g_autoptr(GString) text = field_bytes_to_text(bytes, length);
    g_string_append_len(out, text->str, (gssize)text->len);
}

/* Numbers as bits, by type and length; FALSE when it is no such field. */
static gboolean append_binary(GString *out, const DbfHeader *header, const DbfField *field,
                              const guint8 *bytes)
{
    gboolean is_foxpro = dbf_header_is_visual_foxpro(header);
    guint kind = (guint)field->type << 8 | field->length;
    switch (kind) {
    case 'I' << 8 | 4:
        g_string_append_printf(out, "%d",
                               is_foxpro ? (gint32)get_u32(bytes)
                                         : (gint32)(GUINT32_SWAP_LE_BE(get_u32(bytes)) ^ 1U << 31));
        return TRUE;
    case '+' << 8 | 4:
        g_string_append_printf(out, "%d", (gint32)(GUINT32_SWAP_LE_BE(get_u32(bytes)) ^ 1U << 31));
        return TRUE;
    case 'B' << 8 | 8:
        append_double(out, get_u64(bytes));
        return TRUE;
    case 'O' << 8 | 8:
        append_double(out, get_sortable(bytes));
        return TRUE;
    case 'Y' << 8 | 8:
        append_currency(out, (gint64)get_u64(bytes));
        return TRUE;
    case 'T' << 8 | 8:
        append_time(out, bytes);
        return TRUE;
    default:
        return FALSE;
    }
}

void dbf_value_append(GString *out, const DbfHeader *header, const DbfField *field,
                      CharsetConverter *converter, const guint8 *bytes)
{
    if (append_binary(out, header, field, bytes)) {
        return;
    }
    switch (field->type) {
    case 'D':
        append_date(out, bytes, field->length);
        break;
    case 'V':
        dbf_value_append_text(out, converter, bytes, get_varchar_length(bytes, field->length));
        break;
    case 'Q':
        append_runs(out, bytes, get_varchar_length(bytes, field->length));
        break;
    case 'C':
    case 'N':
    case 'F':
    case 'L':
        dbf_value_append_text(out, converter, bytes, field->length);
        break;
    default: /* a place in a file of memos, or what is empty */
        break;
    }
}
