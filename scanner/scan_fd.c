#include "scanner/scanner.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "scanner/collect.h"
#include "scanner/message.h"

typedef struct {
    DaichoRules *rules;
    const DaichoKey *key;
    const char *path;
    const DaichoReading *reading;
} Reading;

static gboolean read_in_sandbox(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                GVariant **result, GError **error)
{
    (void)n_fds;
    (void)argument;
    (void)error;
    const Reading *reading = data;
    const CollectOptions options = {
        .rules = reading->rules,
        .key = reading->key,
        .reading = reading->reading,
        .digests = TRUE,
    };
    g_auto(Collected) collected = {0};
    collect_fd(fds[0], reading->path, &options, &collected);
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(
        message_from_items(collected.items, reading->rules, collected.marker));
    *result = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
    return TRUE;
}

GPtrArray *daicho_scan_fd(DaichoRules *rules, const DaichoKey *key, int fd, const char *path,
                          const DaichoReading *reading, GError **error)
{
    Reading argument = {rules, key, path, reading};
    g_autoptr(GVariant) message = NULL;
    struct stat status = {0};
    daicho_rules_prepare(rules, fstat(fd, &status) == 0 ? (gsize)MAX(status.st_size, 0) : 0);
    if (!extract_init(reading, error) ||
        !daicho_sandbox_run(read_in_sandbox, &fd, 1, NULL, &argument, &reading->limits,
                            G_VARIANT_TYPE_BYTESTRING, &message, error)) {
        return NULL;
    }
    gsize length = 0;
    const guint8 *bytes = g_variant_get_fixed_array(message, &length, 1);
    GPtrArray *items = message_to_items(bytes, length, rules, NULL);
    if (items == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "worker gave a damaged answer");
    }
    for (guint i = 0; items != NULL && i < items->len; i++) {
        DaichoItem *item = g_ptr_array_index(items, i);
        g_free(item->path);
        item->path = g_strdup(path);
    }
    return items;
}
