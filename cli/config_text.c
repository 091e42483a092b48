#include "cli/config_text.h"

#include "base/limits.h"

static const char head[] =
    "# daicho.yaml: what daicho reads and where it keeps its register.\n"
    "# Paths are relative to this file's folder.\n"
    "\n"
    "# The shares: a name of your own, and the folder. A share may also have\n"
    "#   exclude: [\"*.iso\", \"backup/*\"]   what is left out (* crosses folders)\n"
    "#   cross-devices: true               go into other file systems mounted in it\n"
    "#   passwords: [\"...\"]                tried on its encrypted files\n"
    "#   ocr: true                         read the text in pictures, too: takes seconds for "
    "each\n";

static const char tail[] =
    "\n"
    "# What counts as personal data. The program's packs are common, jp, us, uk, eu, apac,\n"
    "# americas and mea; folders hold packs of your own (*.yaml), whose rules go before those\n"
    "# of the same id.\n"
    "rules:\n"
    "  packs: [common, jp]\n"
    "  folders: []\n"
    "\n"
    "policy: policy.yaml    # your published privacy policy as data: purposes, deadlines, grounds\n"
    "catalog: catalog.db    # the register; no personal data stands in it in clear\n"
    "key: daicho.key        # the secret; keep a copy of it, but not with the copies of the "
    "catalog\n"
    "vault: vault           # data whose use is suspended, encrypted\n"
    "\n"
    "# What one file may cost; past a limit it is listed as partly read. These are the defaults:\n"
    "# limits:\n";

/* A YAML double-quoted scalar. */
static void append_quoted(GString *text, const char *value)
{
    g_string_append_c(text, '"');
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\') {
            g_string_append_c(text, '\\');
        }
        if (g_ascii_iscntrl(*value)) {
            g_string_append_printf(text, "\\x%02x", (guchar)*value);
        } else {
            g_string_append_c(text, *value);
        }
    }
    g_string_append_c(text, '"');
}

static void append_shares(GString *text, const char *const *shares)
{
    if (*shares == NULL) {
        g_string_append(text, "# shares:\n#   office:\n#     path: /srv/office\n");
        return;
    }
    g_string_append(text, "shares:\n");
    for (; *shares != NULL; shares += 2) {
        g_string_append(text, "  ");
        append_quoted(text, shares[0]);
        g_string_append(text, ":\n    path: ");
        append_quoted(text, shares[1]);
        g_string_append_c(text, '\n');
    }
}

static void append_limits(GString *text)
{
    const DaichoLimits *limits = &daicho_limits_default;
    g_string_append_printf(
        text,
        "#   depth: %u             archives within archives\n"
        "#   expanded-bytes: %" G_GUINT64_FORMAT "\n"
        "#   ratio: %u           expanded to stored size\n"
        "#   members: %" G_GUINT64_FORMAT "\n"
        "#   findings: %" G_GUINT64_FORMAT "\n"
        "#   time-s: %u\n"
        "#   memory-bytes: %" G_GUINT64_FORMAT "    of one worker\n"
        "#   heap-bytes: %" G_GUINT64_FORMAT "       of it, what is taken out of a file\n"
        "#   rewrite-bytes: %" G_GUINT64_FORMAT "   the largest archive that is rewritten\n",
        limits->depth, limits->expanded_bytes, limits->ratio, limits->members, limits->findings,
        limits->time_s, limits->memory_bytes, limits->heap_bytes, limits->rewrite_bytes);
}

char *config_text_new(const char *const *shares)
{
    GString *text = g_string_new(head);
    append_shares(text, shares);
    g_string_append(text, tail);
    append_limits(text);
    return g_string_free(text, FALSE);
}
