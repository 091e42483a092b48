#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_ARCHIVE_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_ARCHIVE_H

#include "enforcer/edits/edit.h"

/* A member to build an archive of; content NULL: a folder, or a link where there is a target. */
typedef struct {
    const char *name;
    GBytes *content;
    const char *symlink, *hardlink;
} FixtureMember;

/* Tape archives by libarchive, in whole blocks without more padding than two zero blocks; cpio archives
 * end with their last header. */
typedef enum {
    FIXTURE_USTAR,
    FIXTURE_PAX,
    FIXTURE_GNU_TAR,
    FIXTURE_CPIO_NEWC,
    FIXTURE_CPIO_ODC,
    FIXTURE_CPIO_BINARY,
    FIXTURE_ZIP_STORED,
    FIXTURE_ZIP_DEFLATED,
    FIXTURE_ZIP_DESCRIPTOR, /* sizes behind the data */
    FIXTURE_FORMATS,
} FixtureFormat;

/* The same members always give the same bytes, so an archive after an edit can be compared with one
 * that was built without what the edit takes. */
GBytes *fixture_archive_build(FixtureFormat format, const FixtureMember *members, gsize n_members);

/* By name of the filter: "gzip", "bzip2", "xz", "zstd". */
GBytes *fixture_compress(const char *filter, GBytes *content);
GBytes *fixture_expand(GBytes *compressed);

GBytes *fixture_bytes(const char *text);

/* An edit of the part as its content is now; add ranges with fixture_cut. */
DaichoEdit *fixture_edit(GPtrArray *edits, const char *part, GBytes *content, gboolean remove);
void fixture_cut(DaichoEdit *edit, gint64 start, gint64 end);
GPtrArray *fixture_edits_new(void);

/* What edit_apply writes; NULL on failure, with nothing written. */
GBytes *fixture_apply(GBytes *source, const GPtrArray *edits, const DaichoLimits *limits,
                      GError **error);

/* The edit must be refused with an error of the file whose message holds words. */
void fixture_expect_refusal(GBytes *source, const GPtrArray *edits, const char *words);

/* The edit must succeed; what it gave. */
GBytes *fixture_expect_success(GBytes *source, const GPtrArray *edits);
void fixture_assert_same(GBytes *got, GBytes *expected);

#endif
