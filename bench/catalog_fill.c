/*
 * catalog_fill CATALOG KEY ROOT FINDINGS [FILE…]: fills a new catalog, made if it is missing like its key, through
 * the catalog's own functions, as a scan does: FINDINGS findings in
 * files, of which each has 50 in the mean. The
 * FILEs are in the share "bench", whose root is ROOT, and hold the values that a search is measured
 * with. Prints what was written and the seconds it took. Nothing in it is of a person.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"

enum { FILES_A_TRANSACTION = 512, SHARES = 4, NOW_S = 1764000000 };

/* As common packs find them; parts are of a thousand. */
static const struct {
    const char *rule, *category, *kind, *sample;
    guint confidence, parts;
} mix[] = {
    {"jp.name", "name", "name", "架***", 75, 210},
    {"jp.name-listed", "name", "name", "架***", 45, 60},
    {"common.email", "contact", "email", "h***@e***.com", 80, 190},
    {"jp.phone", "contact", "phone", "0**-****-5678", 70, 150},
    {"jp.phone-digits", "contact", "phone", "0**-****-5678", 25, 40},
    {"jp.address", "address", "address", "東京都***", 70, 90},
    {"jp.postal-code", "address", "jp.postal-code", "1**-**01", 60, 70},
    {"jp.birth-date", "birth-date", "birth-date", "19**-**-**", 60, 50},
    {"jp.my-number", "government-id", "jp.my-number", "1***********", 90, 10},
    {"common.payment-card", "financial", "common.payment-card", "4***-****-****-1111", 85, 10},
    {"jp.bank-account", "financial", "jp.bank-account", "***4567", 70, 20},
    {"common.ipv4", "online-id", "common.ipv4", "192.***", 25, 80},
    {"jp.special-care", "special-care-required", "jp.special-care", "診***", 45, 20},
};

static const char *const folders[] = {"hr",     "採用",   "セミナー", "研修", "問い合わせ",
                                      "survey", "travel", "経理",     "営業", "共有"};
static const char *const types[] = {"text/csv", "text/plain", "message/rfc822", "application/pdf",
                                    "application/zip"};

typedef struct {
    DaichoCatalog *catalog;
    DaichoKey *key;
    DaichoScanRow scan;
    guint64 random; /* of xorshift */
    gint64 files, items, findings;
} Fill;

static guint draw(Fill *fill, guint below)
{
    fill->random ^= fill->random << 13;
    fill->random ^= fill->random >> 7;
    fill->random ^= fill->random << 17;
    return (guint)((fill->random >> 11) % below);
}

static void set(char **text, const char *to)
{
    g_free(*text);
    *text = g_strdup(to);
}

static guint draw_rule(Fill *fill)
{
    guint part = draw(fill, 1000), i = 0;
    while (i + 1 < G_N_ELEMENTS(mix) && part >= mix[i].parts) {
        part -= mix[i++].parts;
    }
    return i;
}

/* A third of the values stand in several places. */
static void draw_value(Fill *fill, DaichoFinding *finding)
{
    guint64 number = draw(fill, 3) == 0 ? draw(fill, 200000) : fill->random;
    for (gsize i = 0; i < DAICHO_FINGERPRINT_BYTES; i += sizeof number) {
        number = (number ^ i) * 0x9e3779b97f4a7c15U + 0x1234567;
        number ^= number >> 29;
        memcpy(finding->fingerprint + i, &number, sizeof number);
    }
}

static void add_findings(Fill *fill, DaichoItem *item, guint count, gboolean is_table)
{
    gint64 at = 0;
    for (guint i = 0; i < count; i++) {
        DaichoFinding *finding = daicho_finding_new();
        guint rule = draw_rule(fill);
        set(&finding->rule, mix[rule].rule);
        set(&finding->category, mix[rule].category);
        set(&finding->kind, mix[rule].kind);
        set(&finding->sample, mix[rule].sample);
        finding->confidence = mix[rule].confidence + draw(fill, 10);
        at += 10 + draw(fill, 60);
        finding->start = at;
        finding->end = at + 8 + draw(fill, 16);
        finding->record = is_table ? i / 4 + 2 : i + 1;
        finding->table = is_table;
        finding->column = is_table ? i % 4 + 1 : 0;
        draw_value(fill, finding);
        g_ptr_array_add(item->findings, finding);
    }
    item->records = count + 1;
    fill->findings += count;
}

static DaichoItem *make_item(Fill *fill, const char *share, const char *path, const char *part)
{
    DaichoItem *item = daicho_item_new();
    guint state = draw(fill, 200);
    set(&item->share, share);
    set(&item->path, path);
    set(&item->part, part);
    set(&item->type, *part != '\0' ? types[0] : types[draw(fill, G_N_ELEMENTS(types))]);
    set(&item->charset, "UTF-8");
    item->state = state == 0   ? DAICHO_ITEM_UNREAD
                  : state == 1 ? DAICHO_ITEM_PARTLY_READ
                               : DAICHO_ITEM_READ;
    set(&item->reason, state == 0 ? "encrypted" : state == 1 ? "larger than the limit" : "");
    item->identity = (DaichoIdentity){1, (guint64)fill->files + 100, draw(fill, 1 << 20),
                                      (gint64)(NOW_S - draw(fill, 300000000)) * 1000000000,
                                      fill->files};
    item->mode = draw(fill, 4) == 0 ? 0100644 : 0100640;
    item->size_bytes = item->identity.size_bytes;
    fill->items++;
    return item;
}

/* Many files hold little or nothing, some are tables of thousands of rows. */
static guint draw_count(Fill *fill, gboolean *is_table)
{
    guint size = draw(fill, 1000);
    *is_table = size >= 900;
    return size < 350   ? 0
           : size < 900 ? 1 + draw(fill, 20)
           : size < 995 ? 50 + draw(fill, 600)
                        : 1000 + draw(fill, 4000);
}

static gboolean put_one(Fill *fill, const char *share, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    gboolean is_table = FALSE;
    guint count = draw_count(fill, &is_table);
    g_autofree char *path = g_strdup_printf("%s-%02u/%04u/%07" G_GINT64_FORMAT ".csv",
                                            folders[draw(fill, G_N_ELEMENTS(folders))],
                                            draw(fill, 12), draw(fill, 50), fill->files);
    g_ptr_array_add(items, make_item(fill, share, path, ""));
    if (draw(fill, 20) == 0) {
        set(&((DaichoItem *)items->pdata[0])->type, types[G_N_ELEMENTS(types) - 1]);
        DaichoItem *member = make_item(fill, share, path, "inner/list.csv");
        member->identity = ((DaichoItem *)items->pdata[0])->identity;
        member->mode = ((DaichoItem *)items->pdata[0])->mode;
        g_ptr_array_add(items, member);
    }
    add_findings(fill, items->pdata[items->len - 1], count, is_table);
    fill->files++;
    return daicho_catalog_put_file(fill->catalog, &fill->scan, items, NULL, error);
}

static gboolean put_many(Fill *fill, const char *share, gint64 until, GError **error)
{
    while (fill->findings < until) {
        g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(fill->catalog, error);
        for (guint i = 0; transaction != NULL && i < FILES_A_TRANSACTION; i++) {
            if (fill->findings < until && !put_one(fill, share, error)) {
                return FALSE;
            }
        }
        if (transaction == NULL || !daicho_transaction_commit(transaction, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Of two values that a search is measured with. */
static void add_known(Fill *fill, DaichoItem *item, guint rule, const char *value)
{
    add_findings(fill, item, 1, FALSE);
    DaichoFinding *finding = g_ptr_array_index(item->findings, item->findings->len - 1);
    set(&finding->rule, mix[rule].rule);
    set(&finding->category, mix[rule].category);
    set(&finding->kind, mix[rule].kind);
    finding->confidence = mix[rule].confidence;
    daicho_key_fingerprint(fill->key, mix[rule].kind, value, finding->fingerprint);
}

static gboolean put_known(Fill *fill, char **paths, GError **error)
{
    for (; *paths != NULL; paths++) {
        g_autoptr(GPtrArray)
            items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
        DaichoItem *item = make_item(fill, "bench", *paths, "");
        g_ptr_array_add(items, item);
        item->identity.device = 0;
        item->state = DAICHO_ITEM_READ;
        set(&item->reason, "");
        set(&item->type, "text/plain");
        add_known(fill, item, 2, "hanako.kaku@example.com");
        add_known(fill, item, 3, "0300001234");
        add_known(fill, item, 8, "123456789018");
        fill->files++;
        if (!daicho_catalog_put_file(fill->catalog, &fill->scan, items, NULL, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean fill_share(Fill *fill, guint number, const char *root, gint64 until, char **known,
                           GError **error)
{
    DaichoScanTotals totals;
    g_autofree char *name = number == 0 ? g_strdup("bench") : g_strdup_printf("bench%u", number);
    g_autofree char *folder = number == 0 ? g_strdup(root) : g_strdup_printf("%s%u", root, number);
    return daicho_catalog_put_share(fill->catalog, name, folder, error) &&
           daicho_catalog_begin_scan(fill->catalog, name, "bench", FALSE, NOW_S, &fill->scan,
                                     error) &&
           (number > 0 || put_known(fill, known, error)) && put_many(fill, name, until, error) &&
           daicho_catalog_finish_scan(fill->catalog, &fill->scan, NULL, NOW_S + 60, &totals, error);
}

static void tell(const char *what, gint64 *since_us)
{
    gint64 now_us = g_get_monotonic_time();
    printf("%s\t%.2f\n", what, (double)(now_us - *since_us) / 1e6);
    *since_us = now_us;
}

static gboolean fill_all(Fill *fill, const char *root, gint64 findings, char **known,
                         GError **error)
{
    gint64 since_us = g_get_monotonic_time();
    g_autoptr(DaichoPolicy) policy = daicho_policy_load_default(error);
    for (guint i = 0; policy != NULL && i < SHARES; i++) {
        if (!fill_share(fill, i, root, findings * (i + 1) / SHARES, known, error)) {
            return FALSE;
        }
    }
    tell("write", &since_us);
    if (policy == NULL || !daicho_catalog_assign_purposes(fill->catalog, policy, error)) {
        return FALSE;
    }
    tell("purposes", &since_us);
    printf("files\t%" G_GINT64_FORMAT "\nitems\t%" G_GINT64_FORMAT "\nfindings\t%" G_GINT64_FORMAT
           "\n",
           fill->files, fill->items, fill->findings);
    return daicho_catalog_flush(fill->catalog, error);
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    Fill fill = {.random = 0x2545f4914f6cdd1d};
    if (argc < 5) {
        fprintf(stderr, "usage: catalog_fill CATALOG KEY ROOT FINDINGS [FILE…]\n");
        return 2;
    }
    gboolean done = daicho_key_begin(&error) &&
                    (fill.key = daicho_key_create(argv[2], &error)) != NULL &&
                    (fill.catalog = daicho_catalog_open(argv[1], DAICHO_CATALOG_CREATE, fill.key,
                                                        &error)) != NULL &&
                    fill_all(&fill, argv[3], g_ascii_strtoll(argv[4], NULL, 10), argv + 5, &error);
    if (!done) {
        fprintf(stderr, "catalog_fill: %s\n", error->message);
    }
    daicho_catalog_close(fill.catalog);
    daicho_key_free(fill.key);
    return done ? 0 : 1;
}
