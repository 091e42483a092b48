#include "scanner/readers/ole_properties.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum {
    STREAM_BYTES = 4 << 20, /* they are small but for a thumbnail */
    PROPERTIES = 10000,
    CODEPAGE_ID = 1,
    VECTOR_DEPTH = 3,
};

/* Types of values (MS-OLEPS 2.15). */
enum {
    TYPE_I2 = 2,
    TYPE_I4 = 3,
    TYPE_R8 = 5,
    TYPE_BSTR = 8,
    TYPE_VARIANT = 12,
    TYPE_I8 = 20,
    TYPE_STRING = 30,
    TYPE_WIDE = 31,
    TYPE_TIME = 64,
    TYPE_BLOB = 65,
    TYPE_VECTOR = 0x1000,
};

enum { SUMMARY, DOCUMENT, CUSTOM, N_SETS };

/* FMTIDs as they lie in the file (MS-OLEPS 3.1). */
static const guint8 set_ids[N_SETS][16] = {
    {0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 0x08, 0x00, 0x2b, 0x27, 0xb3,
     0xd9},
    {0x02, 0xd5, 0xcd, 0xd5, 0x9c, 0x2e, 0x1b, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2b, 0x2c, 0xf9,
     0xae},
    {0x05, 0xd5, 0xcd, 0xd5, 0x9c, 0x2e, 0x1b, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2b, 0x2c, 0xf9,
     0xae},
};

static const struct {
    guint set;
    guint32 id;
    const char *label;
} known[] = {
    {SUMMARY, 2, "title"},         {SUMMARY, 3, "subject"},   {SUMMARY, 4, "author"},
    {SUMMARY, 5, "keywords"},      {SUMMARY, 6, "comments"},  {SUMMARY, 7, "template"},
    {SUMMARY, 8, "last saved by"}, {DOCUMENT, 2, "category"}, {DOCUMENT, 13, "titles of parts"},
    {DOCUMENT, 14, "manager"},     {DOCUMENT, 15, "company"}, {DOCUMENT, 26, "content type"},
    {DOCUMENT, 27, "status"},
};

/* A property set being read: offsets count from its start. */
typedef struct {
    const guint8 *bytes;
    gsize length;
    guint set;
    const Charset *charset; /* NULL: UTF-16 */
    GHashTable *names;      /* of custom properties, by id */
    GPtrArray *labels, *values;
} Set;

static gboolean has(const Set *set, gsize offset, gsize length)
{
    return offset <= set->length && set->length - offset >= length;
}

static guint32 get_u32(const Set *set, gsize offset)
{
    return has(set, offset, 4) ? ole_get_u32(set->bytes + offset) : 0;
}

/* Appends a string of so many bytes up to its NUL. */
static void append_string(const Set *set, GString *out, gsize offset, gsize length,
                          gboolean is_wide)
{
    gsize before = out->len;
    gsize held = has(set, offset, 0) ? MIN(length, set->length - offset) : 0;
    if (is_wide || set->charset == NULL) {
        codepage_append_utf16(out, set->bytes + offset, held);
    } else {
        codepage_append(out, set->charset, set->bytes + offset, held);
    }
    const char *end = memchr(out->str + before, '\0', out->len - before);
    if (end != NULL) {
        g_string_truncate(out, (gsize)(end - out->str));
    }
}

/* FILETIME: units of 100 ns since 1601. */
static void append_time(GString *out, guint64 time)
{
    gint64 seconds = (gint64)(time / 10000000) - G_GINT64_CONSTANT(11644473600);
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *words = moment != NULL ? g_date_time_format(moment, "%Y-%m-%d %H:%M:%S")
                                            : NULL;
    g_string_append(out, words != NULL ? words : "");
}

static void append_number(const Set *set, GString *out, guint32 type, gsize offset)
{
    guint64 bits = has(set, offset, 8) ? ole_get_u64(set->bytes + offset) : get_u32(set, offset);
    double real = 0;
    memcpy(&real, &bits, sizeof real);
    char words[G_ASCII_DTOSTR_BUF_SIZE];
    if (type == TYPE_TIME) {
        append_time(out, bits);
    } else if (type == TYPE_R8) {
        g_string_append(out, g_ascii_dtostr(words, sizeof words, real));
    } else if (type == TYPE_I8) {
        g_string_append_printf(out, "%" G_GINT64_FORMAT, (gint64)bits);
    } else {
        g_string_append_printf(out, "%d", type == TYPE_I2 ? (gint16)bits : (gint32)bits);
    }
}

/* A value as text; how many bytes it takes, 0 when that is not known. Strings of a vector may follow
 * one another without a gap (MS-OSHARED 2.3.3.1.8), wide ones do not. */
static gsize append_value(const Set *set, GString *out, guint32 type, gsize offset)
{
    gsize length = get_u32(set, offset);
    gboolean is_custom = set->set == CUSTOM;
    switch (type) {
    case TYPE_STRING:
    case TYPE_BSTR:
        append_string(set, out, offset + 4, length, FALSE);
        return 4 + length;
    case TYPE_WIDE:
        append_string(set, out, offset + 4, length * 2, TRUE);
        return 4 + ((length * 2 + 3) & ~(gsize)3);
    case TYPE_I2:
    case TYPE_I4:
    case TYPE_I8:
    case TYPE_R8:
    case TYPE_TIME:
        if (is_custom) {
            append_number(set, out, type, offset);
        }
        return type == TYPE_I2 || type == TYPE_I4 ? 4 : 8;
    default:
        return 0;
    }
}

/* Elements a line each. Those of a vector of variants have their types in front. */
static void append_vector(const Set *set, GString *out, guint32 type, gsize offset)
{
    guint32 count = get_u32(set, offset);
    gsize at = offset + 4;
    for (guint32 i = 0; i < count && has(set, at, 4); i++) {
        gsize before = out->len;
        guint32 element = type == TYPE_VARIANT ? get_u32(set, at) : type;
        at += type == TYPE_VARIANT ? 4 : 0;
        gsize taken = append_value(set, out, element, at);
        if (taken == 0) {
            return;
        }
        at += taken;
        if (out->len > before) {
            g_string_append_c(out, '\n');
        }
    }
}

static const char *find_label(const Set *set, guint32 id)
{
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        if (known[i].set == set->set && known[i].id == id) {
            return known[i].label;
        }
    }
    return set->set == CUSTOM ? g_hash_table_lookup(set->names, GUINT_TO_POINTER(id)) : NULL;
}

static void take_property(Set *set, guint32 id, gsize offset)
{
    const char *label = find_label(set, id);
    guint32 type = get_u32(set, offset) & 0xffff;
    if (label == NULL) {
        return;
    }
    GString *value = g_string_new(NULL);
    /* The links of a document are a vector in a blob (MS-OSHARED 2.3.3.1.18). */
    if (type == TYPE_BLOB && strcmp(label, "_PID_HLINKS") == 0) {
        append_vector(set, value, TYPE_VARIANT, offset + 8);
    } else if ((type & TYPE_VECTOR) != 0) {
        append_vector(set, value, type & ~(guint32)TYPE_VECTOR, offset + 4);
    } else {
        append_value(set, value, type, offset + 4);
    }
    if (value->len > 0) {
        g_ptr_array_add(set->labels, g_strdup(label));
        g_ptr_array_add(set->values, g_string_free(value, FALSE));
    } else {
        g_string_free(value, TRUE);
    }
}

/* Names of custom properties (MS-OLEPS 2.16). */
static void take_names(Set *set, gsize offset)
{
    guint32 count = get_u32(set, offset);
    gsize at = offset + 4;
    for (guint32 i = 0; i < count && has(set, at, 8); i++) {
        guint32 id = get_u32(set, at);
        gsize length = get_u32(set, at + 4);
        gsize bytes = set->charset == NULL ? length * 2 : length;
        GString *name = g_string_new(NULL);
        append_string(set, name, at + 8, bytes, FALSE);
        g_hash_table_replace(set->names, GUINT_TO_POINTER(id), g_string_free(name, FALSE));
        at += 8 + (set->charset == NULL ? (bytes + 3) & ~(gsize)3 : bytes);
    }
}

static gsize find_property(const Set *set, guint32 count, guint32 id)
{
    for (guint32 i = 0; i < count; i++) {
        if (get_u32(set, 8 + (gsize)i * 8) == id) {
            return get_u32(set, 12 + (gsize)i * 8);
        }
    }
    return 0;
}

static void take_set(Set *set)
{
    guint32 count = MIN(get_u32(set, 4), (guint32)PROPERTIES);
    gsize codepage = find_property(set, count, CODEPAGE_ID);
    guint number = codepage != 0 ? get_u32(set, codepage + 4) & 0xffff : 1252;
    const Charset *charset = codepage_find(number);
    set->charset = number == 1200 ? NULL : charset != NULL ? charset : codepage_find(1252);
    gsize names = set->set == CUSTOM ? find_property(set, count, 0) : 0;
    if (names != 0) {
        take_names(set, names);
    }
    for (guint32 i = 0; i < count && has(set, 8 + (gsize)i * 8, 8); i++) {
        guint32 id = get_u32(set, 8 + (gsize)i * 8);
        if (id > CODEPAGE_ID) {
            take_property(set, id, get_u32(set, 12 + (gsize)i * 8));
        }
    }
}

static void take_stream(Ole *ole, const OleEntry *entry, GPtrArray *labels, GPtrArray *values)
{
    g_autoptr(GBytes) bytes = ole_load(ole, entry, STREAM_BYTES);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    guint32 n_sets = length >= 28 ? ole_get_u32(data + 24) : 0;
    for (guint32 i = 0; i < MIN(n_sets, 2U) && length >= 28 + (gsize)(i + 1) * 20; i++) {
        const guint8 *place = data + 28 + (gsize)i * 20;
        gsize offset = ole_get_u32(place + 16);
        for (guint kind = 0; kind < N_SETS && offset < length; kind++) {
            if (memcmp(place, set_ids[kind], 16) != 0) {
                continue;
            }
            Set set = {.bytes = data + offset,
                       .length = length - offset,
                       .set = kind,
                       .names = g_hash_table_new_full(NULL, NULL, NULL, g_free),
                       .labels = labels,
                       .values = values};
            take_set(&set);
            g_hash_table_unref(set.names);
        }
    }
}

void ole_properties_give(Ole *ole, const OleEntry *storage, TextView *view)
{
    static const char *const streams[] = {"\5SummaryInformation", "\5DocumentSummaryInformation"};
    g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(streams); i++) {
        take_stream(ole, ole_find_stream(storage, streams[i]), labels, values);
    }
    if (labels->len == 0) {
        return;
    }
    text_view_begin_record(view, "properties");
    text_view_set_labels(view, (const char *const *)(gpointer)labels->pdata, labels->len);
    for (guint i = 0; i < values->len; i++) {
        text_view_add_cell(view, NULL, i, g_ptr_array_index(values, i), -1);
    }
    text_view_end_record(view);
    text_view_set_labels(view, NULL, 0);
}
