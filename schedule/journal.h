#ifndef DAICHO_SCHEDULE_JOURNAL_H
#define DAICHO_SCHEDULE_JOURNAL_H

#include "schedule/notice.h"

/*
 * How a scan went, for the journal of systemd, with fields: MESSAGE_ID by result, PRIORITY, DAICHO_SHARE,
 * DAICHO_RESULT, DAICHO_REASON, DAICHO_FILES, DAICHO_UNREAD. journalctl DAICHO_SHARE=hr lists them.
 */
typedef struct {
    char *name, *value;
} DaichoJournalField;

/* An array of them (g_ptr_array_unref). */
GPtrArray *daicho_journal_fields(const DaichoRunFacts *facts);

/* FALSE where there is no journal. */
gboolean daicho_journal_send(const DaichoRunFacts *facts);

#endif
