#include "scanner/readers/codepage.h"
#include "scanner/readers/offcrypto_summary.h"
#include "scanner/readers/ole_kind.h"
#include "scanner/readers/ppt_cipher.h"
#include "scanner/readers/ppt_directory.h"
#include "scanner/readers/ppt_object.h"
#include "scanner/readers/ppt_text.h"

/* A slide, or what the outline has of one: text of the list lies between the two offsets. */
typedef struct {
    guint32 part, id;
    guint64 text_start, text_end;
} Slide;

/* A presentation being read. */
typedef struct {
    Item *item;
    TextView *view;
    OleStream *stream;
    PptDirectory *directory; /* NULL when it is damaged */
    GHashTable *given;       /* offsets of top records that were: offset + 1 */
    GArray *lists[3];        /* of Slide: slides, masters, notes */
    GArray *objects;         /* of guint32: their parts */
} Deck;

enum { SLIDES, MASTERS, NOTES, N_LISTS };

static void give_between(const Deck *deck, guint64 start, guint64 end, const char *place)
{
    if (!ppt_text_give(deck->stream, start, end, deck->view, place)) {
        item_set_partly(deck->item, "damaged: a part of it is cut off");
    }
}

static void give_record(const Deck *deck, const PptRecord *record, const char *place)
{
    g_hash_table_add(deck->given, GSIZE_TO_POINTER((gsize)record->offset + 1));
    give_between(deck, record->start, record->end, place);
}

/* --- the document --- */

static GArray *get_list(const Deck *deck, guint instance)
{
    /* MS-PPT 2.4.14: masters are 1, notes 2, slides 0. */
    static const guint order[] = {SLIDES, MASTERS, NOTES};
    return instance < G_N_ELEMENTS(order) ? deck->lists[order[instance]] : NULL;
}

/* Each place of a slide is followed by its text (MS-PPT 2.4.14.3). */
static void take_list(const Deck *deck, const PptRecord *list)
{
    GArray *slides = get_list(deck, list->instance);
    gboolean is_cut = FALSE;
    PptRecord record;
    for (guint64 at = list->start;
         slides != NULL && ppt_record_read(deck->stream, at, list->end, &record, &is_cut);
         at = record.end) {
        if (record.type == PPT_SLIDE_PLACE) {
            const Slide slide = {ppt_record_get_u32(deck->stream, &record, 0),
                                 ppt_record_get_u32(deck->stream, &record, 12), record.end,
                                 record.end};
            g_array_append_val(slides, slide);
        } else if (slides->len > 0) {
            g_array_index(slides, Slide, slides->len - 1).text_end = record.end;
        }
    }
}

/* Numbers of the parts that embedded objects are, however deep they are named. */
static void take_objects(const Deck *deck, const PptRecord *list)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    for (guint64 at = list->start;
         ppt_record_read(deck->stream, at, list->end, &record, &is_cut);) {
        at = record.is_container ? record.start : record.end;
        guint32 part = record.type == PPT_OBJECT ? ppt_record_get_u32(deck->stream, &record, 16)
                                                 : 0;
        if (part != 0) {
            g_array_append_val(deck->objects, part);
        }
    }
}

static void take_document(const Deck *deck, const PptRecord *document)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    for (guint64 at = document->start;
         ppt_record_read(deck->stream, at, document->end, &record, &is_cut); at = record.end) {
        if (record.type == PPT_SLIDE_LIST) {
            take_list(deck, &record);
        } else if (record.is_container) {
            take_objects(deck, &record);
        }
    }
}

/* What is in the document beside the lists: footers, links, names of shows. */
static void give_document(const Deck *deck, const PptRecord *document)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    g_hash_table_add(deck->given, GSIZE_TO_POINTER((gsize)document->offset + 1));
    for (guint64 at = document->start;
         ppt_record_read(deck->stream, at, document->end, &record, &is_cut); at = record.end) {
        gboolean is_known = record.type == PPT_SLIDE_LIST &&
                            get_list(deck, record.instance) != NULL;
        if (!is_known) {
            give_between(deck, record.offset, record.end, "presentation");
        }
    }
}

/* --- slides --- */

static void give_part(const Deck *deck, const Slide *slide, const char *place)
{
    PptRecord record;
    give_between(deck, slide->text_start, slide->text_end, place);
    if (ppt_directory_find(deck->directory, deck->stream, slide->part, &record)) {
        give_record(deck, &record, place);
    } else {
        item_set_partly(deck->item, "damaged: a slide is missing");
    }
}

/* The number that a slide has for its notes. */
static guint32 get_notes_id(const Deck *deck, const Slide *slide)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    PptRecord atom;
    return ppt_directory_find(deck->directory, deck->stream, slide->part, &record) &&
                   ppt_record_read(deck->stream, record.start, record.end, &atom, &is_cut) &&
                   atom.type == PPT_SLIDE_ATOM
               ? ppt_record_get_u32(deck->stream, &atom, 16)
               : 0;
}

static void give_notes(const Deck *deck, guint32 id, guint number)
{
    g_autofree char *place = g_strdup_printf("slide %u notes", number);
    for (guint i = 0; id != 0 && i < deck->lists[NOTES]->len; i++) {
        const Slide *notes = &g_array_index(deck->lists[NOTES], Slide, i);
        if (notes->id == id) {
            give_part(deck, notes, place);
            return;
        }
    }
}

static void give_slides(const Deck *deck)
{
    for (guint i = 0; i < deck->lists[SLIDES]->len && text_view_goes_on(deck->view); i++) {
        const Slide *slide = &g_array_index(deck->lists[SLIDES], Slide, i);
        g_autofree char *place = g_strdup_printf("slide %u", i + 1);
        give_part(deck, slide, place);
        give_notes(deck, get_notes_id(deck, slide), i + 1);
    }
    for (guint i = 0; i < deck->lists[MASTERS]->len && text_view_goes_on(deck->view); i++) {
        g_autofree char *place = g_strdup_printf("master %u", i + 1);
        give_part(deck, &g_array_index(deck->lists[MASTERS], Slide, i), place);
    }
}

/* --- the rest --- */

static gboolean has_text(const PptRecord *record)
{
    static const guint16 types[] = {PPT_DOCUMENT, PPT_SLIDE, PPT_NOTES, PPT_MASTER, PPT_HANDOUT};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i] == record->type) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A save leaves in the file what it replaces: slides as they were, slides that were deleted. */
static void give_rest(const Deck *deck)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    guint64 size = ole_stream_get_size(deck->stream);
    const char *place = deck->directory != NULL ? "earlier version" : "text";
    for (guint64 at = 0;
         text_view_goes_on(deck->view) && ppt_record_read(deck->stream, at, size, &record, &is_cut);
         at = record.end) {
        gboolean is_given = g_hash_table_contains(deck->given,
                                                  GSIZE_TO_POINTER((gsize)record.offset + 1));
        if (has_text(&record) && !is_given) {
            gboolean is_current = record.type == PPT_HANDOUT || record.type == PPT_NOTES;
            give_record(deck, &record, is_current && deck->directory != NULL ? "notes" : place);
        }
    }
    if (is_cut) {
        item_set_partly(deck->item, "damaged: a part of it is cut off");
    }
}

static void read_objects(const Deck *deck)
{
    for (guint i = 0;
         deck->directory != NULL && i < deck->objects->len && deck->item->extraction->limit == NULL;
         i++) {
        PptRecord record;
        guint32 part = g_array_index(deck->objects, guint32, i);
        g_autofree char *name = g_strdup_printf("object %u", i + 1);
        if (ppt_directory_find(deck->directory, deck->stream, part, &record) &&
            record.type == PPT_OBJECT_STORAGE) {
            ppt_object_read(deck->item, deck->stream, &record, name);
        } else {
            item_set_partly(deck->item, "damaged: an object is missing");
        }
    }
}

/* Pictures lie one behind the other in a stream of their own (MS-PPT 2.1.3), with zeros behind. */
static void read_pictures(const Deck *deck, OleStream *pictures)
{
    gboolean is_cut = FALSE;
    PptRecord record;
    guint number = 0;
    guint64 size = ole_stream_get_size(pictures);
    for (guint64 at = 0; deck->item->extraction->limit == NULL &&
                         ppt_record_read(pictures, at, size, &record, &is_cut) && record.type != 0;
         at = record.end) {
        number++;
        ppt_picture_read(deck->item, pictures, &record, number);
    }
    if (is_cut) {
        item_set_partly(deck->item, "damaged: a picture is cut off");
    }
}

static void read_deck(Deck *deck)
{
    PptRecord document;
    for (guint i = 0; i < N_LISTS; i++) {
        deck->lists[i] = g_array_new(FALSE, FALSE, sizeof(Slide));
    }
    deck->objects = g_array_new(FALSE, FALSE, sizeof(guint32));
    deck->given = g_hash_table_new(NULL, NULL);
    gboolean has_document = deck->directory != NULL &&
                            ppt_directory_find(deck->directory, deck->stream,
                                               deck->directory->document, &document) &&
                            document.type == PPT_DOCUMENT;
    if (has_document) {
        take_document(deck, &document);
        give_slides(deck);
        give_document(deck, &document);
    } else {
        item_set_partly(deck->item, "damaged: its list of slides is missing");
        g_clear_pointer(&deck->directory, ppt_directory_free);
    }
    give_rest(deck);
    text_view_end_record(deck->view);
    read_objects(deck);
    for (guint i = 0; i < N_LISTS; i++) {
        g_array_unref(deck->lists[i]);
    }
    g_array_unref(deck->objects);
    g_hash_table_unref(deck->given);
}

/* The name of whom saved it last (MS-PPT 2.3.2). */
static void give_user(OleStream *user, TextView *view)
{
    enum { FIXED_BYTES = 20, USER_BYTES = 4096 };
    gboolean is_cut = FALSE;
    PptRecord record;
    if (user == NULL || !ppt_record_read(user, 0, ole_stream_get_size(user), &record, &is_cut) ||
        record.type != PPT_CURRENT_USER) {
        return;
    }
    g_autoptr(GBytes) bytes = ppt_record_load(user, &record, USER_BYTES);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    gsize size = length >= FIXED_BYTES ? ole_get_u16(data + 12) : 0;
    if (FIXED_BYTES + size > length) {
        return;
    }
    g_autoptr(GString) name = g_string_new(NULL);
    gsize wide = FIXED_BYTES + size + 4;
    if (wide + size * 2 <= length) {
        codepage_append_utf16(name, data + wide, size * 2);
    } else {
        codepage_append(name, codepage_find(1252), data + FIXED_BYTES, size);
    }
    text_view_begin_record(view, "last saved by");
    text_view_append(view, name->str, (gssize)name->len);
    text_view_end_record(view);
}

/* A presentation of PowerPoint 97 to 2003 (MS-PPT). One that PowerPoint 95 can read, too, has what
 * holds in a storage of its own. */
void ole_ppt_read(Ole *ole, TextView *view)
{
    const OleEntry *root = ole_get_root(ole);
    const OleEntry *dual = ole_find_storage(root, "PP97_DUALSTORAGE");
    const OleEntry *folder = dual != NULL ? dual : root;
    const OleEntry *entry = ole_find_stream(folder, "PowerPoint Document");
    const OleEntry *user_entry = ole_find_stream(folder, "Current User");
    const OleEntry *pictures_entry = ole_find_stream(folder, "Pictures");
    Deck deck = {.item = ole_get_item(ole), .view = view};
    if (entry == NULL) {
        item_set_unread(deck.item, "no reader for presentations of PowerPoint 95");
        return;
    }
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    g_autoptr(OleStream) user = user_entry != NULL ? ole_stream_open(ole, user_entry) : NULL;
    g_autoptr(PptDirectory) directory = ppt_directory_load(stream, user);
    gboolean is_encrypted = directory != NULL && directory->is_encrypted;
    g_autoptr(OffcryptoRc4) rc4 = is_encrypted ? ppt_cipher_decrypt(deck.item, directory, stream)
                                               : NULL;
    if (is_encrypted && rc4 == NULL) {
        return;
    }
    deck.stream = stream;
    deck.directory = g_steal_pointer(&directory);
    give_user(user, view);
    read_deck(&deck);
    if (pictures_entry != NULL) {
        g_autoptr(OleStream) pictures = ole_stream_open(ole, pictures_entry);
        read_pictures(&deck, pictures);
    }
    ppt_directory_free(deck.directory);
    if (rc4 != NULL) {
        offcrypto_summary_give(ole, "EncryptedSummary", rc4, view);
    }
}
