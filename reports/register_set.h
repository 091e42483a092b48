#ifndef DAICHO_REPORTS_REGISTER_SET_H
#define DAICHO_REPORTS_REGISTER_SET_H

#include "reports/register.h"

/* A data set with what the policy says of it, before it is put into words. */
typedef struct {
    DaichoLanguage language;           /* of its words */
    char *share, *folder, *purpose_id; /* folder: bytes, "" for the top; purpose_id: "" for none */
    const char *root;                  /* of the share; borrowed */
    const DaichoPurpose *purpose;      /* NULL without one, or when the policy has it no more */
    gint64 files, findings, dismissed, persons, unread;
    gboolean is_counted;   /* the catalog has counted what is unread in it */
    gboolean is_unscanned; /* stands for what no scan has reached: there are no figures */
    char **categories;
    gint64 oldest_s, newest_s, last_scan_s;
} RegisterSet;

Risk register_set_get_risk(const RegisterSet *set);

/* The words of a set in one column (g_free); NULL when missing. */
char *register_set_fill(const RegisterSet *set, guint column);

/* An ISO 8601 duration in words: "5 years", "1 year 6 months"; as it is when it is none (g_free). */
char *register_duration_words(DaichoLanguage language, const char *duration);

#endif
