#include "scanner/reader.h"

#include "scanner/readers/pst_heap.h"
#include "scanner/readers/pst_message.h"
#include "scanner/readers/pst_writer.h"
#include "scanner/text_view.h"

enum {
    ID_NAME = 0x3001,
    ID_COMMENT = 0x3004,
    MAX_FOLDERS = 100000,
    MAX_DEPTH = 32, /* of folders */
};

typedef struct {
    guint32 parent;
    char *name;
    guint messages, hidden; /* that were met */
} Folder;

/* A store being read. */
typedef struct {
    Item *item;
    PstFile *file;
    TextView *view;
    PstNames *names;
    GHashTable *folders; /* of Folder, by id */
    Folder lost;         /* of messages that no folder has */
} Store;

static void free_folder(gpointer data)
{
    Folder *folder = data;
    g_free(folder->name);
    g_free(folder);
}

/* --- folders --- */

static Folder *find_folder(const Store *store, guint32 id)
{
    return g_hash_table_lookup(store->folders, GUINT_TO_POINTER(id));
}

/* Without the outermost one, which nobody sees (g_free). */
static char *dup_path(const Store *store, guint32 id)
{
    GString *path = g_string_new(NULL);
    const Folder *folder = find_folder(store, id);
    for (guint depth = 0; folder != NULL && id != PST_ROOT_FOLDER && depth < MAX_DEPTH; depth++) {
        g_string_prepend(path, "/");
        g_string_prepend(path, folder->name);
        id = folder->parent;
        folder = find_folder(store, id);
    }
    return g_string_free(path, FALSE);
}

/* The name and the comment, as long as they are. */
static void give_words(const Store *store, const char *locator, PstHeap *heap,
                       const GArray *properties)
{
    static const guint16 ids[] = {ID_NAME, ID_COMMENT};
    text_view_begin_record(store->view, locator);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        gboolean is_whole = TRUE;
        g_autofree char *text = pst_writer_dup_text(heap, properties, ids[i], &is_whole);
        if (!is_whole) {
            pst_file_note_limit(store->file, "name of a folder");
        }
        if (text != NULL) {
            text_view_append(store->view, "\n", i > 0 ? 1 : 0);
            text_view_append(store->view, text, -1);
        }
    }
    text_view_end_record(store->view);
}

/* Its name, "folder 8002" when that is lost (g_free). */
static char *read_names(const Store *store, const PstNode *node, const char *kind)
{
    g_autofree char *unnamed = g_strdup_printf("%s %X", kind, node->id);
    g_autoptr(PstHeap) heap = pst_heap_open(store->file, node);
    if (heap == NULL) {
        pst_file_note_damage(store->file, "the name of a folder is lost");
        return g_steal_pointer(&unnamed);
    }
    g_autoptr(GArray) properties = pst_heap_list_properties(heap);
    g_autofree char *name = pst_writer_dup_name(heap, properties, ID_NAME);
    g_autofree char *locator = g_strdup_printf("%s %s", kind, name != NULL ? name : "");
    give_words(store, locator, heap, properties);
    return name != NULL ? g_steal_pointer(&name) : g_steal_pointer(&unnamed);
}

static gboolean take_folder(gpointer data, const PstNode *node)
{
    enum { SEARCH_FOLDER = 0x03 };
    Store *store = data;
    guint kind = node->id & PST_KIND_MASK;
    if (kind != PST_FOLDER && kind != SEARCH_FOLDER) {
        return TRUE;
    }
    if (g_hash_table_size(store->folders) >= MAX_FOLDERS) {
        item_set_partly(store->item, "limit: folders");
        return FALSE;
    }
    Folder *folder = g_new0(Folder, 1);
    folder->parent = node->parent;
    folder->name = read_names(store, node, "folder");
    g_hash_table_replace(store->folders, GUINT_TO_POINTER(node->id), folder);
    return text_view_goes_on(store->view);
}

/* --- messages --- */

static gboolean take_message(gpointer data, const PstNode *node)
{
    Store *store = data;
    guint kind = node->id & PST_KIND_MASK;
    if (kind != PST_MESSAGE && kind != PST_HIDDEN_MESSAGE) {
        return TRUE;
    }
    Folder *folder = find_folder(store, node->parent);
    g_autofree char *path = folder != NULL ? dup_path(store, node->parent)
                                           : g_strdup("(without a folder)/");
    folder = folder != NULL ? folder : &store->lost;
    gboolean is_hidden = kind == PST_HIDDEN_MESSAGE;
    g_autofree char *place = g_strdup_printf("%s%s%u", path, is_hidden ? "hidden " : "",
                                             is_hidden ? ++folder->hidden : ++folder->messages);
    pst_message_read(store->file, store->names, node, place);
    return text_view_goes_on(store->view);
}

static void store_clear(Store *store)
{
    g_clear_pointer(&store->file, pst_file_close);
    g_clear_pointer(&store->view, text_view_free);
    g_clear_pointer(&store->names, pst_names_free);
    g_clear_pointer(&store->folders, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Store, store_clear)

/* Outlook's data files: messages are found by the list of all nodes, so that those are read, too, that
 * no folder shows. A password is a sum that Outlook compares; nothing is encrypted by it. */
void reader_pst_read(Item *item)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_auto(Store) store = {.item = item, .file = pst_file_open(item)};
    if (store.file == NULL) {
        return;
    }
    store.view = text_view_new(item);
    store.folders = g_hash_table_new_full(NULL, NULL, NULL, free_folder);
    store.names = pst_names_load(store.file);
    PstNode node;
    if (pst_file_find_node(store.file, PST_STORE_NODE, &node)) {
        g_autofree char *name = read_names(&store, &node, "store");
    }
    pst_file_each_node(store.file, take_folder, &store);
    pst_file_each_node(store.file, take_message, &store);
    text_view_end(store.view);
}
