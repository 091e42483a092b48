#include "enforcer/subjects/candidates.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/subjects/identity.h"
#include "scanner/scanner.h"

/* What tells of a person: in such files a name without a label may stand as well. */
static const char *const personal_categories[] = {"name",       "contact",       "address",
                                                  "birth-date", "government-id", NULL};

/* Documents that name who wrote and changed them, which no rule finds. */
static const char *const authored_types[] = {
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/vnd.sun.xml.",
    "application/vnd.ms-word",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/msword",
    "application/rtf",
    "application/pdf",
    NULL,
};

typedef struct {
    DaichoEnforcer *enforcer;
    GPtrArray *candidates;
    GHashTable *known; /* of the same, by share and path */
    DaichoRules *literals;
    gboolean is_matched; /* what is being added */
} Collecting;

static void candidate_free(gpointer data)
{
    SubjectCandidate *candidate = data;
    g_free(candidate->share);
    g_free(candidate->path);
    g_free(candidate);
}

static guint hash_candidate(gconstpointer data)
{
    const SubjectCandidate *candidate = data;
    return g_str_hash(candidate->share) ^ g_str_hash(candidate->path);
}

static gboolean equal_candidates(gconstpointer one, gconstpointer other)
{
    const SubjectCandidate *a = one;
    const SubjectCandidate *b = other;
    return strcmp(a->share, b->share) == 0 && strcmp(a->path, b->path) == 0;
}

static gint compare_candidates(gconstpointer one, gconstpointer other)
{
    const SubjectCandidate *a = *(const SubjectCandidate *const *)one;
    const SubjectCandidate *b = *(const SubjectCandidate *const *)other;
    int order = strcmp(a->share, b->share);
    return order != 0 ? order : strcmp(a->path, b->path);
}

static gboolean add_candidate(const char *share, const char *path, const char *part, gpointer data,
                              GError **error)
{
    (void)part;
    (void)error;
    Collecting *collecting = data;
    const SubjectCandidate wanted = {.share = (char *)(guintptr)share,
                                     .path = (char *)(guintptr)path};
    SubjectCandidate *candidate = g_hash_table_lookup(collecting->known, &wanted);
    if (candidate == NULL) {
        candidate = g_new0(SubjectCandidate, 1);
        candidate->share = g_strdup(share);
        candidate->path = g_strdup(path);
        g_ptr_array_add(collecting->candidates, candidate);
        g_hash_table_add(collecting->known, candidate);
    }
    candidate->is_matched = candidate->is_matched || collecting->is_matched;
    return TRUE;
}

static gboolean add_print(const char *kind, const guint8 *fingerprint, gpointer data,
                          GError **error)
{
    Collecting *collecting = data;
    return daicho_catalog_each_file_of(collecting->enforcer->catalog, kind, fingerprint,
                                       add_candidate, collecting, error);
}

static void note_match(const DaichoMatch *match, gpointer data)
{
    (void)match;
    *(gboolean *)data = TRUE;
}

static gboolean names_subject(DaichoRules *literals, const char *name)
{
    g_autofree char *shown = daicho_member_name_decode(name, strlen(name));
    const DaichoText text = {.text = shown, .length = strlen(shown)};
    gboolean matched = FALSE;
    daicho_rules_match(literals, &text, 1, note_match, &matched, NULL);
    return matched;
}

static gboolean add_named(const char *share, const char *path, const char *part, gpointer data,
                          GError **error)
{
    Collecting *collecting = data;
    return !names_subject(collecting->literals, *part != '\0' ? part : path) ||
           add_candidate(share, path, part, data, error);
}

static gboolean add_authored(const DaichoItem *item, gpointer data, GError **error)
{
    for (guint i = 0; authored_types[i] != NULL; i++) {
        if (g_str_has_prefix(item->type, authored_types[i])) {
            return add_candidate(item->share, item->path, item->part, data, error);
        }
    }
    return TRUE;
}

static gboolean collect_by_reading(Collecting *collecting, const SubjectIdentity *identity,
                                   GError **error)
{
    const DaichoItemQuery all = {0};
    DaichoCatalog *catalog = collecting->enforcer->catalog;
    g_autoptr(DaichoRules) literals = subject_identity_make_literals(identity, error);
    collecting->literals = literals;
    collecting->is_matched = TRUE;
    if (literals == NULL || !daicho_catalog_each_name(catalog, add_named, collecting, error)) {
        return FALSE;
    }
    collecting->is_matched = FALSE;
    return daicho_catalog_each_item(catalog, &all, add_authored, collecting, error) &&
           daicho_catalog_each_file_with(catalog, personal_categories, add_candidate, collecting,
                                         error);
}

/* What a column's header refuted has no fingerprint, and may be the person's all the same. No header
 * refutes an e-mail address. */
static gboolean collect_refuted(Collecting *collecting, const SubjectIdentity *identity,
                                GError **error)
{
    collecting->is_matched = FALSE;
    return !(subject_identity_knows(identity, SUBJECT_TRAIT_NUMBER) ||
             subject_identity_knows(identity, SUBJECT_TRAIT_PHONE) ||
             subject_identity_needs_reading(identity)) ||
           daicho_catalog_each_file_refuted(collecting->enforcer->catalog, add_candidate,
                                            collecting, error);
}

/* Every file: nothing in the catalog tells of a number that no word names. */
static gboolean collect_all(Collecting *collecting, const SubjectIdentity *identity, GError **error)
{
    collecting->is_matched = FALSE;
    return !subject_identity_may_leave_no_finding(identity, collecting->enforcer->rules) ||
           daicho_catalog_each_name(collecting->enforcer->catalog, add_candidate, collecting,
                                    error);
}

GPtrArray *subject_candidates_new(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  GError **error)
{
    g_autoptr(SubjectIdentity) identity = subject_identity_new(enforcer, subject, error);
    if (identity == NULL) {
        return NULL;
    }
    g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func(candidate_free);
    g_autoptr(GHashTable) known = g_hash_table_new(hash_candidate, equal_candidates);
    Collecting collecting = {
        .enforcer = enforcer, .candidates = candidates, .known = known, .is_matched = TRUE};
    if (!subject_identity_each_fingerprint(identity, add_print, &collecting, error) ||
        (subject_identity_needs_reading(identity) &&
         !collect_by_reading(&collecting, identity, error)) ||
        !collect_refuted(&collecting, identity, error) ||
        !collect_all(&collecting, identity, error)) {
        return NULL;
    }
    g_ptr_array_sort(candidates, compare_candidates);
    return g_steal_pointer(&candidates);
}

static gboolean take_device(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    *(guint64 *)data = item->identity.device;
    return TRUE;
}

/* The file system on which the scan found the file; 0 when the catalog does not know it. */
static gboolean find_device(DaichoEnforcer *enforcer, const SubjectCandidate *candidate,
                            guint64 *device, GError **error)
{
    const DaichoItemQuery query = {
        .share = candidate->share, .path = candidate->path, .files_only = TRUE};
    *device = 0;
    return daicho_catalog_each_item(enforcer->catalog, &query, take_device, device, error);
}

int subject_candidate_open(DaichoEnforcer *enforcer, const SubjectCandidate *candidate, char **root,
                           GError **error)
{
    g_autofree char *shown = daicho_text_escape(candidate->path, -1);
    *root = daicho_catalog_dup_share_root(enforcer->catalog, candidate->share, error);
    DAICHO_AUTO_FD int root_fd = *root != NULL ? daicho_fs_open_root(*root, error) : -1;
    if (root_fd < 0) {
        return -1;
    }
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    guint64 device = 0;
    struct stat status;
    if (!find_device(enforcer, candidate, &device, error)) {
        return -1;
    }
    DAICHO_AUTO_FD int fd = daicho_fs_open_on(enforcer->fs, root_fd, candidate->path, device, flags,
                                              error);
    if (fd < 0 || !daicho_fs_stat(enforcer->fs, fd, &status, error)) {
        return -1;
    }
    if (!S_ISREG(status.st_mode)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s: it is no regular file any more",
                    shown);
        return -1;
    }
    return daicho_fd_steal(&fd);
}

static gboolean note_purpose(const DaichoItem *known, gpointer data, GError **error)
{
    (void)error;
    g_hash_table_replace(data, g_strdup(known->part), g_strdup(known->purpose));
    return TRUE;
}

gboolean subject_candidate_complete(DaichoEnforcer *enforcer, const SubjectCandidate *candidate,
                                    GPtrArray *items, GError **error)
{
    const DaichoItemQuery query = {.share = candidate->share, .path = candidate->path};
    g_autoptr(GHashTable) purposes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!daicho_catalog_each_item(enforcer->catalog, &query, note_purpose, purposes, error)) {
        return FALSE;
    }
    for (guint i = 0; i < items->len; i++) {
        DaichoItem *item = g_ptr_array_index(items, i);
        const char *purpose = g_hash_table_lookup(purposes, item->part);
        g_free(item->share);
        item->share = g_strdup(candidate->share);
        if (purpose != NULL) {
            g_free(item->purpose);
            item->purpose = g_strdup(purpose);
        }
    }
    return TRUE;
}

static const DaichoItem *find_unread(const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (item->state != DAICHO_ITEM_READ) {
            return item;
        }
    }
    return NULL;
}

static gboolean note_unread(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    *(gboolean *)data = *(gboolean *)data || item->state != DAICHO_ITEM_READ;
    return TRUE;
}

/* What the catalog has as read and cannot be read now is told here; the rest is told by the
 * catalog. */
static gboolean check_unread(DaichoEnforcer *enforcer, const SubjectCandidate *candidate,
                             const GPtrArray *items, char **unread, GError **error)
{
    const DaichoItem *item = find_unread(items);
    const DaichoItemQuery query = {.share = candidate->share, .path = candidate->path};
    gboolean is_known = FALSE;
    if (item != NULL &&
        !daicho_catalog_each_item(enforcer->catalog, &query, note_unread, &is_known, error)) {
        return FALSE;
    }
    *unread = item != NULL && !is_known ? g_strdup(item->reason) : NULL;
    return TRUE;
}

static gboolean has_findings(const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (item->findings->len > 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Most candidates hold nothing of the subject: for them one reading is enough, and *first is what
 * it saw. */
static gboolean read_candidate(SubjectReader *reader, const SubjectCandidate *candidate, int fd,
                               SubjectScan *scan, GPtrArray **first, GError **error)
{
    if (!candidate->is_matched) {
        g_autoptr(GPtrArray) items = subject_reader_glance(reader, fd, candidate->path, error);
        if (items == NULL || !has_findings(items)) {
            *first = g_steal_pointer(&items);
            return *first != NULL;
        }
    }
    return subject_reader_scan(reader, fd, candidate->share, candidate->path, scan, error);
}

gboolean subject_candidate_search(DaichoEnforcer *enforcer, SubjectReader *reader,
                                  const SubjectCandidate *candidate, int fd, SubjectScan *scan,
                                  char **unread, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GPtrArray) first = NULL;
    *unread = NULL;
    if (!read_candidate(reader, candidate, fd, scan, &first, &failed)) {
        if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        *unread = g_strdup(failed->message);
        return TRUE;
    }
    const GPtrArray *items = scan->items != NULL ? scan->items : first;
    g_assert(items != NULL);
    return check_unread(enforcer, candidate, items, unread, error) &&
           (scan->items == NULL ||
            subject_candidate_complete(enforcer, candidate, scan->items, error));
}
