#include "scanner/readers/msg_object.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum {
    TYPE_TIME = 0x0040,
    TYPE_STRING = 0x001E,
    TYPE_WIDE = 0x001F,
    TYPE_MULTIPLE = 0x1000,
    TEXT_BYTES = 1 << 20, /* of a property among others; bodies have their own limit */
    NAMES_BYTES = 4 << 20,
    FIRST_NAMED = 0x8000,
    ID_BODY = 0x1000,
    ID_HTML = 0x1013,
};

struct MsgContext {
    Ole *ole;
    GHashTable *names; /* of named properties, by id */
    const Charset *charset, *body_charset, *local_charset;
};

struct MsgObject {
    MsgContext *context;
    const OleEntry *storage;
    GBytes *fixed; /* entries of 16 bytes: tag, flags, value */
};

static const char prefix[] = "__substg1.0_";

/* --- a message's context --- */

/* MS-OXMSG 2.2.3.1: entries of 8 bytes, and strings with their lengths in front. */
static void load_names(MsgContext *context, const OleEntry *names)
{
    g_autoptr(GBytes)
        entries = ole_load(context->ole, ole_find(names, "__substg1.0_00030102"), NAMES_BYTES);
    g_autoptr(GBytes)
        strings = ole_load(context->ole, ole_find(names, "__substg1.0_00040102"), NAMES_BYTES);
    gsize length = 0;
    gsize n_strings = 0;
    const guint8 *entry = entries != NULL ? g_bytes_get_data(entries, &length) : NULL;
    const guint8 *string = strings != NULL ? g_bytes_get_data(strings, &n_strings) : NULL;
    for (gsize i = 0; i + 8 <= length; i += 8) {
        guint32 number = ole_get_u32(entry + i);
        guint id = FIRST_NAMED + ole_get_u16(entry + i + 6);
        gboolean is_string = (ole_get_u16(entry + i + 4) & 1) != 0;
        char *name = NULL;
        if (!is_string) {
            name = g_strdup(msg_label_find_named(number));
        } else if ((gsize)number + 4 <= n_strings) {
            gsize held = MIN((gsize)ole_get_u32(string + number), n_strings - number - 4);
            GString *text = g_string_new(NULL);
            codepage_append_utf16(text, string + number + 4, held);
            name = g_string_free(text, FALSE);
        }
        if (name != NULL) {
            g_hash_table_replace(context->names, GUINT_TO_POINTER(id), name);
        }
    }
}

static gboolean get_fixed(const MsgObject *object, guint32 tag, guint64 *value)
{
    gsize length = 0;
    const guint8 *bytes = object->fixed != NULL ? g_bytes_get_data(object->fixed, &length) : NULL;
    for (gsize i = 0; i + 16 <= length; i += 16) {
        if (ole_get_u32(bytes + i) == tag) {
            *value = ole_get_u64(bytes + i + 8);
            return TRUE;
        }
    }
    return FALSE;
}

static void find_charsets(MsgContext *context, const OleEntry *message)
{
    enum { MESSAGE_CODEPAGE = 0x3FFD0003, BODY_CODEPAGE = 0x3FDE0003, LOCALE = 0x3FF10003 };
    g_autoptr(MsgObject) object = msg_object_open(context, message, MSG_TOP_HEADER);
    guint64 value = 0;
    if (get_fixed(object, BODY_CODEPAGE, &value)) {
        context->body_charset = codepage_find((guint32)value);
    }
    if (get_fixed(object, MESSAGE_CODEPAGE, &value)) {
        context->charset = codepage_find((guint32)value);
    }
    if (get_fixed(object, LOCALE, &value)) {
        context->local_charset = codepage_find(codepage_of_language((guint32)value & 0xffff));
    }
}

MsgContext *msg_context_new(Ole *ole, const OleEntry *message)
{
    MsgContext *context = g_new0(MsgContext, 1);
    context->ole = ole;
    context->names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    const OleEntry *names = ole_find_storage(message, "__nameid_version1.0");
    if (names != NULL) {
        load_names(context, names);
    }
    find_charsets(context, message);
    return context;
}

void msg_context_free(MsgContext *context)
{
    if (context != NULL) {
        g_hash_table_unref(context->names);
        g_free(context);
    }
}

const Charset *msg_context_get_body_charset(const MsgContext *context)
{
    return context->body_charset;
}

/* --- an object --- */

MsgObject *msg_object_open(MsgContext *context, const OleEntry *storage, gsize header)
{
    MsgObject *object = g_new0(MsgObject, 1);
    object->context = context;
    object->storage = storage;
    const OleEntry *entry = ole_find_stream(storage, "__properties_version1.0");
    if (entry != NULL) {
        g_autoptr(OleStream) stream = ole_stream_open(context->ole, entry);
        object->fixed = ole_stream_load(stream, header, NAMES_BYTES);
    }
    return object;
}

void msg_object_close(MsgObject *object)
{
    if (object != NULL) {
        g_clear_pointer(&object->fixed, g_bytes_unref);
        g_free(object);
    }
}

const OleEntry *msg_object_find(const MsgObject *object, guint32 tag)
{
    char name[sizeof prefix + 8];
    g_snprintf(name, sizeof name, "%s%08X", prefix, tag);
    return ole_find(object->storage, name);
}

static gboolean is_of_charset(const Charset *charset, const guint8 *bytes, gsize length)
{
    g_autoptr(CharsetConverter) converter = charset_converter_new(charset);
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 invalid = 0;
    if (converter != NULL) {
        charset_convert(converter, bytes, length, TRUE, length * 4 + 16, text, &invalid);
    }
    return converter != NULL && invalid == 0;
}

/* Programs write UTF-8 into strings of bytes, or the codepage of the place where they run, whatever
 * the message says; so that the first that the bytes are of is taken. */
static const Charset *find_charset(const MsgContext *context, gboolean is_body, const guint8 *bytes,
                                   gsize length)
{
    const Charset *const candidates[] = {
        codepage_find(65001),
        is_body ? context->body_charset : context->charset,
        is_body ? context->charset : context->local_charset,
        is_body ? context->local_charset : context->body_charset,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
        if (candidates[i] != NULL && is_of_charset(candidates[i], bytes, length)) {
            return candidates[i];
        }
    }
    gboolean ascii_only = FALSE;
    const Charset *found = charset_detect(bytes, length, &ascii_only);
    return found != NULL ? found : codepage_find(1252);
}

static void append_text(const MsgObject *object, GString *out, const OleEntry *entry, guint32 tag,
                        gsize limit)
{
    g_autoptr(GBytes) bytes = ole_load(object->context->ole, entry, limit);
    gsize length = 0;
    const guint8 *data = bytes != NULL ? g_bytes_get_data(bytes, &length) : NULL;
    gboolean is_body = tag >> 16 == ID_BODY || tag >> 16 == ID_HTML;
    if (length > 0 && (tag & 0xfff) == TYPE_WIDE) {
        codepage_append_utf16(out, data, length);
    } else if (length > 0) {
        codepage_append(out, find_charset(object->context, is_body, data, length), data, length);
    }
    while (out->len > 0 && out->str[out->len - 1] == '\0') {
        g_string_truncate(out, out->len - 1);
    }
}

char *msg_object_dup_text(const MsgObject *object, guint16 id, gsize limit)
{
    static const guint16 types[] = {TYPE_WIDE, TYPE_STRING};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        guint32 tag = (guint32)id << 16 | types[i];
        const OleEntry *entry = msg_object_find(object, tag);
        if (entry != NULL && !ole_entry_is_storage(entry)) {
            GString *text = g_string_new(NULL);
            append_text(object, text, entry, tag, limit);
            return g_string_free(text, FALSE);
        }
    }
    return NULL;
}

/* --- what is given of it --- */

typedef struct {
    guint16 id;
    char *label, *value;
} Given;

static void clear_given(gpointer data)
{
    Given *given = data;
    g_free(given->label);
    g_free(given->value);
}

static char *dup_label(const MsgContext *context, guint16 id)
{
    const char *label = id >= FIRST_NAMED
                            ? g_hash_table_lookup(context->names, GUINT_TO_POINTER((guint)id))
                            : msg_label_find(id);
    return label != NULL ? g_strdup(label) : g_strdup_printf("property %04X", id);
}

/* The tag in a stream's name; elements of a multiple value have numbers behind it. */
static gboolean parse_tag(const char *name, guint32 *tag)
{
    char *end = NULL;
    if (!g_str_has_prefix(name, prefix)) {
        return FALSE;
    }
    *tag = (guint32)g_ascii_strtoull(name + sizeof prefix - 1, &end, 16);
    guint type = *tag & 0xffff;
    gboolean is_element = *end == '-' && (type & TYPE_MULTIPLE) != 0;
    return ((type & 0xfff) == TYPE_WIDE || (type & 0xfff) == TYPE_STRING) &&
           end - name == sizeof prefix - 1 + 8 &&
           (is_element || (*end == '\0' && (type & TYPE_MULTIPLE) == 0));
}

static void take_texts(const MsgObject *object, GArray *given)
{
    for (guint i = 0; i < ole_entry_count(object->storage); i++) {
        const OleEntry *entry = ole_entry_get_child(object->storage, i);
        guint32 tag = 0;
        if (ole_entry_is_storage(entry) || !parse_tag(ole_entry_get_name(entry), &tag) ||
            msg_label_is_apart((guint16)(tag >> 16))) {
            continue;
        }
        GString *text = g_string_new(NULL);
        append_text(object, text, entry, tag, TEXT_BYTES);
        if (text->len == 0) {
            g_string_free(text, TRUE);
            continue;
        }
        const Given one = {(guint16)(tag >> 16), dup_label(object->context, (guint16)(tag >> 16)),
                           g_string_free(text, FALSE)};
        g_array_append_val(given, one);
    }
}

/* Dates that have a name: a birthday. */
static void take_times(const MsgObject *object, GArray *given)
{
    gsize length = 0;
    const guint8 *bytes = object->fixed != NULL ? g_bytes_get_data(object->fixed, &length) : NULL;
    for (gsize i = 0; i + 16 <= length; i += 16) {
        guint16 id = ole_get_u16(bytes + i + 2);
        gboolean has_label = id >= FIRST_NAMED ? g_hash_table_contains(object->context->names,
                                                                       GUINT_TO_POINTER((guint)id))
                                               : msg_label_find(id) != NULL;
        /* FILETIME: units of 100 ns since 1601. */
        gint64 seconds = (gint64)(ole_get_u64(bytes + i + 8) / 10000000) -
                         G_GINT64_CONSTANT(11644473600);
        g_autoptr(GDateTime) moment = ole_get_u16(bytes + i) == TYPE_TIME && has_label
                                          ? g_date_time_new_from_unix_utc(seconds)
                                          : NULL;
        if (moment != NULL) {
            const Given one = {id, dup_label(object->context, id),
                               g_date_time_format(moment, "%Y-%m-%d %H:%M:%S")};
            g_array_append_val(given, one);
        }
    }
}

static gint compare_given(gconstpointer one, gconstpointer other)
{
    guint16 a = ((const Given *)one)->id;
    guint16 b = ((const Given *)other)->id;
    return (a > b) - (a < b);
}

void msg_object_give(const MsgObject *object, TextView *view, const char *locator)
{
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(Given));
    g_autoptr(GPtrArray) labels = g_ptr_array_new();
    g_array_set_clear_func(given, clear_given);
    take_texts(object, given);
    take_times(object, given);
    g_array_sort(given, compare_given);
    for (guint i = 0; i < given->len; i++) {
        g_ptr_array_add(labels, g_array_index(given, Given, i).label);
    }
    text_view_end_record(view);
    text_view_set_labels(view, (const char *const *)(gpointer)labels->pdata, labels->len);
    text_view_begin_record(view, locator);
    for (guint i = 0; i < given->len; i++) {
        text_view_add_cell(view, NULL, i, g_array_index(given, Given, i).value, -1);
    }
    text_view_end_record(view);
    text_view_set_labels(view, NULL, 0);
}
