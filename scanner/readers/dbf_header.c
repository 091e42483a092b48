#include "scanner/readers/dbf_header.h"

#include <string.h>

/*
 * dBASE III to 7: "Data File Header Structure" of Borland; FoxPro: "Table File Structure" of Visual
 * FoxPro's help. Numbers are little-endian.
 */
enum {
    HEADER_BYTES = 32, /* before the fields */
    FIELD_BYTES = 32,
    HEADER_7_BYTES = 68,
    FIELD_7_BYTES = 48,
    END_OF_FIELDS = 0x0d,
};

/* Where a field's description has what. */
typedef struct {
    guint start, size, name_bytes, type, length, decimals;
} Layout;

static const Layout layout_3 = {HEADER_BYTES, FIELD_BYTES, 11, 11, 16, 17};
static const Layout layout_7 = {HEADER_7_BYTES, FIELD_7_BYTES, 32, 32, 33, 34};

static const guint8 versions[] = {0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7b, 0x83,
                                  0x84, 0x87, 0x8b, 0x8c, 0x8e, 0xcb, 0xe5, 0xf5, 0xfb};
static const char types[] = "CNFDLMTIBYGPVQOW@+0";

/* "Code pages supported by Visual FoxPro" and the drivers of dBASE. */
static const struct {
    guint8 language;
    const char *charset;
} languages[] = {
    {0x13, "Shift_JIS"},    {0x7b, "Shift_JIS"},    {0x4d, "GB18030"},      {0x7a, "GB18030"},
    {0x4e, "UHC"},          {0x79, "UHC"},          {0x4f, "BIG5"},         {0x78, "BIG5"},
    {0x50, "TIS-620"},      {0x7c, "TIS-620"},      {0x01, "IBM437"},       {0x02, "IBM850"},
    {0x03, "WINDOWS-1252"}, {0x57, "WINDOWS-1252"}, {0x58, "WINDOWS-1252"}, {0x59, "WINDOWS-1252"},
    {0x64, "IBM852"},       {0x65, "IBM866"},       {0x26, "IBM866"},       {0x66, "IBM865"},
    {0x7d, "WINDOWS-1255"}, {0x7e, "WINDOWS-1256"}, {0xc8, "WINDOWS-1250"}, {0xc9, "WINDOWS-1251"},
    {0xca, "WINDOWS-1254"}, {0xcb, "WINDOWS-1253"}, {0xcc, "WINDOWS-1257"},
};

static guint get_u16(const guint8 *bytes)
{
    return (guint)(bytes[0] | bytes[1] << 8);
}

static guint32 get_u32(const guint8 *bytes)
{
    return get_u16(bytes) | (guint32)get_u16(bytes + 2) << 16;
}

static void clear_field(gpointer field)
{
    g_free(((DbfField *)field)->name);
}

static gboolean is_name(const guint8 *name, gsize size)
{
    gsize length = strnlen((const char *)name, size);
    for (gsize i = 0; i < length; i++) {
        if (name[i] < 0x20) {
            return FALSE;
        }
    }
    return length > 0;
}

/* How long a field is: Clipper has two bytes for characters, of which others leave one unused. */
static guint get_length(const Layout *layout, const guint8 *field, gboolean is_long)
{
    gboolean is_text = field[layout->type] == 'C';
    return field[layout->length] + (is_long && is_text ? field[layout->decimals] * 256U : 0);
}

/* The number of fields; 0 when this is no list of any. */
static guint count_fields(const Layout *layout, const guint8 *bytes, gsize length)
{
    guint n_fields = 0;
    for (gsize at = layout->start; at < length && bytes[at] != END_OF_FIELDS;
         at += layout->size, n_fields++) {
        const guint8 *field = bytes + at;
        if (at + layout->size > length || !is_name(field, layout->name_bytes) ||
            field[layout->type] == '\0' || strchr(types, field[layout->type]) == NULL) {
            return 0;
        }
    }
    return layout->start + (gsize)n_fields * layout->size < length ? n_fields : 0;
}

static guint sum_lengths(const Layout *layout, const guint8 *bytes, guint n_fields,
                         gboolean is_long)
{
    guint sum = 1;
    for (guint i = 0; i < n_fields; i++) {
        sum += get_length(layout, bytes + layout->start + (gsize)i * layout->size, is_long);
    }
    return sum;
}

static void add_fields(DbfHeader *header, const Layout *layout, const guint8 *bytes, guint n_fields,
                       gboolean is_long)
{
    guint offset = 1;
    for (guint i = 0; i < n_fields; i++) {
        const guint8 *at = bytes + layout->start + (gsize)i * layout->size;
        const DbfField field = {
            .name = g_strndup((const char *)at, layout->name_bytes),
            .type = (char)at[layout->type],
            .offset = offset,
            .length = get_length(layout, at, is_long),
        };
        offset += field.length;
        g_array_append_val(header->fields, field);
    }
}

DbfHeader *dbf_header_parse(const guint8 *bytes, gsize length)
{
    if (length < HEADER_BYTES + 1 || memchr(versions, bytes[0], sizeof versions) == NULL ||
        bytes[2] > 12 || bytes[3] > 31) {
        return NULL;
    }
    const Layout *layout = (bytes[0] & 7) == 4 ? &layout_7 : &layout_3;
    guint header_bytes = get_u16(bytes + 8);
    guint record_bytes = get_u16(bytes + 10);
    guint n_fields = count_fields(layout, bytes, MIN(length, (gsize)header_bytes));
    gboolean is_long = sum_lengths(layout, bytes, n_fields, FALSE) != record_bytes &&
                       sum_lengths(layout, bytes, n_fields, TRUE) <= record_bytes;
    if (n_fields == 0 || sum_lengths(layout, bytes, n_fields, is_long) > record_bytes) {
        return NULL;
    }
    DbfHeader *header = g_new0(DbfHeader, 1);
    header->version = bytes[0];
    header->n_records = get_u32(bytes + 4);
    header->header_bytes = header_bytes;
    header->record_bytes = record_bytes;
    header->language = bytes[29];
    header->fields = g_array_new(FALSE, FALSE, sizeof(DbfField));
    g_array_set_clear_func(header->fields, clear_field);
    add_fields(header, layout, bytes, n_fields, is_long);
    return header;
}

void dbf_header_free(DbfHeader *header)
{
    if (header != NULL) {
        g_array_unref(header->fields);
        g_free(header);
    }
}

gboolean dbf_header_is_visual_foxpro(const DbfHeader *header)
{
    return (header->version & 0xf0) == 0x30;
}

const char *dbf_header_get_charset(const DbfHeader *header)
{
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        if (languages[i].language == header->language) {
            return languages[i].charset;
        }
    }
    return NULL;
}

gboolean dbf_is_table(const char *name, const guint8 *head, gsize length)
{
    (void)name;
    g_autoptr(DbfHeader) header = dbf_header_parse(head, length);
    return header != NULL;
}

/* There is no signature: what its name says, unless its numbers speak against it. */
gboolean dbf_is_memo(const char *name, const guint8 *head, gsize length)
{
    g_autofree char *folded = g_ascii_strdown(name, -1);
    if (length < 512) {
        return FALSE;
    }
    if (g_str_has_suffix(folded, ".fpt")) {
        return head[6] != 0 || head[7] != 0;
    }
    return g_str_has_suffix(folded, ".dbt") && memchr(head, '\0', 32) != NULL;
}
