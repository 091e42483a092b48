#ifndef DAICHO_ENFORCER_RETENTION_RECORDS_H
#define DAICHO_ENFORCER_RETENTION_RECORDS_H

#include "enforcer/plans/file.h"
#include "enforcer/retention/weigh.h"

/* Reads files again, in the sandbox, for the dates that a field of their records holds. */
typedef struct RetentionReader RetentionReader;
RetentionReader *retention_reader_new(DaichoEnforcer *enforcer, const char *field, GError **error);
void retention_reader_free(RetentionReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RetentionReader, retention_reader_free)

/* One file, judged record by record. */
typedef struct {
    SubjectScan scan; /* no places */
    PlanFile file;    /* records that go are those whose period has ended */
    gint64 ended;     /* records whose period has ended: every date of theirs */
    gint64 kept;      /* records with a date that keeps them */
    gint64 undated;   /* records whose field holds no date */
    char *unread;     /* why part of it could not be read; NULL when all was */
} RetentionRecords;

/* DAICHO_ERROR_FILE when it cannot be read at all. */
gboolean retention_records_read(RetentionReader *reader, const RetentionClock *clock,
                                const DaichoPurpose *purpose, int fd,
                                const DaichoRetentionFile *from, RetentionRecords *records,
                                GError **error);
void retention_records_clear(RetentionRecords *records);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RetentionRecords, retention_records_clear)

#endif
