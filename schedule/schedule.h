#ifndef DAICHO_SCHEDULE_SCHEDULE_H
#define DAICHO_SCHEDULE_SCHEDULE_H

/* The folder's public header: what higher floors include. */
#include "schedule/calendar.h"
#include "schedule/crontab.h"
#include "schedule/install.h"
#include "schedule/journal.h"
#include "schedule/notice.h"
#include "schedule/plan.h"
#include "schedule/unit.h"

#endif
