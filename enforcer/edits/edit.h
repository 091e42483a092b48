#ifndef DAICHO_ENFORCER_EDITS_EDIT_H
#define DAICHO_ENFORCER_EDITS_EDIT_H

#include "enforcer/plans/plan.h"

/*
 * Writes to staged_fd (empty, O_RDWR) what source_fd holds after the edits; every other byte, and
 * every other member with its name, times and mode, stays as it is. Plain files are copied range
 * by range. Archives (ZIP; 7z; cpio; TAR, also compressed by gzip, bzip2, xz, zstd; mails and mboxes; nested) and
 * formats of edit_record.h are parsed in the sandbox. A part that is not found with the planned digest is DAICHO_ERROR_FILE.
 *
 * The result is read again and compared before TRUE is returned. The same edits of the same bytes
 * always give the same result. An archive larger than limits->rewrite_bytes, expanded or not, is
 * refused. So is what cannot be rewritten without a doubt, always as DAICHO_ERROR_FILE: damaged or
 * ambiguous archives, two members of the part's name, members that are encrypted, sparse, the
 * content of a hard link, or compressed in a ZIP by another method than deflate (these may be
 * removed), and ZIP64. A compressed file whose content is removed holds an empty one afterwards.
 *
 * The edits of a file are one of part "" with ranges, or of parts within the archive, each part once;
 * of an mbox both. Records of documents are told by their numbers. path is how the file is called. On
 * failure staged_fd holds nothing that may be used.
 */
gboolean edit_apply(DaichoFs *fs, int source_fd, int staged_fd, const char *path,
                    const GPtrArray *edits, const DaichoLimits *limits, GError **error);

/*
 * Tries the edits of a file that is being planned, and writes nothing: FALSE with DAICHO_ERROR_FILE when
 * they cannot be made. Records of documents that go along are added to the ranges of their edits.
 */
gboolean edit_try(DaichoFs *fs, int source_fd, const char *path, GPtrArray *edits,
                  const DaichoLimits *limits, GError **error);

/*
 * Whether daicho can rewrite a container of this media type in place; ask it for the file and each
 * container down to the part. FALSE for all others, documents that are ZIPs and texts among them:
 * what a text allows is said by daicho_charset_is_cuttable. FALSE of a container: a manual task.
 */
gboolean edit_is_supported(const char *container_type);

#endif
