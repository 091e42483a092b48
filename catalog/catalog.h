#ifndef DAICHO_CATALOG_CATALOG_H
#define DAICHO_CATALOG_CATALOG_H

/* The folder's public header: what higher floors include. */
#include "catalog/audit.h"
#include "catalog/backup.h"
#include "catalog/candidates.h"
#include "catalog/check.h"
#include "catalog/consignees.h"
#include "catalog/dismissals.h"
#include "catalog/identity.h"
#include "catalog/items.h"
#include "catalog/known_files.h"
#include "catalog/namesakes.h"
#include "catalog/notices.h"
#include "catalog/plans.h"
#include "catalog/policy.h"
#include "catalog/provisions.h"
#include "catalog/requests.h"
#include "catalog/retention.h"
#include "catalog/rotation.h"
#include "catalog/runs.h"
#include "catalog/share_lock.h"
#include "catalog/store.h"
#include "catalog/users.h"

#endif
