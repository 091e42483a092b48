#include "rules/known_values.h"

#include <string.h>

#include "base/error.h"
#include "rules/normalise.h"

static const char magic[] = "daicho known values 1\n";

/* Beside each value's own, so that a file tells nothing to who has another file or the catalog. */
static const char fingerprint_prefix[] = "known value ";

enum { ENTRY_BYTES = 8 + 4 + 1, KINDS_MAX = 32, SUBJECTS_MAX = 1000 };

struct DaichoKnown {
    gatomicrefcount references;
    char *name;
    char *key_id;
    GPtrArray *kinds; /* of char * */
    GArray *entries;  /* of KnownEntry, in order once it is loaded */
};

static char *dup_key_id(const DaichoKey *key)
{
    guint8 id[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(key, "known values", "key", id);
    return daicho_hex_encode(id, sizeof id);
}

static DaichoKnown *known_new(char *key_id)
{
    DaichoKnown *known = g_new0(DaichoKnown, 1);
    g_atomic_ref_count_init(&known->references);
    known->key_id = key_id;
    known->kinds = g_ptr_array_new_with_free_func(g_free);
    known->entries = g_array_new(FALSE, FALSE, sizeof(KnownEntry));
    return known;
}

DaichoKnown *daicho_known_new(const DaichoKey *key)
{
    return known_new(dup_key_id(key));
}

DaichoKnown *known_ref(DaichoKnown *known)
{
    g_atomic_ref_count_inc(&known->references);
    return known;
}

void daicho_known_free(DaichoKnown *known)
{
    if (known == NULL || !g_atomic_ref_count_dec(&known->references)) {
        return;
    }
    g_free(known->name);
    g_free(known->key_id);
    g_ptr_array_unref(known->kinds);
    g_array_unref(known->entries);
    g_free(known);
}

const char *known_get_name(const DaichoKnown *known)
{
    return known->name;
}

guint known_get_n_kinds(const DaichoKnown *known)
{
    return known->kinds->len;
}

const char *known_get_kind(const DaichoKnown *known, guint kind)
{
    return g_ptr_array_index(known->kinds, kind);
}

const DaichoKey *known_find_key(const DaichoKnown *known, const DaichoKey *key, GError **error)
{
    for (; key != NULL; key = daicho_key_get_before(key)) {
        g_autofree char *id = dup_key_id(key);
        if (strcmp(id, known->key_id) == 0) {
            return key;
        }
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "%s was made with another key than this catalog's: make it again from its source",
                known->name);
    return NULL;
}

/* --- making --- */

static guint64 fingerprint(const DaichoKey *key, const char *kind, const char *normalised)
{
    guint8 whole[DAICHO_FINGERPRINT_BYTES];
    guint64 first = 0;
    g_autofree char *prefixed = g_strconcat(fingerprint_prefix, kind, NULL);
    daicho_key_fingerprint(key, prefixed, normalised, whole);
    memcpy(&first, whole, sizeof first);
    return GUINT64_FROM_BE(first);
}

static gboolean find_kind(DaichoKnown *known, const char *kind, guint8 *index)
{
    for (guint i = 0; i < known->kinds->len; i++) {
        if (strcmp(known_get_kind(known, i), kind) == 0) {
            *index = (guint8)i;
            return TRUE;
        }
    }
    if (known->kinds->len == KINDS_MAX || *kind == '\0' || strpbrk(kind, " \t\n") != NULL) {
        return FALSE;
    }
    *index = (guint8)known->kinds->len;
    g_ptr_array_add(known->kinds, g_strdup(kind));
    return TRUE;
}

gboolean daicho_known_add(DaichoKnown *known, const DaichoKey *key, const char *kind,
                          const char *value, guint32 subject)
{
    g_autofree char *normalised = daicho_rules_normalise(kind, value);
    KnownEntry entry = {.subject = subject};
    if (normalised == NULL || !find_kind(known, kind, &entry.kind)) {
        return FALSE;
    }
    entry.fingerprint = fingerprint(key, kind, normalised);
    g_array_append_val(known->entries, entry);
    return TRUE;
}

static gint compare_entries(gconstpointer one, gconstpointer other)
{
    const KnownEntry *a = one;
    const KnownEntry *b = other;
    if (a->fingerprint != b->fingerprint) {
        return a->fingerprint < b->fingerprint ? -1 : 1;
    }
    return a->subject < b->subject ? -1 : a->subject > b->subject;
}

static gboolean is_same(const KnownEntry *one, const KnownEntry *other)
{
    return one->fingerprint == other->fingerprint && one->subject == other->subject;
}

/* Sorts, and leaves out what stands twice. */
static void settle(DaichoKnown *known)
{
    g_array_sort(known->entries, compare_entries);
    guint kept = 0;
    for (guint i = 0; i < known->entries->len; i++) {
        const KnownEntry entry = g_array_index(known->entries, KnownEntry, i);
        if (kept == 0 || !is_same(&g_array_index(known->entries, KnownEntry, kept - 1), &entry)) {
            g_array_index(known->entries, KnownEntry, kept++) = entry;
        }
    }
    g_array_set_size(known->entries, kept);
}

static void append_entry(GByteArray *out, const KnownEntry *entry)
{
    guint64 value = GUINT64_TO_BE(entry->fingerprint);
    guint32 subject = GUINT32_TO_BE(entry->subject);
    g_byte_array_append(out, (const guint8 *)&value, sizeof value);
    g_byte_array_append(out, (const guint8 *)&subject, sizeof subject);
    g_byte_array_append(out, &entry->kind, 1);
}

/* Of the header's other lines and what follows it. */
static char *digest_of(const char *key_id, const char *kinds, const guint8 *body, gsize length)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    daicho_digester_update(digester, key_id, strlen(key_id) + 1);
    daicho_digester_update(digester, kinds, strlen(kinds) + 1);
    daicho_digester_update(digester, body, length);
    daicho_digester_finish(digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

GBytes *daicho_known_write(DaichoKnown *known)
{
    settle(known);
    g_autoptr(GByteArray) body = g_byte_array_new();
    for (guint i = 0; i < known->entries->len; i++) {
        append_entry(body, &g_array_index(known->entries, KnownEntry, i));
    }
    g_ptr_array_add(known->kinds, NULL);
    g_autofree char *kinds = g_strjoinv(" ", (char **)known->kinds->pdata);
    g_ptr_array_set_size(known->kinds, (gint)known->kinds->len - 1);
    g_autofree char *digest = digest_of(known->key_id, kinds, body->data, body->len);
    GString *out = g_string_new(magic);
    g_string_append_printf(out, "key %s\nkinds %s\nentries %u\ndigest %s\n\n", known->key_id, kinds,
                           known->entries->len, digest);
    g_string_append_len(out, (const char *)body->data, body->len);
    return g_string_free_to_bytes(out);
}

guint daicho_known_get_length(const DaichoKnown *known)
{
    return known->entries->len;
}

/* --- loading --- */

static gboolean refuse(const char *name, const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s %s", name, what);
    return FALSE;
}

/* The text behind a word at the beginning of a line; NULL when it is another line. */
static const char *take(const char *line, const char *word)
{
    return g_str_has_prefix(line, word) ? line + strlen(word) : NULL;
}

typedef struct {
    const char *key_id, *kinds, *entries, *digest;
} Header;

static gboolean read_header(char **lines, Header *header)
{
    if (g_strv_length(lines) != 4) {
        return FALSE;
    }
    *header = (Header){
        .key_id = take(lines[0], "key "),
        .kinds = take(lines[1], "kinds "),
        .entries = take(lines[2], "entries "),
        .digest = take(lines[3], "digest "),
    };
    return header->key_id != NULL && header->kinds != NULL && header->entries != NULL &&
           header->digest != NULL;
}

/* FALSE when one of them is of a kind that there is not. */
static gboolean take_entries(DaichoKnown *known, const guint8 *body, gsize n)
{
    gboolean has_kinds = TRUE;
    g_array_set_size(known->entries, (guint)n);
    for (guint i = 0; i < n; i++, body += ENTRY_BYTES) {
        KnownEntry *entry = &g_array_index(known->entries, KnownEntry, i);
        memcpy(&entry->fingerprint, body, sizeof entry->fingerprint);
        memcpy(&entry->subject, body + 8, sizeof entry->subject);
        entry->fingerprint = GUINT64_FROM_BE(entry->fingerprint);
        entry->subject = GUINT32_FROM_BE(entry->subject);
        entry->kind = body[12];
        has_kinds = has_kinds && entry->kind < known->kinds->len;
    }
    return has_kinds;
}

static gboolean read_body(DaichoKnown *known, const Header *header, const guint8 *body,
                          gsize length, GError **error)
{
    guint64 n = 0;
    if (!g_ascii_string_to_unsigned(header->entries, 10, 0, G_MAXUINT32 / ENTRY_BYTES, &n, NULL) ||
        length > n * ENTRY_BYTES) {
        return refuse(known->name, "is damaged: make it again from its source", error);
    }
    if (length < n * ENTRY_BYTES) {
        return refuse(known->name, "is cut off: make it again from its source", error);
    }
    g_autofree char *digest = digest_of(header->key_id, header->kinds, body, length);
    return (strcmp(digest, header->digest) == 0 && take_entries(known, body, (gsize)n)) ||
           refuse(known->name, "is damaged: make it again from its source", error);
}

DaichoKnown *known_load(const char *name, const char *data, gsize length, GError **error)
{
    static const char what_makes_it[] =
        "holds no known values: daicho rules dictionary and daicho rules subjects make such files";
    gsize magic_length = strlen(magic);
    const char *end = length > magic_length ? g_strstr_len(data, (gssize)length, "\n\n") : NULL;
    if (end == NULL || memcmp(data, magic, magic_length - strlen("1\n")) != 0) {
        refuse(name, what_makes_it, error);
        return NULL;
    }
    if (memcmp(data, magic, magic_length) != 0) {
        refuse(name, "is of a newer version of daicho: make it again with this one", error);
        return NULL;
    }
    const char *from = data + magic_length;
    g_autofree char *text = end > from ? g_strndup(from, (gsize)(end - from)) : g_strdup("");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Header header;
    if (!read_header(lines, &header)) {
        refuse(name, "is damaged: make it again from its source", error);
        return NULL;
    }
    g_autoptr(DaichoKnown) known = known_new(g_strdup(header.key_id));
    known->name = g_strdup(name);
    g_auto(GStrv) kinds = g_strsplit(header.kinds, " ", KINDS_MAX);
    for (char **kind = kinds; *kind != NULL; kind++) {
        g_ptr_array_add(known->kinds, g_strdup(*kind));
    }
    const guint8 *body = (const guint8 *)end + 2;
    return read_body(known, &header, body, length - (gsize)((const char *)body - data), error)
               ? g_steal_pointer(&known)
               : NULL;
}

/* --- finding --- */

static guint find_first(const GArray *entries, guint64 value)
{
    guint low = 0;
    guint high = entries->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(entries, KnownEntry, middle).fingerprint < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

guint known_find(const DaichoKnown *known, const DaichoKey *key, guint kind, const char *folded,
                 const KnownEntry **entries)
{
    const char *name = known_get_kind(known, kind);
    g_autofree char *normalised = value_kind_find(name)->normalise(folded);
    if (normalised == NULL || known->entries->len == 0) {
        return 0;
    }
    guint64 value = fingerprint(key, name, normalised);
    guint first = find_first(known->entries, value);
    guint n = 0;
    while (n < SUBJECTS_MAX && first + n < known->entries->len &&
           g_array_index(known->entries, KnownEntry, first + n).fingerprint == value) {
        n++;
    }
    *entries = n > 0 ? &g_array_index(known->entries, KnownEntry, first) : NULL;
    return n;
}
