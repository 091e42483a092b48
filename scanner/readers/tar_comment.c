#include "scanner/readers/tar_comment.h"

#include <string.h>

#include "scanner/readers/archive_comment.h"
#include "scanner/readers/field_bytes.h"
#include "scanner/scanner.h"

enum {
    BLOCK = 512,
    NAME_BYTES = 100,
    SIZE_AT = 124,
    SIZE_DIGITS = 12,
    SUM_AT = 148,
    SUM_DIGITS = 8,
    TYPE_AT = 156,
    PREFIX_AT = 345,
    PREFIX_BYTES = 155,
    HEADER_BYTES = 1 << 20, /* of one pax header */
};

/* --- attributes --- */

void tar_comments_init(TarComments *comments)
{
    *comments = (TarComments){g_ptr_array_new_with_free_func(g_free), FALSE};
}

void tar_comments_clear(TarComments *comments)
{
    g_clear_pointer(&comments->attributes, g_ptr_array_unref);
}

/* Writers put an attribute down twice, in two ways. */
static gboolean is_last(const TarComments *comments, const char *locator, const char *text)
{
    const GPtrArray *all = comments->attributes;
    return all->len > 0 && strcmp(g_ptr_array_index(all, all->len - 2), locator) == 0 &&
           strcmp(g_ptr_array_index(all, all->len - 1), text) == 0;
}

void tar_comments_look(TarComments *comments, Archive *archive, struct archive_entry *entry,
                       const char *name)
{
    const char *key = NULL;
    const void *value = NULL;
    size_t length = 0;
    comments->is_pax |= archive_format(archive) == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE;
    archive_entry_xattr_reset(entry);
    while (archive_entry_xattr_next(entry, &key, &value, &length) == ARCHIVE_OK) {
        g_autofree char *text = g_string_free(field_bytes_to_text(value, length), FALSE);
        g_autofree char *locator = g_strconcat("attribute of ", name, NULL);
        if (!is_last(comments, locator, text)) {
            g_ptr_array_add(comments->attributes, g_steal_pointer(&locator));
            g_ptr_array_add(comments->attributes, g_steal_pointer(&text));
        }
    }
}

/* --- comments --- */

typedef struct {
    Item *item;
    Archive *archive; /* the bytes as they are when nothing compresses them */
    TextView *view;
    GPtrArray *waiting; /* of GBytes: comments of the member whose header comes next */
    char *name;         /* of it, when a pax header says so */
    gint64 size;        /* the same; -1 */
} Walk;

static gboolean read_bytes(const Walk *walk, guint8 *buffer, gsize length)
{
    gsize done = 0;
    la_ssize_t got = 1;
    while (done < length && got > 0) {
        got = archive_read_data(walk->archive, buffer + done, length - done);
        done += got > 0 ? (gsize)got : 0;
    }
    return done == length;
}

static gboolean skip_bytes(const Walk *walk, guint64 length)
{
    guint8 buffer[65536];
    for (guint64 left = (length + BLOCK - 1) / BLOCK * BLOCK; left > 0;) {
        gsize taken = (gsize)MIN(left, sizeof buffer);
        if (!read_bytes(walk, buffer, taken)) {
            return FALSE;
        }
        left -= taken;
    }
    return TRUE;
}

static guint64 parse_number(const guint8 *field, gsize length)
{
    guint64 value = 0;
    gboolean is_binary = (field[0] & 0x80) != 0;
    for (gsize i = is_binary ? 1 : 0; i < length; i++) {
        if (is_binary) {
            value = value << 8 | field[i];
        } else if (field[i] >= '0' && field[i] <= '7') {
            value = value << 3 | (guint64)(field[i] - '0');
        }
    }
    return value;
}

static gboolean is_header(const guint8 *block)
{
    guint sum = 0;
    for (gsize i = 0; i < BLOCK; i++) {
        sum += i >= SUM_AT && i < SUM_AT + SUM_DIGITS ? ' ' : block[i];
    }
    return parse_number(block + SUM_AT, SUM_DIGITS) == sum;
}

static void give(const Walk *walk, const char *locator, GBytes *comment)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(comment, &length);
    archive_comment_give(walk->item, walk->view, locator, bytes, length);
}

/* The records "LENGTH KEY=VALUE\n" of a pax header. */
static void take_records(Walk *walk, const char *body, gsize length, gboolean is_global)
{
    for (gsize at = 0; at < length && g_ascii_isdigit(body[at]);) {
        char *key = NULL;
        guint64 size = g_ascii_strtoull(body + at, &key, 10);
        const char *end = body + at + size;
        if (size == 0 || size > length - at || key >= end || *key != ' ' || end[-1] != '\n') {
            return;
        }
        key++;
        const char *equals = memchr(key, '=', (gsize)(end - key));
        const char *value = equals != NULL ? equals + 1 : end - 1;
        gsize value_length = (gsize)(end - 1 - value);
        g_autofree char *name = g_strndup(key, (gsize)(value - key));
        g_autoptr(GBytes) bytes = g_bytes_new(value, value_length);
        if (strcmp(name, "comment=") == 0 && is_global) {
            give(walk, "comment", bytes);
        } else if (strcmp(name, "comment=") == 0) {
            g_ptr_array_add(walk->waiting, g_bytes_ref(bytes));
        } else if (strcmp(name, "path=") == 0 && !is_global) {
            g_free(walk->name);
            walk->name = g_strndup(value, value_length);
        } else if (strcmp(name, "size=") == 0) {
            walk->size = (gint64)g_ascii_strtoull(value, NULL, 10);
        }
        at += size;
    }
}

static gboolean take_header(Walk *walk, guint64 size, gboolean is_global)
{
    if (size > HEADER_BYTES) {
        return FALSE;
    }
    gsize stored = (gsize)((size + BLOCK - 1) / BLOCK * BLOCK);
    g_autofree char *body = g_malloc0(stored + 1);
    if (!read_bytes(walk, (guint8 *)body, stored)) {
        return FALSE;
    }
    take_records(walk, body, (gsize)size, is_global);
    return TRUE;
}

/* The name in a member's own header. */
static char *dup_header_name(const guint8 *block)
{
    g_autofree char *name = g_strndup((const char *)block, NAME_BYTES);
    gboolean has_prefix = memcmp(block + 257, "ustar\0", 6) == 0 && block[PREFIX_AT] != '\0';
    g_autofree char *prefix = has_prefix ? g_strndup((const char *)block + PREFIX_AT, PREFIX_BYTES)
                                         : NULL;
    return has_prefix ? g_strconcat(prefix, "/", name, NULL) : g_steal_pointer(&name);
}

static void end_member(Walk *walk, const guint8 *block)
{
    g_autofree char *path = walk->name != NULL ? g_steal_pointer(&walk->name)
                                               : dup_header_name(block);
    g_autofree char *name = daicho_member_name_decode(path, strlen(path));
    g_autofree char *locator = g_strconcat("comment of ", name, NULL);
    for (guint i = 0; i < walk->waiting->len; i++) {
        give(walk, locator, g_ptr_array_index(walk->waiting, i));
    }
    g_ptr_array_set_size(walk->waiting, 0);
    walk->size = -1;
}

/* Links, folders and devices have no data, whatever size they tell. */
static gboolean take_member(Walk *walk, const guint8 *block, guint64 size)
{
    guint8 type = block[TYPE_AT];
    gboolean has_data = type < '1' || type > '6';
    guint64 length = walk->size >= 0 ? (guint64)walk->size : size;
    gboolean is_long_name = type == 'L' || type == 'K';
    if (!is_long_name) {
        end_member(walk, block);
    }
    return !has_data || skip_bytes(walk, length);
}

/* Goes on as far as there are headers: behind what it does not understand it does not guess. */
static gboolean walk_headers(Walk *walk)
{
    static const guint8 zeros[BLOCK] = {0};
    guint8 block[BLOCK];
    while (read_bytes(walk, block, BLOCK)) {
        if (memcmp(block, zeros, BLOCK) == 0) {
            continue;
        }
        guint64 size = parse_number(block + SIZE_AT, SIZE_DIGITS);
        guint8 type = block[TYPE_AT];
        gboolean is_pax = type == 'x' || type == 'X' || type == 'g';
        if (!is_header(block) || type == 'S' ||
            !(is_pax ? take_header(walk, size, type == 'g') : take_member(walk, block, size))) {
            return FALSE;
        }
    }
    return TRUE;
}

static void give_comments(Item *item, GBytes *held, TextView *view)
{
    struct archive_entry *entry = NULL;
    GBytes *kept = held; /* borrowed: what is set is left as it is */
    g_autoptr(Archive) archive = archive_input_new_stream();
    g_autoptr(GPtrArray) waiting = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    Walk walk = {item, archive, view, waiting, NULL, -1};
    if (archive_input_open(item, archive, &kept) &&
        (archive_read_next_header(archive, &entry) != ARCHIVE_OK || !walk_headers(&walk))) {
        item_set_partly(item, "comments in its headers could not be read to the end");
    }
    g_free(walk.name);
}

void tar_comments_give(const TarComments *comments, Item *item, GBytes *held)
{
    if (comments->attributes->len == 0 && !comments->is_pax) {
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    for (guint i = 0; i + 1 < comments->attributes->len; i += 2) {
        const char *text = g_ptr_array_index(comments->attributes, i + 1);
        archive_comment_give(item, view, g_ptr_array_index(comments->attributes, i), text,
                             strlen(text));
    }
    if (comments->is_pax && item->state == DAICHO_ITEM_READ) {
        give_comments(item, held, view);
    }
    text_view_end(view);
    item->here = (ExtractOrigin){NULL, 0};
}
