#include "enforcer/edits/put.h"

#include <string.h>

#include "enforcer/edits/mail_code.h"
#include "enforcer/edits/mail_quoted.h"
#include "enforcer/edits/put_quoted.h"
#include "scanner/scanner.h"

/* Texts of messages, each in its charset and encoding. What stands in a header is left to a person. */

static const char *const types[] = {"message/rfc822", "application/mbox", NULL};

/* A body, with what of it was replaced already. */
typedef struct {
    const DaichoMailPart *part;
    GByteArray *bytes;  /* decoded */
    GByteArray *quoted; /* of quoted-printable: as it is written; else NULL */
    GArray *offsets;    /* then: of gsize */
    gboolean is_changed;
} Body;

typedef struct {
    const EditPutWork *work;
    GPtrArray *parts; /* of DaichoMailPart */
    GArray *bodies;   /* of Body */
} MailPut;

static void body_clear(gpointer data)
{
    Body *body = data;
    g_byte_array_unref(body->bytes);
    g_clear_pointer(&body->quoted, g_byte_array_unref);
    g_clear_pointer(&body->offsets, g_array_unref);
}

static void mail_put_clear(MailPut *put)
{
    g_clear_pointer(&put->bodies, g_array_unref);
    g_clear_pointer(&put->parts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MailPut, mail_put_clear)

/* --- bodies --- */

static void open_quoted(Body *body, GBytes *mail)
{
    const guint8 *bytes = g_bytes_get_data(mail, NULL);
    gsize length = (gsize)(body->part->end - body->part->content);
    body->quoted = g_byte_array_new();
    g_byte_array_append(body->quoted, bytes + body->part->content, (guint)length);
    body->offsets = g_array_new(FALSE, FALSE, sizeof(gsize));
    body->bytes = g_byte_array_new();
    edit_quoted_decode((const char *)body->quoted->data, length, body->bytes, body->offsets);
}

static gboolean open_body(Body *body, GBytes *mail)
{
    gsize length = 0;
    if (body->part->encoding == DAICHO_MAIL_QUOTED) {
        open_quoted(body, mail);
        return TRUE;
    }
    g_autoptr(GBytes) decoded = edit_mail_decode(mail, body->part);
    if (decoded == NULL) {
        return FALSE;
    }
    const guint8 *bytes = g_bytes_get_data(decoded, &length);
    body->bytes = g_byte_array_new();
    g_byte_array_append(body->bytes, bytes, (guint)length);
    return TRUE;
}

static gboolean open_bodies(MailPut *put, GError **error)
{
    gboolean is_mbox = strcmp(put->work->document->type, "application/mbox") == 0;
    put->parts = daicho_mail_bodies(put->work->content, is_mbox, error);
    put->bodies = g_array_new(FALSE, FALSE, sizeof(Body));
    g_array_set_clear_func(put->bodies, body_clear);
    for (guint i = 0; put->parts != NULL && i < put->parts->len; i++) {
        Body body = {.part = g_ptr_array_index(put->parts, i)};
        if (!open_body(&body, put->work->content)) {
            return edit_put_refuse("a text of it is encoded in a way that daicho cannot write",
                                   error);
        }
        g_array_append_val(put->bodies, body);
    }
    return put->parts != NULL;
}

/* --- finding --- */

/* As a body has it; NULL when its charset cannot express it, or has shifts and it is no ASCII. */
static GBytes *encode(const Body *body, const char *text)
{
    const char *charset = body->part->body_charset;
    gboolean is_wide = charset != NULL && g_ascii_strncasecmp(charset, "utf-", 4) == 0 &&
                       g_ascii_strcasecmp(charset, "utf-8") != 0;
    if (g_str_is_ascii(text) && !is_wide) {
        return g_bytes_new(text, strlen(text));
    }
    return daicho_charset_encode(charset != NULL ? charset : "UTF-8", text);
}

/* A message of an mbox is a record with bytes; a mail is one by itself. */
static gboolean is_in(const Body *body, const DaichoRecordSource *record)
{
    return record->start < 0 || record->end <= record->start ||
           (body->part->content >= record->start && body->part->end <= record->end);
}

typedef struct {
    Body *body;
    gsize at, length;
    guint times, n_bodies;
} Place;

static void find_in_body(Place *place, Body *body, GBytes *needle, guint nth)
{
    gsize length = 0;
    const guint8 *wanted = g_bytes_get_data(needle, &length);
    const guint8 *end = body->bytes->data + body->bytes->len;
    guint before = place->times;
    for (const guint8 *at = body->bytes->data; length > 0 && at < end; at += length) {
        at = memmem(at, (gsize)(end - at), wanted, length);
        if (at == NULL) {
            break;
        }
        if (place->times++ == nth) {
            place->body = body;
            place->at = (gsize)(at - body->bytes->data);
            place->length = length;
        }
    }
    place->n_bodies += place->times > before ? 1 : 0;
}

/* In a mail by itself every text is a record, but not told which: only one may have it. */
static gboolean find_value(const MailPut *put, const EditPutValue *value, Place *place)
{
    gboolean has_bytes = value->record->start >= 0;
    for (guint i = 0; i < put->bodies->len; i++) {
        Body *body = &g_array_index(put->bodies, Body, i);
        g_autoptr(GBytes) needle = is_in(body, value->record) ? encode(body, value->spelling)
                                                              : NULL;
        if (needle != NULL) {
            find_in_body(place, body, needle, value->nth);
        }
    }
    return place->body != NULL && place->times == value->times &&
           (has_bytes || place->n_bodies == 1);
}

/* --- writing --- */

static void replace(GByteArray *array, gsize start, gsize end, const void *bytes, gsize length)
{
    g_autoptr(GByteArray) after = g_byte_array_new();
    g_byte_array_append(after, array->data, (guint)start);
    g_byte_array_append(after, bytes, (guint)length);
    g_byte_array_append(after, array->data + end, (guint)(array->len - end));
    g_byte_array_set_size(array, 0);
    g_byte_array_append(array, after->data, after->len);
}

static gboolean write_place(const Place *place, GBytes *text)
{
    Body *body = place->body;
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(text, &length);
    body->is_changed = TRUE;
    if (body->quoted == NULL) {
        replace(body->bytes, place->at, place->at + place->length, bytes, length);
        return TRUE;
    }
    gsize start = g_array_index(body->offsets, gsize, place->at);
    gsize last = g_array_index(body->offsets, gsize, place->at + place->length - 1);
    gsize end = last + (body->quoted->data[last] == '=' ? 3 : 1);
    g_autofree char *written = put_quoted_encode((const char *)body->quoted->data,
                                                 body->quoted->len, start, end, bytes, length);
    if (written == NULL) {
        return FALSE;
    }
    replace(body->quoted, start, end, written, strlen(written));
    g_array_set_size(body->offsets, 0);
    g_byte_array_set_size(body->bytes, 0);
    edit_quoted_decode((const char *)body->quoted->data, body->quoted->len, body->bytes,
                       body->offsets);
    return TRUE;
}

/* All are found before the first is written; written from behind, so that each stays where it was found. */
static gboolean write_values(const MailPut *put, GError **error)
{
    const GPtrArray *values = put->work->values;
    g_autofree Place *places = g_new0(Place, values->len + 1);
    for (guint i = 0; i < values->len; i++) {
        if (!find_value(put, g_ptr_array_index(values, i), &places[i])) {
            return edit_put_refuse("a value is written in a way that daicho cannot change", error);
        }
        if (places[i].body->part->is_sealed) {
            return edit_put_refuse("the message is signed", error);
        }
    }
    for (guint i = values->len; i > 0; i--) {
        const EditPutValue *value = g_ptr_array_index(values, i - 1);
        g_autoptr(GBytes) text = encode(places[i - 1].body, value->text);
        if (text == NULL || !write_place(&places[i - 1], text)) {
            return edit_put_refuse("the new value cannot be written there", error);
        }
    }
    return TRUE;
}

static GBytes *get_written(const MailPut *put, const Body *body)
{
    if (body->quoted != NULL) {
        return g_bytes_new(body->quoted->data, body->quoted->len);
    }
    g_autoptr(GBytes) bytes = g_bytes_new(body->bytes->data, body->bytes->len);
    return edit_mail_encode(put->work->content, body->part, bytes);
}

static GBytes *join(const MailPut *put)
{
    gsize length = 0;
    gint64 at = 0;
    const guint8 *mail = g_bytes_get_data(put->work->content, &length);
    g_autoptr(GByteArray) result = g_byte_array_new();
    for (guint i = 0; i < put->bodies->len; i++) {
        const Body *body = &g_array_index(put->bodies, Body, i);
        if (body->is_changed) {
            g_autoptr(GBytes) written = get_written(put, body);
            g_byte_array_append(result, mail + at, (guint)(body->part->content - at));
            g_byte_array_append(result, g_bytes_get_data(written, NULL),
                                (guint)g_bytes_get_size(written));
            at = body->part->end;
        }
    }
    g_byte_array_append(result, mail + at, (guint)((gint64)length - at));
    return g_byte_array_free_to_bytes(g_steal_pointer(&result));
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    g_auto(MailPut) mail = {.work = work};
    return open_bodies(&mail, error) && write_values(&mail, error) ? join(&mail) : NULL;
}

const EditPutFormat edit_put_mail = {types, put};
