/* asx.h -- the whole kernel, for an embedder. */
#ifndef ASX_H
#define ASX_H

#include "asx/budget.h"
#include "asx/cancel.h"
#include "asx/channel.h"
#include "asx/describe.h"
#include "asx/event.h"
#include "asx/explain.h"
#include "asx/footprint.h"
#include "asx/handle.h"
#include "asx/idempotency.h"
#include "asx/lock.h"
#include "asx/name.h"
#include "asx/obligation.h"
#include "asx/oracle.h"
#include "asx/order.h"
#include "asx/outcome.h"
#include "asx/region.h"
#include "asx/runtime.h"
#include "asx/saga.h"
#include "asx/status.h"
#include "asx/supervisor.h"
#include "asx/task.h"
#include "asx/tie.h"

#endif
