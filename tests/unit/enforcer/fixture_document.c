#include "tests/unit/enforcer/fixture_document.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"

GBytes *fixture_document(const FixtureText *parts)
{
    g_autoptr(GArray) members = g_array_new(FALSE, TRUE, sizeof(FixtureMember));
    g_autoptr(GPtrArray) contents = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    FixtureFormat format = strcmp(parts->name, "mimetype") == 0 ? FIXTURE_ZIP_STORED
                                                                : FIXTURE_ZIP_DEFLATED;
    for (; parts->name != NULL; parts++) {
        const FixtureMember member = {.name = parts->name, .content = fixture_bytes(parts->text)};
        g_ptr_array_add(contents, member.content);
        g_array_append_val(members, member);
    }
    return fixture_archive_build(format, (const FixtureMember *)(gpointer)members->data,
                                 members->len);
}

static DaichoDocument *read_document(GBytes *document, const char *name)
{
    g_autoptr(GError) error = NULL;
    assert_true(daicho_document_prepare(&error));
    return daicho_document_read(document, name, &daicho_limits_default);
}

static char *dup_line(const DaichoRecordSource *record)
{
    return g_strstrip(g_strdelimit(g_strdup(record->text->str), "\t\n", ' '));
}

char *fixture_document_records(GBytes *document, const char *name)
{
    g_autoptr(DaichoDocument) read = read_document(document, name);
    GString *lines = g_string_new(NULL);
    if (read->state != DAICHO_ITEM_READ) {
        g_string_append_printf(lines, "not read: %s\n", read->reason);
    }
    for (guint i = 0; i < read->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(read->records, i);
        g_autofree char *line = dup_line(record);
        g_string_append_printf(lines, "%s\n", line);
    }
    return g_string_free(lines, FALSE);
}

char *fixture_document_part(GBytes *document, const char *part)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(document, &length);
    struct archive *archive = archive_read_new();
    struct archive_entry *entry = NULL;
    char *content = NULL;
    archive_read_support_format_zip(archive);
    assert_int_equal(archive_read_open_memory(archive, bytes, length), ARCHIVE_OK);
    while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
        if (strcmp(archive_entry_pathname(entry), part) == 0) {
            gsize size = (gsize)archive_entry_size(entry);
            content = g_malloc0(size + 1);
            assert_int_equal(archive_read_data(archive, content, size), size);
        }
    }
    archive_read_free(archive);
    return content;
}

static GPtrArray *make_edits(GBytes *document, const char *name, const char *texts)
{
    GPtrArray *edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", document, FALSE);
    g_autoptr(DaichoDocument) read = read_document(document, name);
    g_auto(GStrv) wanted = g_strsplit(texts, "|", -1);
    guint found = 0;
    for (guint i = 0; i < read->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(read->records, i);
        const DaichoRange range = {-1, -1, record->number};
        g_autofree char *line = dup_line(record);
        gboolean goes = FALSE;
        for (guint k = 0; wanted[k] != NULL; k++) {
            goes = goes || (*wanted[k] == '=' ? strcmp(line, wanted[k] + 1) == 0
                                              : g_str_has_prefix(line, wanted[k]));
        }
        if (goes) {
            g_array_append_val(edit->ranges, range);
            found++;
        }
    }
    assert_true(found >= g_strv_length(wanted));
    return edits;
}

/* As a plan does it: first a try that says what goes along. */
static GBytes *try_and_apply(GBytes *document, const char *name, GPtrArray *edits)
{
    g_autoptr(GError) error = NULL;
    gsize length = 0;
    const void *bytes = g_bytes_get_data(document, &length);
    DAICHO_AUTO_FD int fd = memfd_create("fixture", MFD_CLOEXEC);
    assert_true(daicho_fs_write_all(daicho_fs_system(), fd, bytes, length, NULL));
    if (!edit_try(daicho_fs_system(), fd, name, edits, &daicho_limits_default, &error)) {
        fail_msg("%s", error->message);
    }
    return fixture_expect_success(document, edits);
}

GBytes *fixture_document_erase(GBytes *document, const char *name, const char *texts)
{
    g_autoptr(GPtrArray) edits = make_edits(document, name, texts);
    return try_and_apply(document, name, edits);
}

static GPtrArray *make_numbered(GBytes *document, gint64 first, gint64 last)
{
    GPtrArray *edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", document, FALSE);
    for (gint64 number = first; number <= last; number++) {
        const DaichoRange range = {-1, -1, number};
        g_array_append_val(edit->ranges, range);
    }
    return edits;
}

GBytes *fixture_document_erase_numbers(GBytes *document, const char *name, gint64 first,
                                       gint64 last)
{
    g_autoptr(GPtrArray) edits = make_numbered(document, first, last);
    return try_and_apply(document, name, edits);
}

void fixture_document_refuse_numbers(GBytes *document, gint64 first, gint64 last, const char *words)
{
    g_autoptr(GPtrArray) edits = make_numbered(document, first, last);
    fixture_expect_refusal(document, edits, words);
}

void fixture_document_refuse(GBytes *document, const char *name, const char *texts,
                             const char *words)
{
    g_autoptr(GPtrArray) edits = make_edits(document, name, texts);
    fixture_expect_refusal(document, edits, words);
}
