#ifndef DAICHO_SCANNER_SANDBOX_H
#define DAICHO_SCANNER_SANDBOX_H

#include "base/limits.h"
#include "scanner/scanner.h"

/*
 * Locks the calling process in, for good: dies with its parent, no new privileges, no core dumps,
 * a ceiling on memory, no descriptors but standard error and keep; Landlock leaves only iconv's
 * modules and poppler's and Tesseract's data readable; seccomp kills on whatever is not on its list, writing opens, network, fork and
 * exec among it. What the kernel lacks is left out: daicho_sandbox_probe tells.
 */
gboolean sandbox_enter(const DaichoLimits *limits, const int *keep, gsize n_keep, GError **error);

/* To be called before a fork whose child enters: what all children need alike is made only once. */
void sandbox_prepare(void);

/* The two layers, called by sandbox_enter. */
gboolean sandbox_landlock_restrict(GError **error);
gboolean sandbox_landlock_is_supported(void);

/* allow_open: whether opening for reading is left to Landlock; otherwise it fails with EACCES. */
gboolean sandbox_seccomp_restrict(gboolean allow_open, GError **error);
void sandbox_seccomp_prepare(gboolean allow_open);
gboolean sandbox_seccomp_is_supported(void);

#endif
