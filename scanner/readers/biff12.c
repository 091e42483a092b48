#include "scanner/readers/biff12.h"

#include <string.h>

#include "base/error.h"

enum {
    BUFFER_BYTES = 32 << 10,
    MAX_RECORD_BYTES = 16 << 20,
    MAX_UNITS = 32767,  /* of a string that is looked for */
    MAX_CONSTANT = 255, /* units, of a formula */
    MIN_UNITS = 2,
    PTG_STR = 0x17,
};

struct Biff12 {
    Source *source;
    guint8 buffer[BUFFER_BYTES];
    gsize start, end; /* of what is in it */
    GByteArray *record;
};

Biff12 *biff12_new(Source *source)
{
    Biff12 *records = g_new0(Biff12, 1);
    records->source = source;
    records->record = g_byte_array_sized_new(BUFFER_BYTES); /* never NULL */
    return records;
}

void biff12_free(Biff12 *records)
{
    if (records != NULL) {
        g_byte_array_unref(records->record);
        g_free(records);
    }
}

/* FALSE at the end, or when reading fails. */
static gboolean fill(Biff12 *records, GError **error)
{
    if (records->start < records->end) {
        return TRUE;
    }
    gssize got = source_read(records->source, records->buffer, BUFFER_BYTES, error);
    records->start = 0;
    records->end = (gsize)MAX(got, 0);
    return got > 0;
}

/* A number of at most bytes groups of seven bits (2.1.4.1); *taken counts its bytes. */
static gboolean take_varying(Biff12 *records, guint most, guint32 *number, guint *taken,
                             GError **error)
{
    *number = 0;
    for (*taken = 0; *taken < most;) {
        if (!fill(records, error)) {
            return FALSE;
        }
        guint8 byte = records->buffer[records->start++];
        *number |= (guint32)(byte & 0x7f) << (7 * *taken);
        (*taken)++;
        if ((byte & 0x80) == 0) {
            break;
        }
    }
    return TRUE;
}

static gboolean take_content(Biff12 *records, gsize length, GError **error)
{
    g_byte_array_set_size(records->record, 0);
    while (records->record->len < length) {
        if (!fill(records, error)) {
            return FALSE;
        }
        gsize piece = MIN(length - records->record->len, records->end - records->start);
        g_byte_array_append(records->record, records->buffer + records->start, (guint)piece);
        records->start += piece;
    }
    return TRUE;
}

static void set_cut_off(GError **error)
{
    if (error != NULL && *error == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "damaged: it is cut off");
    }
}

gboolean biff12_next(Biff12 *records, guint32 *type, const guint8 **bytes, gsize *length,
                     GError **error)
{
    guint taken = 0;
    guint32 size = 0;
    g_autoptr(GError) failure = NULL;
    gboolean has_type = take_varying(records, 2, type, &taken, &failure);
    gboolean has_size = has_type && take_varying(records, 4, &size, &taken, &failure);
    gboolean is_bounded = has_size && size <= MAX_RECORD_BYTES;
    if (is_bounded && take_content(records, size, &failure)) {
        *bytes = records->record->data;
        *length = size;
        return TRUE;
    }
    if (has_size && !is_bounded) {
        g_set_error(&failure, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "limit: size of a record");
    } else if (has_type || (failure == NULL && taken > 0)) {
        set_cut_off(&failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return FALSE;
}

/* --- fields --- */

void biff12_skip(Biff12Fields *fields, gsize bytes)
{
    gsize taken = MIN(bytes, fields->left);
    fields->bytes += taken;
    fields->left -= taken;
}

guint32 biff12_take_number(Biff12Fields *fields, guint size)
{
    guint32 number = 0;
    for (guint i = 0; i < size && i < fields->left; i++) {
        number |= (guint32)fields->bytes[i] << (8 * i);
    }
    biff12_skip(fields, size);
    return number;
}

double biff12_take_real(Biff12Fields *fields)
{
    guint64 low = biff12_take_number(fields, 4);
    guint64 bits = low | (guint64)biff12_take_number(fields, 4) << 32;
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Thirty bits of a whole number, or the upper ones of a double; bit 0: times a hundred. */
double biff12_take_rk(Biff12Fields *fields)
{
    guint32 rk = biff12_take_number(fields, 4);
    guint64 bits = (guint64)(rk & ~3U) << 32;
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    if ((rk & 2) != 0) {
        value = (double)((gint32)rk >> 2);
    }
    return (rk & 1) != 0 ? value / 100 : value;
}

static guint16 get_unit(const guint8 *bytes, gsize index)
{
    return (guint16)(bytes[2 * index] | bytes[2 * index + 1] << 8);
}

/* What is no character becomes the mark for it. */
static char *convert(const guint8 *bytes, gsize units)
{
    GString *text = g_string_sized_new(units + 1);
    for (gsize i = 0; i < units; i++) {
        gunichar character = get_unit(bytes, i);
        guint16 next = i + 1 < units ? get_unit(bytes, i + 1) : 0;
        if ((character & 0xfc00) == 0xd800 && (next & 0xfc00) == 0xdc00) {
            character = 0x10000 + ((character & 0x3ff) << 10) + (next & 0x3ffU);
            i++;
        }
        gboolean is_character = character != 0 && (character & 0xfffff800) != 0xd800;
        g_string_append_unichar(text, is_character ? character : 0xfffd);
    }
    return g_string_free(text, FALSE);
}

char *biff12_take_string(Biff12Fields *fields)
{
    guint32 units = biff12_take_number(fields, 4);
    if (units == G_MAXUINT32) {
        return g_strdup("");
    }
    gsize there = MIN((gsize)units, fields->left / 2);
    char *text = convert(fields->bytes, there);
    biff12_skip(fields, there * 2);
    return text;
}

char *biff12_take_rich(Biff12Fields *fields, char **phonetic)
{
    enum { HAS_RUNS = 1, HAS_READING = 2, RUN_BYTES = 4 };
    guint32 flags = biff12_take_number(fields, 1);
    char *text = biff12_take_string(fields);
    if ((flags & HAS_RUNS) != 0) {
        gsize runs = biff12_take_number(fields, 4);
        biff12_skip(fields, runs * RUN_BYTES);
    }
    *phonetic = (flags & HAS_READING) != 0 ? biff12_take_string(fields) : g_strdup("");
    return text;
}

/* --- texts in records that are not known --- */

static gboolean is_text(const guint8 *bytes, gsize units)
{
    for (gsize i = 0; i < units; i++) {
        guint16 unit = get_unit(bytes, i);
        gboolean is_pair = (unit & 0xfc00) == 0xd800 && i + 1 < units &&
                           (get_unit(bytes, i + 1) & 0xfc00) == 0xdc00;
        i += is_pair ? 1 : 0;
        gboolean is_control = unit < 0x20 && unit != '\t' && unit != '\n' && unit != '\r';
        if (is_control || (!is_pair && (unit & 0xf800) == 0xd800) || unit >= 0xfffe) {
            return FALSE;
        }
    }
    return TRUE;
}

/* How many bytes a text with its length in front takes; 0 when there is none. */
static gsize find_text(const guint8 *bytes, gsize left, gsize *skipped, gsize *units)
{
    Biff12Fields fields = {bytes, left};
    gboolean is_constant = left > 3 && bytes[0] == PTG_STR;
    *skipped = is_constant ? 3 : 4;
    biff12_skip(&fields, is_constant ? 1 : 0);
    *units = biff12_take_number(&fields, is_constant ? 2 : 4);
    if (left < *skipped || *units < MIN_UNITS ||
        *units > (is_constant ? MAX_CONSTANT : MAX_UNITS) || *units > (left - *skipped) / 2 ||
        !is_text(bytes + *skipped, *units)) {
        return 0;
    }
    return *skipped + 2 * *units;
}

void biff12_find_texts(const guint8 *bytes, gsize length, void (*visit)(gpointer, const char *),
                       gpointer data)
{
    for (gsize at = 0; at < length;) {
        gsize skipped = 0;
        gsize units = 0;
        gsize taken = find_text(bytes + at, length - at, &skipped, &units);
        if (taken > 0) {
            g_autofree char *text = convert(bytes + at + skipped, units);
            visit(data, text);
        }
        at += MAX(taken, (gsize)1);
    }
}
