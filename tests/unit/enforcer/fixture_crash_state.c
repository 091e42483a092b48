#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_crash_state.h"

enum { DOUBTS_MAX = 8 };

static void file_free(gpointer data)
{
    CrashFile *file = data;
    g_byte_array_unref(file->content);
    g_free(file);
}

CrashState *crash_state_new(void)
{
    CrashState *state = g_new0(CrashState, 1);
    state->files = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, file_free);
    for (gsize i = 0; i < CRASH_FOLDERS; i++) {
        state->entries[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    }
    return state;
}

void crash_state_free(gpointer data)
{
    CrashState *state = data;
    g_hash_table_unref(state->files);
    for (gsize i = 0; i < CRASH_FOLDERS; i++) {
        g_hash_table_unref(state->entries[i]);
    }
    g_free(state);
}

CrashFile *crash_state_find_file(const CrashState *state, guint64 inode)
{
    CrashFile *file = g_hash_table_lookup(state->files, &inode);
    assert_non_null(file);
    return file;
}

static guint64 *box(guint64 inode)
{
    return g_memdup2(&inode, sizeof inode);
}

CrashFile *crash_state_add_file(CrashState *state, guint64 inode, const struct stat *status)
{
    CrashFile *file = g_new0(CrashFile, 1);
    file->content = g_byte_array_new();
    file->mode = status->st_mode & 07777;
    file->mtime = status->st_mtim;
    g_hash_table_insert(state->files, box(inode), file);
    return file;
}

void crash_state_set_entry(CrashState *state, guint folder, const char *name, guint64 inode)
{
    if (inode == 0) {
        g_hash_table_remove(state->entries[folder], name);
    } else {
        g_hash_table_insert(state->entries[folder], g_strdup(name), box(inode));
    }
}

static CrashState *state_copy(const CrashState *from)
{
    CrashState *state = crash_state_new();
    GHashTableIter iter;
    gpointer key = NULL;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, from->files);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const CrashFile *old = value;
        CrashFile *file = g_memdup2(old, sizeof *old);
        file->content = g_byte_array_new();
        g_byte_array_append(file->content, old->content->data, old->content->len);
        g_hash_table_insert(state->files, box(*(guint64 *)key), file);
    }
    for (guint i = 0; i < CRASH_FOLDERS; i++) {
        g_hash_table_iter_init(&iter, from->entries[i]);
        while (g_hash_table_iter_next(&iter, &key, &value)) {
            crash_state_set_entry(state, i, key, *(guint64 *)value);
        }
    }
    return state;
}

static int compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(one, other);
}

static void add_to_digest(GChecksum *digest, const CrashState *state, const char *name,
                          guint64 inode)
{
    const CrashFile *file = crash_state_find_file(state, inode);
    const gint64 numbers[] = {(gint64)inode, file->mode, file->mtime.tv_sec, file->mtime.tv_nsec,
                              file->content->len};
    g_checksum_update(digest, (const guchar *)name, (gssize)strlen(name) + 1);
    g_checksum_update(digest, (const guchar *)numbers, sizeof numbers);
    g_checksum_update(digest, file->content->data, file->content->len);
}

/* Equal for states that cannot be told apart. */
static char *state_digest(const CrashState *state)
{
    g_autoptr(GChecksum) digest = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(digest, (const guchar *)&state->catalog, sizeof state->catalog);
    for (guint i = 0; i < CRASH_FOLDERS; i++) {
        g_autoptr(GList)
            names = g_list_sort(g_hash_table_get_keys(state->entries[i]), compare_names);
        for (const GList *name = names; name != NULL; name = name->next) {
            const guint64 *inode = g_hash_table_lookup(state->entries[i], name->data);
            add_to_digest(digest, state, name->data, *inode);
        }
        g_checksum_update(digest, (const guchar *)"|", 1);
    }
    return g_strdup(g_checksum_get_string(digest));
}

CrashAct *crash_act_new(CrashActKind kind, guint64 object)
{
    CrashAct *act = g_new0(CrashAct, 1);
    act->kind = kind;
    act->object = object;
    return act;
}

void crash_act_free(gpointer data)
{
    CrashAct *act = data;
    g_clear_pointer(&act->bytes, g_bytes_unref);
    for (gsize i = 0; i < CRASH_NAMES; i++) {
        g_free(act->names[i]);
    }
    g_free(act);
}

/* --- states after a crash --- */

/* What may have become of a file's bytes that were not synced. */
typedef enum { FATE_LOST, FATE_HALF, FATE_ZEROS, FATE_WHOLE, FATES } Fate;

/* What is not certain at a moment: each with its fates. */
typedef struct {
    gboolean is_file;
    guint64 object; /* of a file */
    guint act;      /* in a folder */
    guint fate;
} Doubt;

static gboolean is_synced(const GPtrArray *acts, guint index, guint end)
{
    const CrashAct *act = g_ptr_array_index(acts, index);
    for (guint i = index + 1; i < end; i++) {
        const CrashAct *later = g_ptr_array_index(acts, i);
        if (later->kind == CRASH_SYNC && later->object == act->object) {
            return TRUE;
        }
    }
    return FALSE;
}

static const Doubt *find_doubt(const GArray *doubts, const CrashAct *act, guint index)
{
    for (guint i = 0; i < doubts->len; i++) {
        const Doubt *doubt = &g_array_index(doubts, Doubt, i);
        if (doubt->is_file ? act->kind != CRASH_ENTRIES && doubt->object == act->object
                           : doubt->act == index) {
            return doubt;
        }
    }
    return NULL;
}

static GArray *collect_doubts(const GPtrArray *acts, guint end)
{
    GArray *doubts = g_array_new(FALSE, FALSE, sizeof(Doubt));
    for (guint i = 0; i < end; i++) {
        const CrashAct *act = g_ptr_array_index(acts, i);
        if (act->kind != CRASH_SYNC && !is_synced(acts, i, end) &&
            find_doubt(doubts, act, i) == NULL) {
            const Doubt doubt = {act->kind != CRASH_ENTRIES, act->object, i, 0};
            g_array_append_val(doubts, doubt);
        }
    }
    return doubts;
}

static void do_write(CrashFile *file, const CrashAct *act, Fate fate)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(act->bytes, &length);
    guint before = file->content->len;
    if (fate == FATE_LOST) {
        return;
    }
    g_byte_array_append(file->content, bytes, (guint)(fate == FATE_HALF ? length / 2 : length));
    if (fate == FATE_ZEROS) {
        memset(file->content->data + before, 0, length);
    }
}

static void do_entries(CrashState *state, const CrashAct *act)
{
    for (gsize i = 0; i < CRASH_NAMES && act->names[i] != NULL; i++) {
        crash_state_set_entry(state, act->folder, act->names[i], act->inodes[i]);
    }
}

static void do_attributes(CrashState *state, const CrashAct *act, Fate fate)
{
    guint64 inode = act->object;
    CrashFile *file = g_hash_table_lookup(state->files, &inode);
    if (file == NULL) {
        crash_state_add_file(state, inode, &act->status);
    } else if (fate == FATE_WHOLE) {
        file->mode = act->status.st_mode & 07777;
        file->mtime = act->status.st_mtim;
    }
}

/* doubt is NULL for what was synced. */
static void do_act(CrashState *state, const CrashAct *act, const Doubt *doubt)
{
    Fate fate = doubt == NULL ? FATE_WHOLE : doubt->fate;
    switch (act->kind) {
    case CRASH_WRITE:
        do_write(crash_state_find_file(state, act->object), act, fate);
        break;
    case CRASH_ATTRIBUTES:
        do_attributes(state, act, fate);
        break;
    case CRASH_ENTRIES:
        if (fate != FATE_LOST) {
            do_entries(state, act);
        }
        break;
    case CRASH_SYNC:
        break;
    }
}

static CrashState *make_state(const CrashState *first, const GPtrArray *acts, guint end,
                              const GArray *doubts)
{
    CrashState *state = state_copy(first);
    for (guint i = 0; i < end; i++) {
        const CrashAct *act = g_ptr_array_index(acts, i);
        gboolean is_certain = act->kind == CRASH_SYNC || is_synced(acts, i, end);
        do_act(state, act, is_certain ? NULL : find_doubt(doubts, act, i));
    }
    return state;
}

/* Moves on to the next combination of fates; FALSE after the last. */
static gboolean turn(GArray *doubts)
{
    for (guint i = 0; i < doubts->len; i++) {
        Doubt *doubt = &g_array_index(doubts, Doubt, i);
        guint fates = doubt->is_file ? FATES : 2;
        doubt->fate = (doubt->fate + 1) % fates;
        if (doubt->fate != 0) {
            return TRUE;
        }
    }
    return FALSE;
}

void crash_state_add_all(const CrashState *first, const GPtrArray *acts, guint end, guint catalog,
                         GPtrArray *states, GHashTable *seen)
{
    g_autoptr(GArray) doubts = collect_doubts(acts, end);
    assert_true(doubts->len <= DOUBTS_MAX);
    do {
        CrashState *state = make_state(first, acts, end, doubts);
        state->catalog = catalog;
        if (g_hash_table_add(seen, state_digest(state))) {
            g_ptr_array_add(states, state);
        } else {
            crash_state_free(state);
        }
    } while (turn(doubts));
}
