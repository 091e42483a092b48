#ifndef DAICHO_ENFORCER_ENFORCER_H
#define DAICHO_ENFORCER_ENFORCER_H

/* The folder's public header: what higher floors include. */
#include "enforcer/apply.h"
#include "enforcer/certificate.h"
#include "enforcer/consignee.h"
#include "enforcer/context.h"
#include "enforcer/hold.h"
#include "enforcer/notice.h"
#include "enforcer/package.h"
#include "enforcer/plan.h"
#include "enforcer/plan_task.h"
#include "enforcer/provision.h"
#include "enforcer/request.h"
#include "enforcer/retention.h"
#include "enforcer/subject.h"
#include "enforcer/vault.h"

#endif
