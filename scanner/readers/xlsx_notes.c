#include "scanner/readers/xlsx.h"

#include <string.h>

/* Comments of both kinds: notes (18.7), and threads of them (MS-XLSX 2.6.202). */

enum { MAX_AUTHORS = 65536 };

typedef struct {
    XlsxBook *book;
    const XlsxPart *part;
    GPtrArray *authors; /* of notes; of char * */
    guint32 row, column;
    char *author; /* of the one being read; NULL when unknown */
    GString *text, *phonetic;
    gboolean is_in_text, is_in_phonetic;
} Walk;

static void give(Walk *walk)
{
    xlsx_give_comment(walk->book, walk->part, walk->row, walk->column, walk->author,
                      walk->text->str);
    xlsx_give_note(walk->book, walk->part, walk->row, walk->column, " comment reading",
                   walk->phonetic->str);
    g_string_truncate(walk->text, 0);
    g_string_truncate(walk->phonetic, 0);
}

static void start(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(element->name);
    gboolean is_thread = strcmp(local, "threadedComment") == 0;
    if (strcmp(local, "comment") == 0 || is_thread) {
        g_autofree char *place = xml_element_dup_value(element, "ref");
        g_autofree char *author = xml_element_dup_value(element,
                                                        is_thread ? "personId" : "authorId");
        sheet_parse_place(place != NULL ? place : "", &walk->row, &walk->column);
        guint64 index = author != NULL ? g_ascii_strtoull(author, NULL, 10) : G_MAXUINT64;
        g_free(walk->author);
        walk->author = NULL;
        if (is_thread && author != NULL) {
            walk->author = g_strdup(g_hash_table_lookup(walk->book->people, author));
        } else if (index < walk->authors->len) {
            walk->author = g_strdup(g_ptr_array_index(walk->authors, index));
        }
        g_string_truncate(walk->text, 0);
    }
    walk->is_in_phonetic |= strcmp(local, "rPh") == 0;
    walk->is_in_text = strcmp(local, "t") == 0 || strcmp(local, "author") == 0 ||
                       strcmp(local, "text") == 0;
}

static void end(gpointer data, const char *name)
{
    Walk *walk = data;
    const char *local = xlsx_get_local(name);
    walk->is_in_text = FALSE;
    walk->is_in_phonetic = walk->is_in_phonetic && strcmp(local, "rPh") != 0;
    if (strcmp(local, "author") == 0 && walk->authors->len < MAX_AUTHORS) {
        g_ptr_array_add(walk->authors, g_strdup(walk->text->str));
        g_string_truncate(walk->text, 0);
    } else if (strcmp(local, "comment") == 0 || strcmp(local, "threadedComment") == 0) {
        give(walk);
    }
}

static void take_text(gpointer data, const char *text, gsize length)
{
    const Walk *walk = data;
    if (walk->is_in_text) {
        xlsx_add_text(walk->book, walk->is_in_phonetic ? walk->phonetic : walk->text, text, length);
    }
}

void xlsx_comments_read(XlsxBook *book, const XlsxPart *part, Source *source)
{
    static const XmlHandler handler = {xlsx_namespaces, start, end, take_text, NULL};
    Walk walk = {
        .book = book,
        .part = part,
        .authors = g_ptr_array_new_with_free_func(g_free),
        .text = g_string_new(NULL),
        .phonetic = g_string_new(NULL),
    };
    xml_events_read(book->item, part->name, source, &handler, &walk);
    if (walk.text->len > 0) {
        give(&walk); /* it was cut off */
    }
    g_ptr_array_unref(walk.authors);
    g_string_free(walk.text, TRUE);
    g_string_free(walk.phonetic, TRUE);
    g_free(walk.author);
}
