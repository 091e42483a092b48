#ifndef DAICHO_ENFORCER_ENFORCER_H
#define DAICHO_ENFORCER_ENFORCER_H

/* The folder's public header: what higher floors include. */
#include "enforcer/acts/apply.h"
#include "enforcer/certificates/certificate.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/context.h"
#include "enforcer/dismissals/baseline.h"
#include "enforcer/dismissals/dismissal.h"
#include "enforcer/holds/hold.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/packages/package.h"
#include "enforcer/plans/outcome.h"
#include "enforcer/plans/plan.h"
#include "enforcer/plans/sheet.h"
#include "enforcer/plans/task.h"
#include "enforcer/consignees/provision.h"
#include "enforcer/requests/request.h"
#include "enforcer/retention/retention.h"
#include "enforcer/subjects/subject.h"
#include "enforcer/users/role.h"
#include "enforcer/users/user.h"
#include "enforcer/vault/person.h"
#include "enforcer/vault/vault.h"

#endif
