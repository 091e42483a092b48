#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_FAULT_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_FAULT_H

#include "base/fs.h"

/* What happens at the nth call to the file system. */
typedef enum {
    FAULT_ERROR, /* it fails with errnum, having done nothing */
    FAULT_LATE,  /* it fails with errnum, having done it: an answer that got lost */
    FAULT_SHORT, /* a write or read takes one byte */
    FAULT_FLIP,  /* a write stores one bit otherwise than it was told */
    FAULT_KILL,  /* it is done, and the process dies before it can do anything else */
    FAULT_ACT,   /* somebody else acts just before it */
} FaultKind;

/* The system's calls with one fault. */
typedef struct {
    DaichoFs fs;
    FaultKind kind;
    int errnum;
    guint nth; /* from 1 */
    guint calls;
    void (*act)(gpointer data); /* for FAULT_ACT */
    gpointer act_data;
} FaultFs;

/* How far the calls are apart at which a fault is tried: every call; under AddressSanitizer,
 * where a try takes many times as long, every ninth, as every call is tried without it. */
enum {
#ifdef __SANITIZE_ADDRESS__
    FAULT_STRIDE = 9,
#else
    FAULT_STRIDE = 1,
#endif
};

/* Says how many points of a matrix were tried: docs/promises.md has the figures. */
void fault_tell(const char *what, FaultKind kind, int errnum, guint points);

FaultFs *fault_fs_new(FaultKind kind, guint nth, int errnum);
gboolean fault_fs_fired(const FaultFs *fault); /* there were as many calls */
void fault_fs_free(FaultFs *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FaultFs, fault_fs_free)

#endif
