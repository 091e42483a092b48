#include "scanner/extract.h"

#include <gmime/gmime.h>
#include <stdarg.h>
#include <string.h>

#include "base/allocation.h"
#include "base/error.h"
#include "scanner/parcel.h"
#include "scanner/reader.h"
#include "scanner/readers/crypto.h"
#include "scanner/readers/ocr_library.h"
#include "scanner/readers/pdf.h"
#include "scanner/readers/xml_events.h"
#include "scanner/scanner.h"

enum { RATIO_FROM_BYTES = 16 << 20 };

static const Reader readers[] = {
    {"access", reader_access_read, 1},
    {"archive", reader_archive_read, 5},
    {"calendar", reader_calendar_read, 1},
    {"cms", reader_cms_read, 1},
    {"compressed", reader_compressed_read, 3},
    {"csv", reader_csv_read, 2},
    {"dbf", reader_dbf_read, 1},
    {"dbf-memo", reader_dbf_memo_read, 1},
    {"encrypted", reader_encrypted_read, 1},
    {"epub", reader_epub_read, 2},
    {"html", reader_html_read, 3},
    {"image", reader_image_read, 1},
    {"json", reader_json_read, 4},
    {"json-lines", reader_json_lines_read, 2},
    {"ldif", reader_ldif_read, 2},
    {"mail", reader_mail_read, 5},
    {"marker", reader_marker_read, 1},
    {"mbox", reader_mbox_read, 3},
    {"metafile", reader_metafile_read, 1},
    {"odf", reader_odf_read, 3},
    {"odf-flat", reader_odf_flat_read, 1},
    {"ole", reader_ole_read, 3},
    {"ooxml", reader_ooxml_read, 2},
    {"pdf", reader_pdf_read, 4},
    {"pst", reader_pst_read, 1},
    {"rtf", reader_rtf_read, 1},
    {"sqlite", reader_sqlite_read, 2},
    {"text", reader_text_read, 2},
    {"tnef", reader_tnef_read, 1},
    {"vcard", reader_vcard_read, 2},
    {"word2", reader_word2_read, 1},
    {"xls", reader_xls_read, 2},
    {"xlsx", reader_xlsx_read, 1},
    {"xml", reader_xml_read, 3},
};

const Reader *reader_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (strcmp(readers[i].name, name) == 0) {
            return &readers[i];
        }
    }
    return NULL;
}

static G_GNUC_PRINTF(3, 0) void lower_state(Item *item, DaichoItemState state, const char *format,
                                            va_list arguments)
{
    if (item->state < state) {
        g_free(item->reason);
        /* Libraries put names into their messages, in any charset. */
        g_autofree char *reason = g_strdup_vprintf(format, arguments);
        item->reason = g_utf8_make_valid(reason, -1);
        item->state = state;
    }
}

void item_set_partly(Item *item, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lower_state(item, DAICHO_ITEM_PARTLY_READ, format, arguments);
    va_end(arguments);
}

void item_set_unread(Item *item, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    lower_state(item, DAICHO_ITEM_UNREAD, format, arguments);
    va_end(arguments);
}

static gboolean is_file(const Item *item)
{
    return *item->part == '\0' && item->extraction->depth == 0;
}

gboolean extract_slice_is_part(const ExtractSlice *slice)
{
    return slice->kind != EXTRACT_WHOLE && slice->kind != EXTRACT_PLAN;
}

gboolean extract_slice_has_columns(const ExtractSlice *slice)
{
    return slice->kind == EXTRACT_TABLE || slice->kind == EXTRACT_LINES;
}

const ExtractSlice *item_get_slice(const Item *item, ExtractKind kind)
{
    const ExtractSlice *slice = &item->extraction->options->slice;
    if (!is_file(item) || slice->kind != kind || source_get_fd(item->source) < 0) {
        return NULL;
    }
    item->extraction->options->outcome->sum.is_taken = TRUE;
    return slice;
}

void item_set_unfit(Item *item)
{
    if (is_file(item) && item->extraction->options->outcome != NULL) {
        item->extraction->options->outcome->sum.is_unfit = TRUE;
    }
}

void item_give_range(Item *item, const DaichoText *text, const ExtractMap *map, gsize report_from,
                     gsize report_to)
{
    Extraction *extraction = item->extraction;
    extraction->visitor->text(extraction->data, text, map, report_from, report_to);
}

void item_give_head(Item *item, const DaichoText *text, const ExtractMap *map)
{
    item_give_range(item, text, map, 0, 0);
}

void item_give_text(Item *item, const DaichoText *text, const ExtractMap *map)
{
    item_give_range(item, text, map, 0, text->length);
}

gboolean extraction_count_bytes(Extraction *extraction, gsize bytes)
{
    const DaichoLimits *limits = &extraction->options->limits;
    extraction->expanded_bytes += bytes;
    if (extraction->expanded_bytes > limits->expanded_bytes) {
        extraction->limit = "limit: expanded size";
    } else if (extraction->expanded_bytes > RATIO_FROM_BYTES &&
               extraction->expanded_bytes / (guint64)MAX(extraction->stored_bytes, 1) >
                   limits->ratio) {
        extraction->limit = "limit: expansion ratio";
    }
    return extraction->limit == NULL;
}

static gint64 get_size(const Item *item)
{
    gint64 size = source_get_size(item->source);
    if (source_get_fd(item->source) >= 0) {
        size = item->extraction->stored_bytes;
    }
    return size >= 0 ? size : source_get_taken(item->source);
}

static void end_item(Item *item, const char *digest)
{
    Extraction *extraction = item->extraction;
    const ExtractEnd end = {
        .part = item->part,
        .name = item->name,
        .type = item->type != NULL ? item->type : "application/octet-stream",
        .charset = item->charset != NULL ? item->charset->name : "",
        .state = item->state,
        .reason = item->reason != NULL ? item->reason : "",
        .digest = digest,
        .marker = item->marker != NULL ? item->marker : "",
        .size_bytes = get_size(item),
        .records = item->records,
    };
    extraction->visitor->end(extraction->data, &end);
    g_clear_pointer(&item->reason, g_free);
    g_clear_pointer(&item->marker, g_free);
}

/* For a container or document that is the file itself: whether its rows are known already. */
static gboolean is_seen(Item *item, char **digest)
{
    Extraction *extraction = item->extraction;
    int fd = source_get_fd(item->source);
    gboolean is_text = item->charset != NULL;
    guint8 bytes[DAICHO_DIGEST_BYTES];
    if (fd < 0 || (extraction->visitor->seen == NULL && !extraction->options->digests) ||
        (is_text && !extraction->options->digests) || !daicho_digest_fd(fd, bytes, NULL)) {
        return FALSE;
    }
    *digest = daicho_hex_encode(bytes, sizeof bytes);
    return extraction->visitor->seen != NULL && item->reader != NULL && !is_text &&
           extraction->visitor->seen(extraction->data, *digest);
}

static void read_classified(Item *item)
{
    if (item->reader == NULL) {
        item_set_unread(item, "no reader for %s", item->type);
        return;
    }
    item->reader->read(item);
    if (item->extraction->limit != NULL) {
        item_set_partly(item, "%s", item->extraction->limit);
    }
}

/* A file that was written to meanwhile may have been read half old, half new. */
static void note_change(Item *item)
{
    const struct stat *before = &item->extraction->status;
    struct stat after = {0};
    int fd = source_get_fd(item->source);
    if (fd >= 0 && fstat(fd, &after) == 0 &&
        (after.st_size != before->st_size || after.st_mtim.tv_sec != before->st_mtim.tv_sec ||
         after.st_mtim.tv_nsec != before->st_mtim.tv_nsec)) {
        item_set_partly(item, "it changed while it was read");
    }
}

/* Whatever its reader made of it. The same is said of what it is in, of which it may be all that was lost. */
static void note_refusal(Item *item, guint refused_before)
{
    if (daicho_allocation_count_refused() > refused_before) {
        g_clear_pointer(&item->reason, g_free);
        item->reason = g_strdup("out of memory");
        item->state = MAX(item->state, DAICHO_ITEM_PARTLY_READ);
    }
}

static void read_item(Item *item)
{
    const guint refused_before = daicho_allocation_count_refused();
    gsize length = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *digest = NULL;
    const guint8 *head = source_peek(item->source, &length, &error);
    if (head == NULL) {
        item_set_unread(item, "%s", error->message);
        end_item(item, "");
        return;
    }
    classify_item(item, head, length);
    if (is_seen(item, &digest)) {
        item->reason = g_strdup("copied");
    } else {
        read_classified(item);
        note_change(item);
        note_refusal(item, refused_before);
    }
    if (digest == NULL) {
        digest = source_finish_digest(item->source, NULL);
    }
    end_item(item, digest != NULL ? digest : "");
}

void item_read_member(Item *item, const char *name, Source *source)
{
    Extraction *extraction = item->extraction;
    if (is_file(item) && parcel_take(item, name, source)) {
        return;
    }
    g_autofree char *part = *item->part != '\0' ? g_strconcat(item->part, "!/", name, NULL)
                                                : g_strdup(name);
    Item member = {
        .extraction = extraction,
        .part = part,
        .name = name,
        .source = source,
    };
    extraction->members++;
    extraction->visitor->begin(extraction->data, part, name);
    extraction->depth++;
    read_item(&member);
    extraction->depth--;
}

void item_read_decrypted(Item *item, GBytes *bytes)
{
    Extraction *extraction = item->extraction;
    if (!item_check_depth(item)) {
        return;
    }
    if (!extraction_count_bytes(extraction, g_bytes_get_size(bytes))) {
        item_set_partly(item, "%s", extraction->limit);
        return;
    }
    Source *encrypted = item->source;
    g_autoptr(Source) source = source_new_for_bytes(bytes, FALSE);
    gsize length = 0;
    const guint8 *head = source_peek(source, &length, NULL); /* memory cannot fail */
    item->source = source;
    classify_item(item, head, length);
    extraction->depth++;
    read_classified(item);
    extraction->depth--;
    item->source = encrypted;
}

gboolean item_may_add_member(Item *item)
{
    Extraction *extraction = item->extraction;
    if (extraction->limit == NULL && extraction->members >= extraction->options->limits.members) {
        extraction->limit = "limit: members";
    }
    if (extraction->limit != NULL) {
        item_set_partly(item, "%s", extraction->limit);
    }
    return extraction->limit == NULL;
}

gboolean item_read_bytes(Item *item, const char *name, GBytes *bytes)
{
    Extraction *extraction = item->extraction;
    if (!item_may_add_member(item)) {
        return FALSE;
    }
    if (!extraction_count_bytes(extraction, g_bytes_get_size(bytes))) {
        item_set_partly(item, "%s", extraction->limit);
        return FALSE;
    }
    g_autoptr(Source) source = source_new_for_bytes(bytes, extraction->options->digests);
    item_read_member(item, name, source);
    return extraction->limit == NULL;
}

gboolean item_check_depth(Item *item)
{
    if (item->extraction->depth >= item->extraction->options->limits.depth) {
        item_set_unread(item, "limit: depth %u", item->extraction->depth);
        return FALSE;
    }
    return TRUE;
}

void item_refuse_member(Item *item, const char *name, const char *reason, gint64 size)
{
    Extraction *extraction = item->extraction;
    g_autofree char *part = *item->part != '\0' ? g_strconcat(item->part, "!/", name, NULL)
                                                : g_strdup(name);
    extraction->members++;
    parcel_hand_on(extraction);
    extraction->visitor->begin(extraction->data, part, name);
    const ExtractEnd end = {
        .part = part,
        .name = name,
        .type = "application/octet-stream",
        .charset = "",
        .state = DAICHO_ITEM_UNREAD,
        .reason = reason,
        .digest = "",
        .marker = "",
        .size_bytes = size,
    };
    extraction->visitor->end(extraction->data, &end);
}

char *extract_dup_digest(const char *rules_digest, const DaichoReading *reading,
                         const DaichoKey *key)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    daicho_digester_update(digester, rules_digest, strlen(rules_digest) + 1);
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        g_autofree char *row = g_strdup_printf("%s %u", readers[i].name, readers[i].version);
        daicho_digester_update(digester, row, strlen(row) + 1);
    }
    const DaichoLimits *limits = &reading->limits;
    /* What ran out of time is tried again at each scan anyway. */
    g_autofree char *bounds = g_strdup_printf(
        "%u %" G_GUINT64_FORMAT " %u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
        " %" G_GUINT64_FORMAT,
        limits->depth, limits->expanded_bytes, limits->ratio, limits->members, limits->findings,
        limits->memory_bytes, limits->heap_bytes);
    daicho_digester_update(digester, bounds, strlen(bounds) + 1);
    daicho_digester_update(digester, reading->ocr ? "ocr" : "", reading->ocr ? 3 : 0);
    for (const char *const *password = reading->passwords; password != NULL && *password != NULL;
         password++) {
        guint8 print[DAICHO_FINGERPRINT_BYTES];
        daicho_key_fingerprint(key, "password", *password, print);
        daicho_digester_update(digester, print, sizeof print);
    }
    daicho_digester_finish(digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

gboolean extract_init(const DaichoReading *reading, GError **error)
{
    if (reading != NULL && reading->ocr) {
        ocr_library_get();
    }
    charset_init();
    charset_init_encoders();
    xml_events_init();
    g_mime_init();
    return classify_init(error) && pdf_init(error) && crypto_init(error);
}

/* Members that another worker took out of a file. */
static void read_parcel(Item *item)
{
    const guint refused_before = daicho_allocation_count_refused();
    item->extraction->options->outcome->sum.is_taken = TRUE;
    parcel_read(item);
    note_refusal(item, refused_before);
    end_item(item, "");
}

static void sum_up(const Extraction *extraction)
{
    ExtractOutcome *outcome = extraction->options->outcome;
    if (outcome == NULL) {
        return;
    }
    outcome->sum.members = extraction->members;
    outcome->sum.expanded_bytes = extraction->expanded_bytes;
    /* Passwords are tried as often as the whole file allows. */
    gboolean is_other = extract_slice_is_part(&extraction->options->slice) &&
                        !outcome->sum.is_taken;
    if (is_other || extraction->limit != NULL || extraction->password_steps > 0) {
        outcome->sum.is_unfit = TRUE;
    }
}

static void read_file(Item *item)
{
    Extraction *extraction = item->extraction;
    extraction->visitor->begin(extraction->data, "", item->name);
    if (extraction->options->slice.kind == EXTRACT_PARCEL) {
        read_parcel(item);
    } else {
        read_item(item);
    }
    parcel_hand_on(extraction);
    sum_up(extraction);
}

void extract_fd(int fd, const char *path, const ExtractOptions *options,
                const ExtractVisitor *visitor, gpointer data)
{
    Extraction extraction = {.options = options, .visitor = visitor, .data = data};
    extraction.stored_bytes = fstat(fd, &extraction.status) == 0 ? extraction.status.st_size : 0;
    g_autoptr(Source) source = source_new_for_fd(fd);
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *name = daicho_member_name_decode(base, strlen(base));
    Item item = {.extraction = &extraction, .part = "", .name = name, .source = source};
    read_file(&item);
}

void extract_memory(GBytes *bytes, const char *name, const ExtractOptions *options,
                    const ExtractVisitor *visitor, gpointer data)
{
    Extraction extraction = {.options = options, .visitor = visitor, .data = data};
    extraction.stored_bytes = (gint64)g_bytes_get_size(bytes);
    g_autoptr(Source) source = source_new_for_bytes(bytes, FALSE);
    Item item = {.extraction = &extraction, .part = "", .name = name, .source = source};
    read_file(&item);
}
