#include "enforcer/subjects/content.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "scanner/scanner.h"

typedef struct {
    gint64 record;
    guint item;
    gboolean is_read;
    GString *text; /* a record may come in several pieces */
    guint8 print[DAICHO_FINGERPRINT_BYTES];
} Content;

struct SubjectContents {
    const GPtrArray *items;
    GHashTable *contents; /* of Content, by item and record */
    GHashTable *counts;   /* of Content, borrowed, by item and print, to how many there are */
};

static void content_free(gpointer data)
{
    Content *content = data;
    g_string_free(content->text, TRUE);
    g_free(content);
}

static guint hash_content(gconstpointer data)
{
    const Content *content = data;
    return g_int64_hash(&content->record) ^ content->item;
}

static gboolean equal_contents(gconstpointer one, gconstpointer other)
{
    const Content *a = one;
    const Content *b = other;
    return a->item == b->item && a->record == b->record;
}

static guint hash_print(gconstpointer data)
{
    const Content *content = data;
    guint hash = 0;
    memcpy(&hash, content->print, sizeof hash);
    return hash ^ content->item;
}

static gboolean equal_prints(gconstpointer one, gconstpointer other)
{
    const Content *a = one;
    const Content *b = other;
    return a->item == b->item && memcmp(a->print, b->print, sizeof a->print) == 0;
}

SubjectContents *subject_contents_new(const GPtrArray *items)
{
    SubjectContents *contents = g_new0(SubjectContents, 1);
    contents->items = items;
    contents->contents = g_hash_table_new_full(hash_content, equal_contents, content_free, NULL);
    contents->counts = g_hash_table_new(hash_print, equal_prints);
    return contents;
}

void subject_contents_free(SubjectContents *contents)
{
    if (contents != NULL) {
        g_hash_table_unref(contents->counts);
        g_hash_table_unref(contents->contents);
        g_free(contents);
    }
}

static Content *find_content(const SubjectContents *contents, guint item, gint64 record)
{
    const Content wanted = {.record = record, .item = item};
    return g_hash_table_lookup(contents->contents, &wanted);
}

void subject_contents_want(SubjectContents *contents, guint item, gint64 record)
{
    if (find_content(contents, item, record) == NULL) {
        Content *content = g_new0(Content, 1);
        content->item = item;
        content->record = record;
        content->text = g_string_new(NULL);
        g_hash_table_add(contents->contents, content);
    }
}

/* One excerpt for each item of which a record is wanted; whole items are known by their digests. */
static GPtrArray *choose_excerpts(const SubjectContents *contents, const DaichoKey *key)
{
    GPtrArray *excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    g_autoptr(GHashTable) by_item = g_hash_table_new(NULL, NULL);
    GHashTableIter iter;
    gpointer data = NULL;
    g_hash_table_iter_init(&iter, contents->contents);
    while (g_hash_table_iter_next(&iter, &data, NULL)) {
        Content *content = data;
        const DaichoItem *item = g_ptr_array_index(contents->items, content->item);
        if (content->record == 0) {
            daicho_key_fingerprint(key, "content", item->digest, content->print);
            content->is_read = *item->digest != '\0';
            continue;
        }
        DaichoExcerpt *excerpt = g_hash_table_lookup(by_item, GUINT_TO_POINTER(content->item));
        if (excerpt == NULL) {
            excerpt = daicho_excerpt_new(content->item, item->part);
            excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
            g_hash_table_insert(by_item, GUINT_TO_POINTER(content->item), excerpt);
            g_ptr_array_add(excerpts, excerpt);
        }
        g_array_append_val(excerpt->records, content->record);
    }
    return excerpts;
}

static gboolean read_excerpts(SubjectContents *contents, const DaichoKey *key, int fd,
                              const char *path, const GPtrArray *excerpts,
                              const DaichoReading *reading, GError **error)
{
    g_autoptr(GPtrArray) records = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    for (guint i = 0; records != NULL && i < records->len; i++) {
        const DaichoExcerptRecord *record = g_ptr_array_index(records, i);
        Content *content = find_content(contents, record->item, record->record);
        if (content != NULL) {
            /* The last record of a file may have no line end. */
            g_autofree char *text = g_strchomp(g_strdup(record->text));
            g_string_append(content->text, text);
            daicho_key_fingerprint(key, "content", content->text->str, content->print);
            content->is_read = TRUE;
        }
    }
    return records != NULL;
}

static void count_content(SubjectContents *contents, Content *content)
{
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(contents->counts, content));
    g_hash_table_insert(contents->counts, content, GUINT_TO_POINTER(before + 1));
}

gboolean subject_contents_read(SubjectContents *contents, const DaichoKey *key, int fd,
                               const char *path, const DaichoReading *reading, GError **error)
{
    GHashTableIter iter;
    gpointer data = NULL;
    g_autoptr(GPtrArray) excerpts = choose_excerpts(contents, key);
    if (excerpts->len > 0 && !read_excerpts(contents, key, fd, path, excerpts, reading, error)) {
        return FALSE;
    }
    g_hash_table_iter_init(&iter, contents->contents);
    while (g_hash_table_iter_next(&iter, &data, NULL)) {
        Content *content = data;
        if (!content->is_read) {
            g_autofree char *shown = daicho_text_escape(path, -1);
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "%s: it changed while it was read; try again when nobody works on it",
                        shown);
            return FALSE;
        }
        count_content(contents, content);
    }
    return TRUE;
}

const guint8 *subject_contents_get(const SubjectContents *contents, guint item, gint64 record)
{
    const Content *content = find_content(contents, item, record);
    return content != NULL ? content->print : NULL;
}

guint subject_contents_count(const SubjectContents *contents, guint item, const guint8 *print)
{
    Content wanted = {.item = item};
    memcpy(wanted.print, print, sizeof wanted.print);
    return GPOINTER_TO_UINT(g_hash_table_lookup(contents->counts, &wanted));
}
