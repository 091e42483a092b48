#include "scanner/readers/pst_writer.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/ole.h"
#include "scanner/scanner.h"

enum {
    TYPE_STRING = 0x001E,
    TYPE_WIDE = 0x001F,
    TYPE_BYTES = 0x0102,
    TYPE_MULTIPLE = 0x1000,
    ID_SUBJECT = 0x0037,
    TAG_RTF = 0x10090102,
    TAG_HTML = 0x10130102,
    NUMBER_MEMBERS = 0x8054, /* of a distribution list, as addresses by themselves */
    MESSAGE_BYTES = 32 << 20,
    PART_BYTES = 512, /* that one without properties takes */
    NAME_BYTES = 65536,
    NAME_LETTERS = 80,
    MAX_ELEMENTS = 4096,
};

void pst_writer_init(PstWriter *writer, PstFile *file, const PstNames *names)
{
    *writer = (PstWriter){
        .writer = ole_writer_new(4096),
        .names = names,
        .file = file,
        .ids = g_array_new(FALSE, FALSE, sizeof(guint16)),
        .left_bytes = MESSAGE_BYTES,
    };
}

void pst_writer_clear(PstWriter *writer)
{
    g_clear_pointer(&writer->writer, ole_writer_free);
    g_clear_pointer(&writer->ids, g_array_unref);
}

static gboolean take(PstWriter *writer, gsize bytes)
{
    if (bytes > writer->left_bytes) {
        pst_file_note_limit(writer->file, "message of more than 32 MiB");
        writer->left_bytes = 0;
        return FALSE;
    }
    writer->left_bytes -= bytes;
    return TRUE;
}

/* --- values --- */

/* What is in front of a subject: a mark, and the length of "Re: " (MS-PST 2.5.3.1.1.1). */
static gsize get_mark_bytes(guint32 tag, const guint8 *bytes, gsize length)
{
    gsize unit = (tag & 0xffff) == TYPE_WIDE ? 2 : 1;
    return tag >> 16 == ID_SUBJECT && length >= 2 * unit && bytes[0] == 1 && bytes[unit - 1] < 2
               ? 2 * unit
               : 0;
}

static void add_stream(PstWriter *writer, guint32 storage, const char *name, const guint8 *bytes,
                       gsize length)
{
    if (length > 0 && take(writer, length)) {
        ole_writer_add_stream(writer->writer, storage, name, bytes, length);
    }
}

/* An address that stands by itself (MS-OXCDATA 2.2.5.1) as its name, kind and address. */
static void add_member(PstWriter *writer, guint32 storage, guint32 tag, guint number,
                       const guint8 *bytes, gsize length)
{
    enum { HEAD_BYTES = 24, FLAGS_AT = 22 };
    if (length <= HEAD_BYTES) {
        return;
    }
    gboolean is_wide = (ole_get_u16(bytes + FLAGS_AT) & 0x8000) != 0;
    gsize unit = is_wide ? 2 : 1;
    gsize size = (length - HEAD_BYTES) / unit * unit;
    g_autofree guint8 *text = g_memdup2(bytes + HEAD_BYTES, size);
    for (gsize i = 0; i < size; i += unit) {
        if (text[i] == 0 && text[i + unit - 1] == 0) {
            text[i] = ' ';
        }
    }
    g_autofree char *name = g_strdup_printf("__substg1.0_%04X%04X-%08X", tag >> 16,
                                            TYPE_MULTIPLE | (is_wide ? TYPE_WIDE : TYPE_STRING),
                                            number);
    add_stream(writer, storage, name, text, size);
}

/* Several values: their number, and where each begins (MS-PST 2.3.3.4.2). */
static void add_elements(PstWriter *writer, guint32 storage, guint32 tag, GBytes *value)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(value, &length);
    gsize told = length >= 4 ? ole_get_u32(bytes) : 1;
    gsize held = MAX(length / 4, 1) - 1;
    gsize count = MIN(MIN(told, held), (gsize)MAX_ELEMENTS);
    if (told > held) {
        pst_file_note_damage(writer->file, "a value is lost");
    } else if (told > count) {
        pst_file_note_limit(writer->file, "more than 4096 values of a property");
    }
    for (gsize i = 0; i < count; i++) {
        gsize start = ole_get_u32(bytes + 4 + i * 4);
        gsize end = i + 1 < count ? ole_get_u32(bytes + 8 + i * 4) : length;
        if (start > end || end > length) {
            pst_file_note_damage(writer->file, "a value is lost");
            return;
        }
        if ((tag & 0xffff) == (TYPE_MULTIPLE | TYPE_BYTES)) {
            add_member(writer, storage, tag, (guint)i, bytes + start, end - start);
            continue;
        }
        g_autofree char *name = g_strdup_printf("__substg1.0_%08X-%08X", tag, (guint)i);
        add_stream(writer, storage, name, bytes + start, end - start);
    }
}

static gboolean is_wanted(const PstWriter *writer, guint32 tag)
{
    guint type = tag & 0xffff;
    guint single = type & ~(guint)TYPE_MULTIPLE;
    guint16 id = (guint16)(tag >> 16);
    gboolean is_members = type == (TYPE_MULTIPLE | TYPE_BYTES) && id >= PST_FIRST_NAMED &&
                          pst_names_get_number(writer->names, id) == NUMBER_MEMBERS;
    return single == TYPE_STRING || single == TYPE_WIDE || tag == TAG_RTF || tag == TAG_HTML ||
           is_members;
}

static void add_value(PstWriter *writer, guint32 storage, PstHeap *heap,
                      const PstProperty *property)
{
    gboolean is_whole = TRUE;
    g_autoptr(GBytes) value = pst_heap_load(heap, property->value, writer->left_bytes, &is_whole);
    gsize length = 0;
    const guint8 *bytes = value != NULL ? g_bytes_get_data(value, &length) : NULL;
    if (!is_whole && length == writer->left_bytes) {
        take(writer, length + 1);
    } else if (!is_whole) {
        pst_file_note_damage(writer->file, "a value is not whole");
    }
    if ((property->tag & TYPE_MULTIPLE) != 0 && length > 0) {
        add_elements(writer, storage, property->tag, value);
        return;
    }
    gsize mark = get_mark_bytes(property->tag, bytes, length);
    g_autofree char *name = g_strdup_printf("__substg1.0_%08X", property->tag);
    if (length > mark) {
        add_stream(writer, storage, name, bytes + mark, length - mark);
    }
}

static void append_fixed(GByteArray *fixed, const PstProperty *property)
{
    const guint32 words[] = {GUINT32_TO_LE(property->tag), GUINT32_TO_LE(6),
                             GUINT32_TO_LE((guint32)property->value),
                             GUINT32_TO_LE((guint32)(property->value >> 32))};
    g_byte_array_append(fixed, (const guint8 *)words, sizeof words);
}

gboolean pst_writer_add(PstWriter *writer, guint32 storage, gsize header, PstHeap *heap,
                        const GArray *properties)
{
    g_autoptr(GByteArray) fixed = g_byte_array_new();
    g_byte_array_set_size(fixed, (guint)header);
    memset(fixed->data, 0, header);
    for (guint i = 0; i < properties->len && writer->left_bytes > 0; i++) {
        const PstProperty *property = &g_array_index(properties, PstProperty, i);
        guint16 id = (guint16)(property->tag >> 16);
        if (id >= PST_FIRST_NAMED) {
            g_array_append_val(writer->ids, id);
        }
        if (property->is_fixed) {
            append_fixed(fixed, property);
        } else if (is_wanted(writer, property->tag)) {
            add_value(writer, storage, heap, property);
        }
    }
    gboolean fits = take(writer, fixed->len + PART_BYTES);
    if (fits) {
        ole_writer_add_stream(writer->writer, storage, "__properties_version1.0", fixed->data,
                              fixed->len);
    }
    return fits;
}

guint32 pst_writer_add_part(PstWriter *writer, const char *kind, guint number)
{
    g_autofree char *name = g_strdup_printf("__%s_version1.0_#%08X", kind, number);
    return ole_writer_add_storage(writer->writer, OLE_WRITER_ROOT, name, NULL);
}

static gint compare_ids(gconstpointer one, gconstpointer other)
{
    return (gint) * (const guint16 *)one - (gint) * (const guint16 *)other;
}

/* Of those that repeat, as in attachments, one. */
static void keep_single(GArray *ids)
{
    g_array_sort(ids, compare_ids);
    guint kept = 0;
    for (guint i = 0; i < ids->len; i++) {
        guint16 id = g_array_index(ids, guint16, i);
        if (kept == 0 || g_array_index(ids, guint16, kept - 1) != id) {
            g_array_index(ids, guint16, kept++) = id;
        }
    }
    g_array_set_size(ids, kept);
}

GBytes *pst_writer_finish(PstWriter *writer)
{
    keep_single(writer->ids);
    pst_names_write(writer->names, writer->ids, writer->writer);
    return ole_writer_finish(writer->writer);
}

/* --- names --- */

/* Without what divides folders, and no longer than is of use. */
static char *shorten(const char *text)
{
    GString *name = g_string_new(NULL);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    glong letters = 0;
    for (const char *at = valid; *at != '\0' && letters < NAME_LETTERS; letters++) {
        gunichar letter = g_utf8_get_char(at);
        g_string_append_unichar(
            name, letter == '/' || letter == '\\' || g_unichar_iscntrl(letter) ? '_' : letter);
        at = g_utf8_next_char(at);
    }
    g_strstrip(name->str);
    return g_string_free(name, FALSE);
}

char *pst_writer_dup_text(PstHeap *heap, const GArray *properties, guint16 id, gboolean *is_whole)
{
    *is_whole = TRUE;
    const PstProperty *property = pst_property_find(properties, id);
    guint type = property != NULL ? property->tag & 0xffff : 0;
    if (type != TYPE_WIDE && type != TYPE_STRING) {
        return NULL;
    }
    g_autoptr(GBytes) value = pst_heap_load(heap, property->value, NAME_BYTES, is_whole);
    gsize length = 0;
    const guint8 *bytes = value != NULL ? g_bytes_get_data(value, &length) : NULL;
    gsize mark = length > 0 ? get_mark_bytes(property->tag, bytes, length) : 0;
    GString *text = g_string_new(NULL);
    if (length > mark && type == TYPE_WIDE) {
        codepage_append_utf16(text, bytes + mark, length - mark);
    } else if (length > mark) {
        g_autofree char *words = daicho_member_name_decode((const char *)bytes + mark,
                                                           length - mark);
        g_string_append(text, words);
    }
    return g_string_free(text, FALSE);
}

char *pst_writer_dup_name(PstHeap *heap, const GArray *properties, guint16 id)
{
    gboolean is_whole = TRUE;
    g_autofree char *text = pst_writer_dup_text(heap, properties, id, &is_whole);
    g_autofree char *name = shorten(text != NULL ? text : "");
    return *name != '\0' ? g_steal_pointer(&name) : NULL;
}
