#include "scanner/readers/doc_stories.h"

enum { TABLE_BYTES = 8 << 20 };

/* A story's places of entries are in a table, with so many bytes of data to each. */
static const struct {
    const char *word;
    guint table; /* 0: none */
    guint data_bytes;
} kinds[DOC_STORIES] = {
    [DOC_MAIN] = {NULL, 0, 0},
    [DOC_FOOTNOTES] = {"footnote", DOC_TABLE_FOOTNOTES, 0},
    [DOC_HEADERS] = {"header", DOC_TABLE_HEADERS, 0},
    [DOC_MACROS] = {"macro", 0, 0},
    [DOC_COMMENTS] = {"comment", DOC_TABLE_COMMENTS, 0},
    [DOC_ENDNOTES] = {"endnote", DOC_TABLE_ENDNOTES, 0},
    [DOC_TEXT_BOXES] = {"text box", DOC_TABLE_TEXT_BOXES, 22},
    [DOC_HEADER_TEXT_BOXES] = {"header text box", DOC_TABLE_HEADER_TEXT_BOXES, 22},
};

struct DocStories {
    const DocFib *fib;
    OleStream *table;
    guint story;     /* DOC_STORIES behind all */
    guint32 at;      /* characters of it that have passed */
    GArray *entries; /* of guint32: where its entries begin, the first one left out */
    guint entry;     /* how many of these have passed */
    gboolean has_entries;
};

static void load_entries(DocStories *stories)
{
    const DocFib *fib = stories->fib;
    guint table = kinds[stories->story].table;
    guint32 size = fib->tables[table].size;
    g_array_set_size(stories->entries, 0);
    stories->entry = 0;
    stories->has_entries = table != 0 && size >= 8 && stories->table != NULL;
    if (!stories->has_entries) {
        return;
    }
    g_autoptr(GBytes) bytes = ole_stream_load(stories->table, fib->tables[table].offset,
                                              MIN(size, (guint32)TABLE_BYTES));
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    gsize n_places = length >= 4 ? (length - 4) / (4 + (gsize)kinds[stories->story].data_bytes) : 0;
    for (gsize i = 1; i < n_places; i++) {
        guint32 place = ole_get_u32(data + i * 4);
        g_array_append_val(stories->entries, place);
    }
}

DocStories *doc_stories_new(const DocFib *fib, OleStream *table)
{
    DocStories *stories = g_new0(DocStories, 1);
    stories->fib = fib;
    stories->table = table;
    stories->entries = g_array_new(FALSE, FALSE, sizeof(guint32));
    return stories;
}

void doc_stories_free(DocStories *stories)
{
    if (stories != NULL) {
        g_array_unref(stories->entries);
        g_free(stories);
    }
}

gboolean doc_stories_step(DocStories *stories)
{
    gboolean is_new = FALSE;
    while (stories->story < DOC_STORIES && stories->at >= stories->fib->counts[stories->story]) {
        stories->story++;
        stories->at = 0;
        is_new = TRUE;
        if (stories->story < DOC_STORIES && stories->fib->counts[stories->story] > 0) {
            load_entries(stories);
        }
    }
    while (stories->entry < stories->entries->len &&
           stories->at >= g_array_index(stories->entries, guint32, stories->entry)) {
        stories->entry++;
        is_new = TRUE;
    }
    stories->at++;
    return is_new;
}

/* MS-DOC 2.3.2.3: six separators of notes, then six of each section: headers and footers of even,
 * odd and first pages. */
static const char *name_header(guint entry)
{
    static const char *const names[] = {"header of even pages",     "header",
                                        "footer of even pages",     "footer",
                                        "header of the first page", "footer of the first page"};
    return entry < G_N_ELEMENTS(names) ? "separator of notes" : names[entry % G_N_ELEMENTS(names)];
}

char *doc_stories_dup_place(const DocStories *stories)
{
    if (stories->story == DOC_MAIN) {
        return NULL;
    }
    if (stories->story >= DOC_STORIES) {
        return g_strdup("behind the text");
    }
    const char *word = kinds[stories->story].word;
    if (stories->story == DOC_HEADERS && stories->has_entries) {
        return g_strdup(name_header(stories->entry));
    }
    return stories->has_entries ? g_strdup_printf("%s %u", word, stories->entry + 1)
                                : g_strdup(word);
}
