#include "tests/unit/enforcer/fixture_put.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edits/edit.h"
#include "enforcer/edits/put.h"
#include "scanner/scanner.h"
#include "tests/unit/enforcer/fixture_archive.h"

static guint count(const char *text, const char *old)
{
    guint times = 0;
    for (const char *at = strstr(text, old); at != NULL; at = strstr(at + strlen(old), old)) {
        times++;
    }
    return times;
}

static DaichoDocument *read_document(GBytes *source, const char *name)
{
    assert_true(daicho_document_prepare(NULL));
    return daicho_document_read(source, name, &daicho_limits_default);
}

static const DaichoRecordSource *get_record(const DaichoDocument *document, gint64 record)
{
    assert_true(record <= (gint64)document->records->len);
    return g_ptr_array_index(document->records, record - 1);
}

void fixture_put_add(DaichoEdit *edit, GBytes *source, const char *name, gint64 record, guint nth,
                     const char *old, const char *text)
{
    g_autoptr(DaichoDocument) document = read_document(source, name);
    const DaichoRecordSource *found = get_record(document, record);
    const char *at = strstr(found->text->str, old);
    for (guint i = 1; i < nth && at != NULL; i++) {
        at = strstr(at + strlen(old), old);
    }
    assert_non_null(at);
    gint64 start = found->text_start + (at - found->text->str);
    const DaichoRange range = {start, start + (gint64)strlen(old), record};
    if (edit->puts == NULL) {
        edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
        g_free(edit->format);
        edit->format = g_strdup(edit_put_format);
    }
    g_array_append_val(edit->ranges, range);
    g_ptr_array_add(edit->puts, daicho_put_new(text, NULL));
}

GBytes *fixture_put_apply(GBytes *source, const char *name, const GPtrArray *edits, GError **error)
{
    DAICHO_AUTO_FD int source_fd = memfd_create("source", MFD_CLOEXEC);
    DAICHO_AUTO_FD int staged_fd = memfd_create("staged", MFD_CLOEXEC);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(source, &length);
    assert_true(daicho_fs_write_all(daicho_fs_system(), source_fd, bytes, length, NULL));
    if (!edit_apply(daicho_fs_system(), source_fd, staged_fd, name, edits, &daicho_limits_default,
                    error)) {
        return NULL;
    }
    struct stat status;
    assert_true(daicho_fs_stat(daicho_fs_system(), staged_fd, &status, NULL));
    g_autofree char *got = g_malloc0((gsize)status.st_size + 1);
    assert_true(pread(staged_fd, got, (size_t)status.st_size, 0) == status.st_size);
    return g_bytes_new_take(g_steal_pointer(&got), (gsize)status.st_size);
}

GBytes *fixture_put(GBytes *source, const char *name, gint64 record, const char *old,
                    const char *text, const char *refusal)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    g_autoptr(DaichoDocument) document = read_document(source, name);
    for (record = MAX(record, 1); strstr(get_record(document, record)->text->str, old) == NULL;) {
        record++;
    }
    guint times = count(get_record(document, record)->text->str, old);
    for (guint i = 1; i <= MAX(times, 1); i++) {
        fixture_put_add(edit, source, name, record, i, old, text);
    }
    GBytes *got = fixture_put_apply(source, name, edits, &error);
    if ((got == NULL) != (refusal != NULL)) {
        fail_msg("%s: %s", name, error != NULL ? error->message : "it was not refused");
    }
    if (refusal != NULL) {
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
        if (strstr(error->message, refusal) == NULL) {
            fail_msg("refused with \"%s\", not with \"%s\"", error->message, refusal);
        }
    }
    return got;
}

void fixture_put_expect(const char *source, const char *name, gint64 record, const char *old,
                        const char *text, const char *expected)
{
    g_autoptr(GBytes) bytes = fixture_bytes(source);
    g_autoptr(GBytes)
        got = fixture_put(bytes, name, record, old, text, expected == NULL ? "" : NULL);
    if (expected != NULL) {
        g_autofree char *shown = g_strndup(g_bytes_get_data(got, NULL), g_bytes_get_size(got));
        assert_string_equal(shown, expected);
    }
}
