#include "scanner/readers/offcrypto.h"

#include "scanner/readers/passwords.h"
#include "scanner/spool.h"

enum {
    INFO_BYTES = 1 << 20,
    PACKAGE_BYTES = 256 << 20,
    SIZE_BYTES = 8, /* of the package, in front of it (2.3.4.4) */
};

/* A package being decrypted. */
typedef struct {
    Item *item;
    const OffcryptoScheme *scheme;
    gpointer key;
    OleStream *stream;
    guint64 left; /* of the package, without what fills its last block */
    Spool *spool;
} Package;

static const OffcryptoScheme *find_scheme(GBytes *info)
{
    static const OffcryptoScheme *const schemes[] = {&offcrypto_agile, &offcrypto_standard};
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(info, &length);
    for (gsize i = 0; i < G_N_ELEMENTS(schemes) && length >= 4; i++) {
        if (ole_get_u16(bytes + 2) == schemes[i]->minor_version) {
            return schemes[i];
        }
    }
    return NULL;
}

static void watch(const Package *package, const guint8 *bytes, gsize length)
{
    if (package->scheme->watch != NULL) {
        package->scheme->watch(package->key, bytes, length);
    }
}

static gboolean add_segment(Package *package, guint32 number, guint8 *bytes, gsize length)
{
    g_autoptr(GError) error = NULL;
    gsize whole = length - length % OFFCRYPTO_BLOCK_BYTES;
    gsize wanted = (gsize)MIN((guint64)whole, package->left);
    if (!package->scheme->decrypt(package->key, number, bytes, whole)) {
        item_set_partly(package->item, "damaged: a part of it cannot be decrypted");
        return FALSE;
    }
    if (!spool_add(package->spool, bytes, wanted, &error)) {
        item_set_unread(package->item, "%s", error->message);
        return FALSE;
    }
    package->left -= wanted;
    return TRUE;
}

/* Goes on to the end of the stream, which the checksum is of. */
static gboolean add_segments(Package *package)
{
    guint8 segment[OFFCRYPTO_SEGMENT_BYTES];
    guint64 offset = SIZE_BYTES;
    for (guint32 number = 0;; number++) {
        gsize got = ole_stream_read(package->stream, offset, segment, sizeof segment);
        if (got == 0) {
            return TRUE;
        }
        watch(package, segment, got);
        if (package->left > 0 && !add_segment(package, number, segment, got)) {
            return FALSE;
        }
        offset += got;
    }
}

static GBytes *decrypt(Package *package)
{
    guint8 size[SIZE_BYTES];
    gboolean has_size = ole_stream_read(package->stream, 0, size, sizeof size) == sizeof size;
    package->left = has_size ? ole_get_u64(size) : 0;
    if (MIN(package->left, ole_stream_get_size(package->stream)) > PACKAGE_BYTES) {
        item_set_unread(package->item, "limit: encrypted document of more than 256 MiB");
        return NULL;
    }
    if (has_size && package->left == 0) {
        item_set_partly(package->item, "damaged: it says that nothing is in it");
    }
    watch(package, size, sizeof size);
    g_autoptr(Spool) spool = spool_new();
    package->spool = spool;
    g_autoptr(GError) error = NULL;
    if (!add_segments(package)) {
        return NULL;
    }
    if (package->left > 0 || !has_size) {
        item_set_partly(package->item, "damaged: a part of it is cut off");
    } else if (package->scheme->is_genuine != NULL && !package->scheme->is_genuine(package->key)) {
        item_set_partly(package->item, "damaged: it is not as it was when it was encrypted");
    }
    GBytes *bytes = spool_finish(g_steal_pointer(&spool), &error);
    if (bytes == NULL) {
        item_set_unread(package->item, "%s", error->message);
    }
    return bytes;
}

/* The content, once a password fits (g_bytes_unref); NULL after setting the item unread. */
static GBytes *open_package(Package *package, const OleEntry *entry, guint64 steps, Ole *ole)
{
    const PasswordTrial trial = {
        .known = passwords_of_office,
        .steps = steps,
        .fits = package->scheme->fits,
        .data = package->key,
    };
    if (!passwords_try(package->item, &trial)) {
        return NULL;
    }
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    package->stream = stream;
    return decrypt(package);
}

void offcrypto_package_read(Ole *ole)
{
    const OleEntry *root = ole_get_root(ole);
    const OleEntry *entry = ole_find_stream(root, "EncryptedPackage");
    Package package = {.item = ole_get_item(ole)};
    guint64 steps = 0;
    g_autoptr(GBytes) info = ole_load(ole, ole_find_stream(root, "EncryptionInfo"), INFO_BYTES);
    package.scheme = info != NULL && entry != NULL ? find_scheme(info) : NULL;
    if (package.scheme != NULL) {
        package.key = package.scheme->open(package.item, info, &steps);
    }
    if (package.key == NULL) {
        item_set_unread(package.item, "encrypted");
        return;
    }
    g_autoptr(GBytes) bytes = open_package(&package, entry, steps, ole);
    package.scheme->close(package.key);
    if (bytes != NULL) {
        item_read_decrypted(package.item, bytes);
    }
}
