#include "scanner/collect.h"

#include <string.h>

#include "scanner/scanner.h"

/* What is known of one open item. */
typedef struct {
    DaichoItem *item;       /* borrowed from the list */
    gint64 text_offset;     /* where in the part's whole text the next window's report begins */
    GPtrArray *limited;     /* rules that gave up on it: borrowed ids */
    DaichoColumns *columns; /* of its tables */
} OpenItem;

typedef struct {
    const CollectOptions *options;
    Collected *collected;
    const char *path;
    char *folder;       /* the name of the folder that the file lies in; NULL in the root */
    GArray *open;       /* of OpenItem */
    guint64 n_findings; /* of the file, all items together */
    gboolean too_many;
} Collector;

/* One window of text, while the rules run over it. */
typedef struct {
    Collector *collector;
    OpenItem *open;
    const DaichoText *text;
    const ExtractMap *map; /* NULL when the text has no places in the original */
    gboolean is_name;
    gsize report_from, report_to;
} Window;

static void open_item_clear(gpointer data)
{
    OpenItem *open = data;
    g_ptr_array_unref(open->limited);
    daicho_columns_free(open->columns);
}

static OpenItem *innermost(Collector *collector)
{
    return &g_array_index(collector->open, OpenItem, collector->open->len - 1);
}

static void replace(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* Only who reads all of a text knows how long what came before is as UTF-8. Of messages that is added
 * when they are joined, to all that is found in them: none may have a place of its own then. */
static void note_place(const Window *window, gboolean is_original)
{
    Collector *collector = window->collector;
    const ExtractSlice *slice = &collector->options->slice;
    const gboolean has_own = slice->kind == EXTRACT_BYTES || slice->kind == EXTRACT_TABLE;
    const gboolean has_none = slice->kind == EXTRACT_MESSAGES || slice->kind == EXTRACT_LINES;
    const gboolean is_unfit = is_original ? has_none && *window->open->item->part == '\0' : has_own;
    if (is_unfit && slice->from > 0) {
        collector->collected->outcome.sum.is_unfit = TRUE;
    }
}

/* Offsets in the original where the text has a place there, else in the part's UTF-8 text. */
static void set_place(DaichoFinding *finding, const Window *window, const DaichoMatch *match)
{
    gint64 start = extract_map_offset(window->map, match->start);
    gint64 end = extract_map_offset(window->map, match->end);
    gboolean is_original = start >= 0 && end >= 0;
    note_place(window, is_original);
    if (!is_original) {
        gint64 base = window->open->text_offset - (gint64)window->report_from;
        start = base + (gint64)match->start;
        end = base + (gint64)match->end;
    }
    finding->start = start;
    finding->end = end;
    replace(&finding->locator, extract_map_locator(window->map, match->start));
    if (window->text->n_records > 0) {
        const DaichoRecord *record = &window->text->records[match->record];
        finding->record = (gint64)record->number;
        finding->record_start = extract_map_offset(window->map, record->start);
        finding->record_end = extract_map_offset(window->map, record->end);
    }
}

static void add_match(const DaichoMatch *match, gpointer data)
{
    const Window *window = data;
    Collector *collector = window->collector;
    if (match->start < window->report_from || match->start >= window->report_to) {
        return;
    }
    if (collector->n_findings >= collector->options->reading->limits.findings) {
        collector->too_many = TRUE;
        return;
    }
    collector->n_findings++;
    DaichoFinding *finding = daicho_finding_new();
    replace(&finding->rule, match->rule->id);
    replace(&finding->category, match->rule->category);
    replace(&finding->kind, match->rule->kind);
    replace(&finding->sample, match->sample);
    finding->confidence = match->confidence;
    finding->table = match->table;
    finding->column = match->column;
    finding->record_start = finding->record_end = -1;
    if (!window->is_name) {
        set_place(finding, window, match);
    } else {
        finding->in_name = TRUE;
        finding->start = (gint64)match->start;
        finding->end = (gint64)match->end;
    }
    daicho_key_fingerprint(collector->options->key, match->rule->kind, match->value,
                           finding->fingerprint);
    g_ptr_array_add(window->open->item->findings, finding);
}

static void match_window(Window *window)
{
    /* What would be found is kept no more, and the item is told as partly read. */
    if (window->collector->too_many) {
        return;
    }
    daicho_rules_match(window->collector->options->rules, window->text, 1, add_match, window,
                       window->open->limited);
}

static void match_name(Collector *collector, const char *name)
{
    const DaichoText text = {.text = name, .length = strlen(name)};
    Window window = {
        .collector = collector,
        .open = innermost(collector),
        .text = &text,
        .is_name = TRUE,
        .report_to = text.length + 1,
    };
    match_window(&window);
}

static void on_begin(gpointer data, const char *part, const char *name)
{
    Collector *collector = data;
    DaichoItem *item = daicho_item_new();
    replace(&item->part, part);
    g_ptr_array_add(collector->collected->items, item);
    const OpenItem open = {
        .item = item,
        .limited = g_ptr_array_new(),
        .columns = daicho_columns_new(collector->options->rules),
    };
    g_array_append_val(collector->open, open);
    if (*part != '\0') {
        match_name(collector, name);
        return;
    }
    if (collector->options->slice.from > 0) {
        return; /* the first slice has the name */
    }
    g_autofree char *shown = daicho_member_name_decode(collector->path, strlen(collector->path));
    match_name(collector, shown);
}

static void on_text(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                    gsize report_to)
{
    Collector *collector = data;
    DaichoText labelled = *text;
    labelled.folder_label = collector->folder;
    labelled.columns = innermost(collector)->columns;
    Window window = {
        .collector = collector,
        .open = innermost(collector),
        .text = &labelled,
        .map = map,
        .report_from = report_from,
        .report_to = report_to,
    };
    match_window(&window);
    window.open->text_offset += (gint64)(report_to - report_from);
    if (report_to == 0 && extract_slice_has_columns(&collector->options->slice)) {
        daicho_columns_keep_head(window.open->columns); /* its matches are another slice's */
    }
}

static void mark_partly_read(DaichoItem *item, const char *reason)
{
    if (item->state == DAICHO_ITEM_READ) {
        item->state = DAICHO_ITEM_PARTLY_READ;
        replace(&item->reason, reason);
    }
}

void collect_judge(DaichoRules *rules, DaichoColumns *columns, DaichoItem *item)
{
    GPtrArray *findings = item->findings;
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
    guint kept = 0;
    for (guint i = 0; findings->len > 0 && i < daicho_rules_get_length(rules); i++) {
        const DaichoRule *rule = daicho_rules_get(rules, i);
        g_hash_table_insert(by_id, (gpointer)(guintptr)rule->id, (gpointer)(guintptr)rule);
    }
    for (guint i = 0; i < findings->len; i++) {
        DaichoFinding *finding = g_ptr_array_index(findings, i);
        if (finding->column > 0) {
            finding->confidence = daicho_columns_judge(
                columns, (guint32)finding->table, (guint32)finding->column,
                g_hash_table_lookup(by_id, finding->rule), finding->confidence);
        }
        if (finding->confidence == 0) {
            daicho_finding_free(finding);
        } else {
            findings->pdata[kept++] = finding;
        }
    }
    for (guint i = kept; i < findings->len; i++) {
        findings->pdata[i] = NULL; /* freed, or moved forward */
    }
    g_ptr_array_set_size(findings, (gint)kept);
    item->has_refuted = daicho_columns_have_refuted(columns);
}

/* What the file's own text adds to the sum of its slice. Whether a rule that gave up is what is told of
 * the file depends on all else that is told of it. */
static void sum_up_file(Collector *collector, const OpenItem *file)
{
    ExtractSum *sum = &collector->collected->outcome.sum;
    const ExtractSlice *slice = &collector->options->slice;
    const gboolean tells_more = slice->kind == EXTRACT_MESSAGES || extract_slice_has_columns(slice);
    sum->text_bytes = (guint64)file->text_offset;
    sum->is_unfit |= tells_more && file->limited->len > 0 ? 1 : 0;
}

static void on_end(gpointer data, const ExtractEnd *end)
{
    Collector *collector = data;
    OpenItem *open = innermost(collector);
    DaichoItem *item = open->item;
    if (*item->part == '\0') {
        sum_up_file(collector, open);
    }
    if (*item->part == '\0' && extract_slice_has_columns(&collector->options->slice)) {
        collector->collected->columns = g_steal_pointer(&open->columns);
    } else {
        collect_judge(collector->options->rules, open->columns, item);
    }
    replace(&item->type, end->type);
    replace(&item->charset, end->charset);
    replace(&item->reason, end->reason);
    replace(&item->digest, end->digest);
    item->state = end->state;
    item->size_bytes = end->size_bytes;
    item->records = end->records;
    if (open->limited->len > 0) {
        g_autofree char *reason = g_strdup_printf("rule %s reached the match limit",
                                                  (char *)g_ptr_array_index(open->limited, 0));
        mark_partly_read(item, reason);
    }
    if (collector->too_many) {
        mark_partly_read(item, "limit: findings");
    }
    if (*end->marker != '\0' && *collector->collected->marker == '\0') {
        replace(&collector->collected->marker, end->marker);
    }
    g_array_set_size(collector->open, collector->open->len - 1);
}

/* Known rows know nothing of this name: with findings in it the file is read anew. */
static gboolean on_seen(gpointer data, const char *digest)
{
    const Collector *collector = data;
    const DaichoItem *file = g_ptr_array_index(collector->collected->items, 0);
    return file->findings->len == 0 && collector->options->seen(collector->options->data, digest);
}

static ExtractWish on_get_wish(gpointer data)
{
    const Collector *collector = data;
    return collector->options->get_wish(collector->options->data);
}

static void on_hand_on(gpointer data, int fd)
{
    const Collector *collector = data;
    collector->options->hand_on(collector->options->data, fd, collector->collected->items->len);
}

void collected_clear(Collected *collected)
{
    g_clear_pointer(&collected->items, g_ptr_array_unref);
    g_clear_pointer(&collected->marker, g_free);
    g_clear_pointer(&collected->outcome.plan, g_array_unref);
    g_clear_pointer(&collected->columns, daicho_columns_free);
}

static char *get_folder_name(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (strcmp(folder, ".") == 0) {
        return NULL;
    }
    g_autofree char *name = g_path_get_basename(folder);
    return daicho_member_name_decode(name, strlen(name));
}

void collect_fd(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    collected->items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    collected->marker = g_strdup("");
    collected->outcome.plan = g_array_new(FALSE, FALSE, sizeof(ExtractSlice));
    g_autofree char *folder = get_folder_name(path);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(OpenItem));
    g_array_set_clear_func(open, open_item_clear);
    Collector collector = {
        .options = options,
        .collected = collected,
        .path = path,
        .folder = folder,
        .open = open,
    };
    const ExtractOptions extract = {
        .limits = options->reading->limits,
        .passwords = options->reading->passwords,
        .ocr = options->reading->ocr,
        .digests = options->digests,
        .slice = options->slice,
        .outcome = options->slice.kind != EXTRACT_WHOLE ? &collected->outcome : NULL,
    };
    const ExtractVisitor visitor = {
        .begin = on_begin,
        .text = on_text,
        .end = on_end,
        .seen = options->seen != NULL ? on_seen : NULL,
        .get_wish = options->get_wish != NULL ? on_get_wish : NULL,
        .hand_on = options->hand_on != NULL ? on_hand_on : NULL,
    };
    extract_fd(fd, path, &extract, &visitor, &collector);
    collected->outcome.sum.findings = collector.n_findings;
    collected->outcome.sum.is_unfit |= collector.too_many ? 1 : 0;
}
