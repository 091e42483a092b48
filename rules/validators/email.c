#include "rules/validator.h"

#include <string.h>

/* Endings of files that stand where a top-level domain would: logo@2x.png is no address. */
static const char *const file_endings[] = {
    "png",  "jpg",   "jpeg",    "gif",    "svg",   "webp",   "css", "js",
    "html", "json",  "xml",     "txt",    "pdf",   "c",      "h",   "cpp",
    "py",   "local", "service", "socket", "timer", "target", NULL,
};

static gboolean has_good_labels(const char *domain)
{
    g_auto(GStrv) labels = g_strsplit(domain, ".", -1);
    gboolean are_good = g_strv_length(labels) >= 2 && strlen(domain) <= 255;
    for (char **label = labels; *label != NULL; label++) {
        gsize length = strlen(*label);
        are_good = are_good && length > 0 && length <= 63 && **label != '-' &&
                   (*label)[length - 1] != '-';
    }
    return are_good;
}

/* Local part at most 64 octets, domain 255, each label 63; no dot at an edge or doubled. */
gboolean email_accepts(const char *value)
{
    const char *at = strchr(value, '@');
    if (at == NULL || strchr(at + 1, '@') != NULL || strstr(value, "..") != NULL) {
        return FALSE;
    }
    gsize local = (gsize)(at - value);
    const char *ending = strrchr(at, '.');
    if (local == 0 || local > 64 || *value == '.' || at[-1] == '.' || !has_good_labels(at + 1)) {
        return FALSE;
    }
    g_autofree char *lower = g_ascii_strdown(ending + 1, -1);
    return strlen(lower) >= 2 && !g_strv_contains(file_endings, lower);
}
