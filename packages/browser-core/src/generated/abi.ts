// The kernel's ABI.
// Written by bindings/generate.mjs; do not edit.

export const ABI_MAJOR = 1;
export const ABI_MINOR = 0;
export const FINGERPRINT_LO = 309943512;
export const FINGERPRINT_HI = 1809903993;

export const SLOT_BITS = 24;
export const REGION_POLICY_MASK = 3;
export const REGION_CANCEL_ON_EXIT = 4;
export const REGION_INSIDE = 8;
export const TASK_MAIN = 1;
export const TASK_IMPLICIT = 2;
export const TASK_INSIDE = 4;
export const FINISH_OUTCOME_MASK = 3;
export const FINISH_COMPLETED = 4;
export const FINISH_FINALIZE = 8;
export const FINISH_ADOPTED = 16;
export const FINISH_INDEX_SHIFT = 8;
export const RUNTIME_LAB = 1;
export const ANSWER_SHIFT = 24;
export const ANSWER_MASK = 16777215;
export const CHANNEL_CAPACITY_MAX = 16777215;
export const MAILBOX_CAPACITY = 64;
export const COMMIT_EVICTED = 16777216;
export const LOCK_UNITS_MAX = 16777215;
export const LOCK_WRITE = 0;
export const LOCK_READ = 1;
export const LOCK_WRITERS_MAX = 16;
export const CHILD_PERSISTS = 1;
export const CHILD_NAMED = 2;
export const PLAN_CHILDREN_MAX = 256;
export const PLAN_DEPENDS_MAX = 16;
export const RESTARTS_MAX = 8;
export const FIELD_COUNT = 50;
export const CANCEL_SUMMARY_KIND = 255;
export const CANCEL_SUMMARY_SHARED = 256;
export const CANCEL_CHAIN_MAX = 16;
export const SETTING_COUNT = 10;
export const NOTICE_SHIFT = 24;
export const NOTICE_MASK = 7;
export const NOTICE_OUTCOME_SHIFT = 27;

export const Status = {
  Ok: 0,
  /** the handle names nothing that is alive */
  Stale: -1,
  /** the object is alive but not in a state for this */
  State: -2,
  /** the region no longer admits work */
  Closed: -3,
  /** a limit of the region was reached */
  Limit: -4,
  /** the arena could not grow: ResourceUnavailable */
  Memory: -5,
  /** a value is out of its range */
  Argument: -6,
  /** only the holder may resolve an obligation */
  Holder: -7,
  /** the cost quota does not cover it */
  Budget: -8,
  /** take the input log, then call again */
  LogFull: -9,
  /** nobody is left on the other side */
  Disconnected: -10,
  /** it would have to wait, and was told not to */
  Full: -11,
  /** a holder failed half way through */
  Poisoned: -12,
  /** see asx_plan_culprits for whom */
  PlanDuplicate: -20,
  PlanUnknown: -21,
  PlanCycle: -22,
  /** a lease of this name is held */
  NameTaken: -23,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

export const Verdict = {
  /** already over: go on */
  Ready: 0,
  /** wait until asx_pump_next names the task */
  Parked: 1,
  /** throw Cancelled here; acknowledged */
  Cancelled: 2,
  /** cleanup budget spent: throw it again */
  Refused: 3,
  /** never resume this body again */
  Forced: 4,
  /** of a receive: missed as many, goes on */
  Lagged: 5,
  /** of a receive: a call, and what owes a reply */
  Call: 6,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

export const Kind = {
  Free: 0,
  Region: 1,
  Task: 2,
  Obligation: 3,
  /** of the browser backend, see asx/extend.h */
  Capsule: 4,
  Retired: 5,
  /** of a region that has any */
  Limits: 6,
  /** tokens in a queue */
  Chunk: 7,
  Channel: 8,
  /** of a broadcast or watch channel */
  Receiver: 9,
  /** one call over a session channel */
  Call: 10,
  Lock: 11,
  Supervisor: 16,
  /** of a supervisor */
  Child: 17,
  Link: 18,
  Monitor: 19,
  /** lists of a task's links and monitors */
  Ties: 20,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

export const Outcome = {
  Ok: 0,
  Err: 1,
  Cancelled: 2,
  Panicked: 3,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const CancelKind = {
  /** no cancel was asked for */
  None: 0,
  User: 1,
  Timeout: 2,
  Deadline: 3,
  PollQuota: 4,
  CostBudget: 5,
  FailFast: 6,
  RaceLost: 7,
  LinkedExit: 8,
  ParentCancelled: 9,
  ResourceUnavailable: 10,
  Shutdown: 11,
} as const;
export type CancelKind = (typeof CancelKind)[keyof typeof CancelKind];

export const RegionState = {
  Open: 0,
  Closing: 1,
  Draining: 2,
  Finalizing: 3,
  Closed: 4,
} as const;
export type RegionState = (typeof RegionState)[keyof typeof RegionState];

export const RegionPolicy = {
  /** the first err or panic cancels the rest */
  FailFast: 0,
  /** nobody is cancelled; outcomes aggregate */
  CollectAll: 1,
  /** the first end wins, losers get RaceLost */
  Race: 2,
  /** the first ok wins, losers get RaceLost */
  FirstOk: 3,
} as const;
export type RegionPolicy = (typeof RegionPolicy)[keyof typeof RegionPolicy];

export const TaskState = {
  Created: 0,
  Running: 1,
  CancelRequested: 2,
  Cancelling: 3,
  Finalizing: 4,
  Completed: 5,
} as const;
export type TaskState = (typeof TaskState)[keyof typeof TaskState];

export const Wait = {
  /** it is queued, or its body is running */
  None: 0,
  Sleep: 1,
  Task: 2,
  /** a region somebody else owns */
  Region: 3,
  /** a region it owns: cancel goes there first */
  Subtree: 4,
  Capsule: 5,
  /** asx_task_wake */
  External: 6,
  /** room in a channel */
  Send: 7,
  Receive: 8,
  Lock: 9,
  /** to write */
  LockExclusive: 10,
  /** a reply */
  Call: 11,
  /** the end of another task */
  Monitor: 20,
} as const;
export type Wait = (typeof Wait)[keyof typeof Wait];

export const ObligationKind = {
  SendPermit: 0,
  Ack: 1,
  Lease: 2,
  /** held through a capsule, never by hand */
  IoOp: 3,
  SemaphorePermit: 4,
  Transaction: 5,
} as const;
export type ObligationKind = (typeof ObligationKind)[keyof typeof ObligationKind];

export const ObligationState = {
  Reserved: 0,
  Committed: 1,
  Aborted: 2,
  Leaked: 3,
} as const;
export type ObligationState = (typeof ObligationState)[keyof typeof ObligationState];

export const Abort = {
  Explicit: 0,
  Error: 1,
  Cancel: 2,
  /** its holder was; never asked for by hand */
  Forced: 3,
  /** its holder ended so; likewise */
  Panic: 4,
} as const;
export type Abort = (typeof Abort)[keyof typeof Abort];

export const EventKind = {
  /** a parent slot, b label */
  RegionOpened: 1,
  /** a from state, b to state */
  RegionStep: 2,
  /** a cancel kind, b origin task slot */
  RegionCancel: 3,
  /** a outcome, b cancel kind */
  RegionClosed: 4,
  RegionReleased: 5,
  /** a region slot, b label */
  TaskSpawned: 6,
  /** a from state, b to state */
  TaskStep: 7,
  /** a lane, b priority */
  TaskScheduled: 8,
  /** a waker slot (0: outside), b wait */
  TaskWoken: 9,
  /** a waker slot */
  TaskLateWake: 10,
  /** a lane, b verb */
  TaskDispatched: 11,
  /** a wait, b what it waits for */
  TaskParked: 12,
  /** a cancel kind, b origin task slot */
  TaskCancel: 13,
  /** a cancel kind */
  TaskCancelAcknowledged: 14,
  /** a mask allowance left */
  TaskCancelDeferred: 15,
  /** a refusals so far */
  TaskRefused: 16,
  /** a what it waited in, b for what */
  TaskForced: 17,
  /** a outcome, b region slot */
  TaskCompleted: 18,
  /** a depth */
  TaskMasked: 19,
  /** a depth */
  TaskUnmasked: 20,
  MaskExhausted: 21,
  /** a cancel kind */
  BudgetExhausted: 22,
  /** a index */
  FinalizerDeferred: 23,
  /** a index */
  FinalizerStarted: 24,
  /** a index, b 0 ok, 1 failed, 2 overrun */
  FinalizerEnded: 25,
  /** a kind, b holder slot, or its region if no task holds it */
  ObligationReserved: 26,
  /** a kind, b holder slot */
  ObligationCommitted: 27,
  /** a kind, b why */
  ObligationAborted: 28,
  /** a kind, b holder slot */
  ObligationLeaked: 29,
  /** a from slot, b to slot */
  ObligationTransferred: 30,
  /** a due us low, b due us high */
  TimerArmed: 31,
  TimerCancelled: 32,
  /** a due us low, b due us high */
  TimerFired: 33,
  /** a now us low, b now us high */
  TimeAdvanced: 34,
  TimeClamped: 35,
  /** a debt us low, b debt us high */
  TimeDebt: 36,
  /** a from state, b to state */
  CapsuleStep: 37,
  /** a kind, b owner slot */
  CapsuleOpened: 38,
  /** a waiter slot or 0 */
  CapsuleProgress: 39,
  /** a from state, b to state */
  PumpStep: 40,
  EntropyDrawn: 41,
  /** a label */
  Mark: 42,
  /** a obligation slot */
  Futurelock: 43,
  /** a 1 hidden */
  Visibility: 44,
  /** a setting */
  Configured: 45,
  /** a owner slot: forced before let go */
  CapsuleStranded: 46,
  /** a kind, b capacity */
  ChannelOpened: 47,
  /** a asx_channel_end, b queued */
  ChannelClosed: 48,
  /** a permit slot, b task slot */
  ChannelReserved: 49,
  /** a permit slot, b token */
  ChannelCommitted: 50,
  /** a token, b task slot */
  ChannelReceived: 51,
  /** a token */
  ChannelEvicted: 52,
  /** a permit slot, b token: too late */
  ChannelReturned: 53,
  /** a task slot, b how many */
  ReceiverLagged: 54,
  /** a channel slot */
  ReceiverOpened: 55,
  /** a task slot or 0, b version low */
  ReceiverSeen: 56,
  /** a channel slot */
  ReceiverClosed: 57,
  /** a to state, b task or channel slot */
  CallStep: 58,
  /** a task slot, b units: until it claims */
  Granted: 59,
  /** a task slot, b units: the baton goes on */
  GrantReturned: 60,
  /** a kind, b units */
  LockOpened: 61,
  /** a from state, b to state */
  LockStep: 62,
  /** a obligation slot or 0, b task slot */
  LockAcquired: 63,
  /** a obligation slot, b units */
  LockReleased: 64,
  /** a asx_kind: its slot is free again */
  ObjectReleased: 65,
  /** a asx_annotation, b value; by a task */
  Annotated: 66,
  /** a message, b origin task slot */
  CancelReason: 67,
  /** a asx_kind, b region slot */
  ObjectOpened: 68,
  /** a slot of its object, b units of that */
  ObligationBound: 69,
  /** a owner slot, of an implicit task */
  TaskOwned: 70,
  /** a waker slot, b wait it will end */
  TaskWakeKept: 71,
  /** a strategy, b label */
  SupervisorConstructed: 90,
  /** a from state, b to state */
  SupervisorStep: 91,
  /** a failed child, b backoff us */
  SupervisorRestarting: 92,
  /** a failed child, b outcome */
  SupervisorEscalated: 93,
  /** a supervisor slot, b policy */
  ChildAdded: 94,
  /** a name */
  ChildDepends: 95,
  /** a from state, b to state */
  ChildStep: 96,
  /** a region slot, b task slot */
  ChildStarted: 97,
  /** a -asx_status: could not start */
  ChildRefused: 98,
  /** a region slot, b outcome */
  ChildEnded: 99,
  /** a 1: it took too long */
  ChildPersisted: 100,
  /** of an obligation; a name */
  NameReserved: 101,
  /** likewise; a from, b to state */
  LeaseStep: 102,
  /** a and b: the tasks */
  Linked: 103,
  Unlinked: 104,
  /** a who ended, b outcome */
  LinkBroken: 105,
  /** a the other, who is cancelled */
  LinkExit: 106,
  /** a watcher slot, b target slot */
  MonitorOpened: 107,
  /** a target slot, b outcome */
  MonitorDown: 108,
  /** a watcher slot, b outcome */
  MonitorTaken: 109,
  MonitorReleased: 110,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

export const Setting = {
  /** L of rule sched.fair, 16 */
  CancelStreak: 0,
  /** 1024 */
  MaskAllowance: 1,
  /** 16 */
  RefusalsMax: 2,
  /** 250 ms */
  ForceGraceUs: 3,
  /** 100 */
  FinalizerPolls: 4,
  /** 5 s */
  FinalizerTimeUs: 5,
  /** 10 000 */
  FuturelockDispatches: 6,
  /** dispatches a turn, 2048 */
  Burst: 7,
  /** 250 ms */
  DebtStepUs: 8,
  /** an asx_overrun, give up */
  FinalizerPolicy: 9,
} as const;
export type Setting = (typeof Setting)[keyof typeof Setting];

export const Overrun = {
  /** it goes on, without bound */
  Wait: 0,
  /** it is told to stop, and the next one runs */
  GiveUp: 1,
  /** the same, and what it belongs to panicked */
  Panic: 2,
} as const;
export type Overrun = (typeof Overrun)[keyof typeof Overrun];

export const Counter = {
  RegionsLive: 0,
  TasksLive: 1,
  ObligationsLive: 2,
  /** highest slot ever used */
  SlotsUsed: 3,
  Dispatches: 4,
  /** of the arena */
  BytesUsed: 5,
  CancelEpoch: 6,
  /** tasks in a lane */
  Queued: 7,
  /** armed */
  Timers: 8,
  /** since creation */
  RegionsClosed: 9,
  /** derived since creation */
  Events: 10,
} as const;
export type Counter = (typeof Counter)[keyof typeof Counter];

export const Verb = {
  /** run the body for the first time */
  Start: 1,
  /** the operation it waits in is over */
  Step: 2,
  /** throw Cancelled at the operation it waits in */
  Cancel: 3,
  /** a region's own task: asx_task_finish it at once, then run the finalizers it names */
  Finalize: 4,
} as const;
export type Verb = (typeof Verb)[keyof typeof Verb];

export const Notice = {
  None: 0,
  /** read it, then asx_task_release */
  TaskEnded: 1,
  /** read it, then asx_region_release */
  RegionClosed: 2,
  /** backend: abort its foreign operation */
  CapsuleAbort: 3,
  /** read its ASX_FIELD_REGION and TASK: the task that is to run its body */
  ChildStart: 4,
  /** it has drained: asx_child_persisted */
  ChildPersist: 5,
} as const;
export type Notice = (typeof Notice)[keyof typeof Notice];

export const ReportKind = {
  /** a wait, b what it waited for */
  TaskForced: 1,
  /** a holder slot, b kind */
  ObligationLeaked: 2,
  /** a index */
  FinalizerOverrun: 3,
  MaskExhausted: 4,
  /** a obligation slot */
  Futurelock: 5,
  /** went on after Cancelled; a refusals so far */
  Swallowed: 6,
  /** a owner slot */
  CapsuleStranded: 7,
  /** a the child, b outcome */
  SupervisorFailed: 20,
  /** a -asx_status: could not start */
  ChildRefused: 21,
  /** no longer waited for */
  PersistOverrun: 22,
} as const;
export type ReportKind = (typeof ReportKind)[keyof typeof ReportKind];

export const Field = {
  /** asx_kind */
  Kind: 0,
  State: 1,
  Generation: 2,
  Label: 3,
  /** its region; of a capsule: the owner task */
  Parent: 4,
  /** how manyeth of its parent */
  Ordinal: 5,
  Flags: 6,
  Outcome: 7,
  Priority: 8,
  Deadline: 9,
  Polls: 10,
  Cost: 11,
  /** asx_cancel_kind, 0: none */
  CancelKind: 12,
  CancelTime: 13,
  CancelMessage: 14,
  /** origin */
  CancelRegion: 15,
  /** origin */
  CancelTask: 16,
  CleanupDeadline: 17,
  LiveTasks: 18,
  LiveRegions: 19,
  Obligations: 20,
  /** not yet run */
  Finalizers: 21,
  /** asx_wait */
  Wait: 22,
  /** slot */
  WaitFor: 23,
  /** asx_queue */
  Queue: 24,
  /** of its timer */
  Due: 25,
  MaskDepth: 26,
  MaskAllowance: 27,
  Refusals: 28,
  /** of an obligation, a channel, a lock */
  Subkind: 29,
  /** of an implicit task; holder of an obligation */
  Owner: 30,
  /** region: task whose outcome it took */
  Adopted: 31,
  /** obligation: to or by; receiver: its channel */
  Object: 32,
  /** call: asked with; watch; guard of a pool */
  Token: 33,
  /** tokens; barrier: tasks that have come */
  Queued: 34,
  /** -1: none; lock: as opened; supervisor: how many restarts its window has */
  Capacity: 35,
  /** channel, lock: held */
  Permits: 36,
  /** granted and not claimed */
  SetAside: 37,
  Senders: 38,
  Receivers: 39,
  /** channel: commits; receiver: seen */
  Version: 40,
  /** obligation: of a lock; lock: free ones; supervisor: us in its window */
  Units: 41,
  /** supervisor: its own; child: of its life */
  Region: 42,
  /** child: its main task; monitor: its target */
  Task: 43,
  /** child: so far; supervisor: in the window */
  Starts: 44,
  /** of a region; -1: none, as the others */
  LimitChildren: 45,
  LimitTasks: 46,
  LimitObligations: 47,
  LimitQueueBytes: 48,
  /** of a region that has a limit for them */
  QueueBytes: 49,
} as const;
export type Field = (typeof Field)[keyof typeof Field];

export const Queue = {
  None: 0,
  Cancel: 1,
  Timed: 2,
  Ready: 3,
  Timer: 4,
  Notice: 5,
  /** the next dispatch looks at it first */
  Aftermath: 6,
} as const;
export type Queue = (typeof Queue)[keyof typeof Queue];

export const ChannelType = {
  /** capacity 1 and up; zero: unbounded */
  Mpsc: 0,
  /** mpsc that never waits: the oldest goes */
  Evict: 1,
  /** one value, once; capacity is ignored */
  Oneshot: 2,
  /** a ring that every receiver reads */
  Broadcast: 3,
  /** the latest value; capacity: the first token */
  Watch: 4,
  /** messages and calls; zero: as a mailbox, 64 */
  Session: 5,
} as const;
export type ChannelType = (typeof ChannelType)[keyof typeof ChannelType];

export const ChannelState = {
  Open: 0,
  /** admits nothing; what is queued stays */
  Closed: 1,
} as const;
export type ChannelState = (typeof ChannelState)[keyof typeof ChannelState];

export const ChannelEnd = {
  /** asx_channel_close */
  Closed: 0,
  /** the last sender detached */
  Senders: 1,
  /** with its region, or by itself */
  Released: 2,
} as const;
export type ChannelEnd = (typeof ChannelEnd)[keyof typeof ChannelEnd];

export const CallState = {
  Queued: 0,
  /** somebody owes the reply */
  Taken: 1,
  Replied: 2,
  /** there will be none */
  Abandoned: 3,
} as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

export const LockType = {
  /** one guard at a time (mutex.fifo) */
  Mutex: 0,
  /** many that read or one that writes */
  Rwlock: 1,
  /** of so many units (semaphore.permits) */
  Semaphore: 2,
  /** lets so many tasks go at once */
  Barrier: 3,
  /** waits for asx_lock_signal (notify.one) */
  Notify: 4,
  /** its first guard that is committed is the last */
  Once: 5,
  /** of so many tokens at most (pool.return) */
  Pool: 6,
} as const;
export type LockType = (typeof LockType)[keyof typeof LockType];

export const LockState = {
  /** once: nobody has initialised it */
  Open: 0,
  /** mutex, rwlock: a holder failed half way through */
  Poisoned: 1,
  /** once: somebody initialises it */
  Running: 2,
  /** once: it is initialised */
  Done: 3,
  /** hands out nothing more; guards stay valid */
  Closed: 4,
} as const;
export type LockState = (typeof LockState)[keyof typeof LockState];

export const Annotation = {
  /** a snapshot was taken; value: the host's */
  Checkpoint: 0,
  /** the lab made a fault; value: which */
  Chaos: 1,
  /** a worker did something; value: what */
  Worker: 2,
  /** cx.trace; value: label */
  User: 3,
} as const;
export type Annotation = (typeof Annotation)[keyof typeof Annotation];

export const OrderSort = {
  /** something with a slot */
  Object: 0,
  Clock: 1,
  Entropy: 2,
  Settings: 3,
} as const;
export type OrderSort = (typeof OrderSort)[keyof typeof OrderSort];

export const CapsuleState = {
  Created: 0,
  Submitted: 1,
  CancelRequested: 2,
  Draining: 3,
  Finalizing: 4,
  Completed: 5,
} as const;
export type CapsuleState = (typeof CapsuleState)[keyof typeof CapsuleState];

export const CapsuleKind = {
  Promise: 0,
  Fetch: 1,
  WebSocket: 2,
  Stream: 3,
  Worker: 4,
  Storage: 5,
} as const;
export type CapsuleKind = (typeof CapsuleKind)[keyof typeof CapsuleKind];

export const LetGo = {
  /** it took effect: the obligation commits */
  Done: 0,
  /** it failed: the obligation aborts with error */
  Failed: 1,
} as const;
export type LetGo = (typeof LetGo)[keyof typeof LetGo];

export const Strategy = {
  /** nobody */
  OneForOne: 0,
  /** all that are not over */
  OneForAll: 1,
  /** those after it in start order */
  RestForOne: 2,
} as const;
export type Strategy = (typeof Strategy)[keyof typeof Strategy];

export const ChildPolicy = {
  /** err: starts again; else it has stopped */
  Restart: 0,
  /** it has stopped */
  Stop: 1,
  /** err, panicked: the supervisor fails */
  Escalate: 2,
  /** not ok: the supervisor fails */
  Critical: 3,
  /** err, panicked: it is disabled */
  Optional: 4,
} as const;
export type ChildPolicy = (typeof ChildPolicy)[keyof typeof ChildPolicy];

export const SupervisorState = {
  Constructed: 0,
  Compiled: 1,
  Starting: 2,
  Running: 3,
  /** to restart or to stop; backoff included */
  Draining: 4,
  Stopped: 5,
  Failed: 6,
} as const;
export type SupervisorState = (typeof SupervisorState)[keyof typeof SupervisorState];

export const ChildState = {
  /** to be started */
  Waiting: 0,
  Running: 1,
  /** it was asked to end */
  Draining: 2,
  /** and not judged yet */
  Ended: 3,
  Persisting: 4,
  Stopped: 5,
  Disabled: 6,
} as const;
export type ChildState = (typeof ChildState)[keyof typeof ChildState];

export const LeaseState = {
  Reserved: 0,
  Active: 1,
  Released: 2,
  Aborted: 3,
} as const;
export type LeaseState = (typeof LeaseState)[keyof typeof LeaseState];

export const MonitorState = {
  Watching: 0,
  /** it has something to tell */
  Down: 1,
} as const;
export type MonitorState = (typeof MonitorState)[keyof typeof MonitorState];

export const PumpState = {
  Idle: 0,
  Scheduled: 1,
  Running: 2,
} as const;
export type PumpState = (typeof PumpState)[keyof typeof PumpState];

export const Wakeup = {
  /** nothing to do, or a turn is already coming */
  None: 0,
  /** in a microtask */
  Micro: 1,
  /** after the page had its turn */
  Macro: 2,
  /** at asx_pump_due */
  Timer: 3,
} as const;
export type Wakeup = (typeof Wakeup)[keyof typeof Wakeup];

export const SectionType = {
  Head: 1,
  Strings: 2,
  Input: 3,
  Digest: 4,
  Checkpoint: 5,
  Events: 6,
  Payload: 7,
  Index: 8,
  Tail: 9,
} as const;
export type SectionType = (typeof SectionType)[keyof typeof SectionType];

export const HeadId = {
  /** 8 bytes: of the ABI */
  Fingerprint: 1,
  /** 32 bytes: SHA-256 of the wasm; zero: unknown */
  Kernel: 2,
  /** u64 */
  Seed: 3,
  /** u32: of asx_runtime_create */
  Flags: 4,
  /** u8 */
  Tier: 5,
  /** u64 each, in the order of asx_setting */
  Settings: 6,
  /** utf-8: build id of the program */
  Build: 7,
  /** utf-8: browser, worker, node or native */
  Environment: 8,
  /** utf-8: what was left out */
  Redaction: 9,
  /** major u16 | minor u16 */
  Format: 10,
} as const;
export type HeadId = (typeof HeadId)[keyof typeof HeadId];

export const ArtifactCode = {
  /** read to TAIL, and TAIL agrees */
  Ok: 0,
  /** bytes needed; bytes that are there */
  Cut: 1,
  /** not an artifact; the first four bytes */
  Magic: 2,
  /** the major that is read here; the file's */
  Version: 3,
  /** version needed (major << 16); the type */
  Unknown: 4,
  /** changed by accident; both crc32c */
  Checksum: 5,
  /** length of a body, an entry or a list */
  Length: 6,
  /** HEAD is not first, or TAIL not last */
  Order: 7,
  /** inputs before this section */
  Sequence: 8,
  /** edited; first eight bytes of both hashes */
  Chain: 9,
  /** a number or a text that cannot be */
  Value: 10,
  /** inputs by TAIL; inputs in the chunks */
  Count: 11,
} as const;
export type ArtifactCode = (typeof ArtifactCode)[keyof typeof ArtifactCode];

export const ArtifactWarning = {
  /** unknown sections that are not critical */
  Skipped: 1,
  /** inputs are missing between two chunks */
  Gap: 2,
  /** and at the beginning, with no checkpoint */
  Late: 4,
  /** a newer minor version wrote it */
  Newer: 8,
  /** TAIL says that it is not complete */
  Partial: 16,
} as const;
export type ArtifactWarning = (typeof ArtifactWarning)[keyof typeof ArtifactWarning];

/** What an instance of the kernel exports. A bool is 0 or 1; a time that is none is -1. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  runtime_configure(setting: number, value: number): number;
  stage_budget(deadline: number, polls: number, cost: number, priority: number): number;
  stage_limits(children: number, tasks: number, obligations: number, queue_bytes: number): number;
  stage_timeout(due: number): number;
  stage_cleanup(time: number, polls: number): number;
  region_open(parent_slot: number, parent_generation: number, flags: number, label: number): number;
  region_close(region_slot: number, region_generation: number): number;
  region_cancel(region_slot: number, region_generation: number, kind: number, message: number): number;
  region_defer(region_slot: number, region_generation: number): number;
  region_release(region_slot: number, region_generation: number): number;
  task_spawn(region_slot: number, region_generation: number, flags: number, label: number): number;
  task_spawn_implicit(owner_slot: number, owner_generation: number, label: number): number;
  task_cancel(task_slot: number, task_generation: number, kind: number, message: number): number;
  task_finish(task_slot: number, task_generation: number, outcome: number): number;
  task_finalized(task_slot: number, task_generation: number, failed: number): number;
  task_defer(task_slot: number, task_generation: number): number;
  task_sleep(task_slot: number, task_generation: number, due: number): number;
  task_yield(task_slot: number, task_generation: number): number;
  task_join(task_slot: number, task_generation: number, target_slot: number, target_generation: number): number;
  task_await_region(task_slot: number, task_generation: number, region_slot: number, region_generation: number, owned: number): number;
  task_park(task_slot: number, task_generation: number): number;
  task_wake(task_slot: number, task_generation: number, waker_slot: number, waker_generation: number): number;
  task_checkpoint(task_slot: number, task_generation: number): number;
  task_charge(task_slot: number, task_generation: number, steps: number): number;
  task_consume(task_slot: number, task_generation: number, cost: number): number;
  task_mask(task_slot: number, task_generation: number): number;
  task_unmask(task_slot: number, task_generation: number): number;
  task_release(task_slot: number, task_generation: number): number;
  obligation_reserve(holder_slot: number, holder_generation: number, kind: number, label: number): number;
  obligation_commit(obligation_slot: number, obligation_generation: number, holder_slot: number, holder_generation: number): number;
  obligation_abort(obligation_slot: number, obligation_generation: number, holder_slot: number, holder_generation: number, why: number): number;
  obligation_transfer(obligation_slot: number, obligation_generation: number, from_slot: number, from_generation: number, to_slot: number, to_generation: number): number;
  capsule_open(owner_slot: number, owner_generation: number, kind: number, label: number): number;
  capsule_submit(capsule_slot: number, capsule_generation: number): number;
  capsule_progress(capsule_slot: number, capsule_generation: number): number;
  capsule_cancel(capsule_slot: number, capsule_generation: number): number;
  capsule_aborted(capsule_slot: number, capsule_generation: number): number;
  capsule_let_go(capsule_slot: number, capsule_generation: number, how: number): number;
  capsule_await(task_slot: number, task_generation: number, capsule_slot: number, capsule_generation: number): number;
  pump_begin(sample: number): number;
  pump_next(): number;
  pump_end(cut: number): number;
  pump_request(): number;
  pump_visibility(hidden: number): number;
  action_next(): number;
  entropy_draw(): number;
  mark(label: number): number;
  annotate(kind: number, task_slot: number, task_generation: number, value: number): number;
  channel_open(region_slot: number, region_generation: number, type: number, capacity: number, label: number): number;
  channel_attach(channel_slot: number, channel_generation: number): number;
  channel_detach(channel_slot: number, channel_generation: number): number;
  channel_close(channel_slot: number, channel_generation: number): number;
  channel_release(channel_slot: number, channel_generation: number): number;
  channel_reserve(task_slot: number, task_generation: number, channel_slot: number, channel_generation: number, wait: number): number;
  channel_commit(permit_slot: number, permit_generation: number, task_slot: number, task_generation: number, token: number): number;
  channel_receive(task_slot: number, task_generation: number, channel_slot: number, channel_generation: number, wait: number): number;
  receiver_open(region_slot: number, region_generation: number, channel_slot: number, channel_generation: number): number;
  receiver_release(receiver_slot: number, receiver_generation: number): number;
  receiver_receive(task_slot: number, task_generation: number, receiver_slot: number, receiver_generation: number, wait: number): number;
  receiver_update(receiver_slot: number, receiver_generation: number): number;
  channel_call(permit_slot: number, permit_generation: number, task_slot: number, task_generation: number, token: number): number;
  call_await(task_slot: number, task_generation: number, call_slot: number, call_generation: number): number;
  call_reply(owed_slot: number, owed_generation: number, task_slot: number, task_generation: number, token: number): number;
  call_release(call_slot: number, call_generation: number): number;
  lock_open(region_slot: number, region_generation: number, type: number, units: number, label: number): number;
  lock_acquire(task_slot: number, task_generation: number, lock_slot: number, lock_generation: number, units: number, wait: number): number;
  lock_signal(lock_slot: number, lock_generation: number, all: number): number;
  pool_add(pool_slot: number, pool_generation: number, token: number): number;
  lock_heal(lock_slot: number, lock_generation: number): number;
  lock_close(lock_slot: number, lock_generation: number): number;
  lock_release(lock_slot: number, lock_generation: number): number;
  supervisor_open(region_slot: number, region_generation: number, strategy: number, flags: number, label: number): number;
  supervisor_add(supervisor_slot: number, supervisor_generation: number, name: number, policy: number, flags: number): number;
  child_depend(child_slot: number, child_generation: number, name: number): number;
  supervisor_intensity(supervisor_slot: number, supervisor_generation: number, restarts: number, window: number): number;
  supervisor_backoff(supervisor_slot: number, supervisor_generation: number, first: number, most: number): number;
  supervisor_compile(supervisor_slot: number, supervisor_generation: number): number;
  supervisor_start(supervisor_slot: number, supervisor_generation: number): number;
  supervisor_stop(supervisor_slot: number, supervisor_generation: number): number;
  child_persisted(child_slot: number, child_generation: number): number;
  name_reserve(holder_slot: number, holder_generation: number, name: number): number;
  name_activate(lease_slot: number, lease_generation: number, holder_slot: number, holder_generation: number): number;
  task_link(a_slot: number, a_generation: number, b_slot: number, b_generation: number): number;
  task_unlink(a_slot: number, a_generation: number, b_slot: number, b_generation: number): number;
  monitor_open(watcher_slot: number, watcher_generation: number, target_slot: number, target_generation: number, label: number): number;
  monitor_receive(task_slot: number, task_generation: number, wait: number): number;
  monitor_release(monitor_slot: number, monitor_generation: number): number;
  report_next(): number;
  abi_fingerprint_lo(): number;
  abi_fingerprint_hi(): number;
  tier(): number;
  runtime_open(seed_lo: number, seed_hi: number, flags: number): number;
  scratch_offset(): number;
  scratch_bytes(): number;
  handle_generation(slot: number): number;
  time_now(): number;
  pump_due(): number;
  pump_state(): number;
  has_next(): number;
  notice_pending(): number;
  counter(which: number): number;
  setting(which: number): number;
  report_pending(): number;
  reports_lost(): number;
  channel_borrow(channel_slot: number, channel_generation: number): number;
  receiver_borrow(receiver_slot: number, receiver_generation: number): number;
  receiver_is_closed(receiver_slot: number, receiver_generation: number): number;
  plan_culprit(supervisor_slot: number, supervisor_generation: number, index: number): number;
  name_lookup(name: number): number;
  cancel_summary(slot: number): number;
  describe_field(slot: number, field: number): number;
  describe(slot: number): number;
  // From core-trace on:
  input_count(): number;
  digest_lo(): number;
  digest_hi(): number;
  trace_start(bytes: number): number;
  trace_stop(): number;
  trace_tail(): number;
  log_take(): number;
  log_offset(): number;
  log_pending(): number;
  arena_offset(): number;
  snapshot_bytes(): number;
  checkpoint_head(): number;
  section_seal(type: number, flags: number, bytes: number): number;
  // From full-dev on:
  state_hash_lo(): number;
  state_hash_hi(): number;
  runtime_check(): void;
  snapshot_stage(bytes: number): number;
  snapshot_restore(bytes: number): number;
  replay_offset(): number;
  replay_load_chunk(bytes: number): number;
  replay_run(inputs_max: number): number;
  replay_position(): number;
  replay_slot(): number;
  replay_time(): number;
  replay_resume(bytes: number, position: number, slot: number, time: number): number;
  replay_opcode(): number;
  replay_result(): number;
  events_offset(): number;
  events_count(): number;
  events_dropped(): number;
  events_clear(): void;
  order_reserve(count: number): number;
  order_build(count: number, clocks: number): number;
  order_summary(): void;
  order_layers_offset(): number;
  order_form_offset(): number;
  order_actors_offset(): number;
  order_before(i: number, j: number): number;
  order_path(i: number, j: number): number;
  order_conflict(i: number, j: number): number;
  order_subject(event: number): number;
  order_object(object: number): number;
  artifact_reserve(bytes: number): number;
  artifact_open(bytes: number): number;
  artifact_next(): number;
  artifact_verdict(): number;
}

const LOG_FULL = -9;

/**
 * The calls of one instance. An object is named by slot and generation; times are microseconds.
 * Numbers below zero are a {@link Status}.
 *
 * An input that finds the log full has changed nothing: it asks its owner to take the log, once,
 * and is made again.
 */
export class Kernel {
  /** Takes the log. Set by whoever records. */
  drainLog: () => void = () => undefined;

  constructor(readonly exports: KernelExports) {}

  private again<A extends number[]>(call: (...values: A) => number, ...values: A): number {
    this.drainLog();
    return call(...values);
  }

  /** Sets one setting; defaults are semantics.md's. A Status. */
  runtimeConfigure(setting: number, value: number): number {
    const x = this.exports;
    const r = x.runtime_configure(setting, value);
    return r === LOG_FULL ? this.again(x.runtime_configure, setting, value) : r;
  }

  /** Budget for the next region_open or task_spawn. A Status. */
  stageBudget(deadline: number, polls: number, cost: number, priority: number): number {
    const x = this.exports;
    const r = x.stage_budget(deadline, polls, cost, priority);
    return r === LOG_FULL ? this.again(x.stage_budget, deadline, polls, cost, priority) : r;
  }

  /** Limits for the next region_open; 2^32-1 is none. A Status. */
  stageLimits(children: number, tasks: number, obligations: number, queueBytes: number): number {
    const x = this.exports;
    const r = x.stage_limits(children, tasks, obligations, queueBytes);
    return r === LOG_FULL ? this.again(x.stage_limits, children, tasks, obligations, queueBytes) : r;
  }

  /** The next region_open is cancelled with Timeout at this time. A Status. */
  stageTimeout(due: number): number {
    const x = this.exports;
    const r = x.stage_timeout(due);
    return r === LOG_FULL ? this.again(x.stage_timeout, due) : r;
  }

  /** Tightens the cleanup of the next cancel; time in microseconds from the request. A Status. */
  stageCleanup(time: number, polls: number): number {
    const x = this.exports;
    const r = x.stage_cleanup(time, polls);
    return r === LOG_FULL ? this.again(x.stage_cleanup, time, polls) : r;
  }

  /** Opens a child region. The slot, or a negative Status. */
  regionOpen(parentSlot: number, parentGeneration: number, flags: number, label: number): number {
    const x = this.exports;
    const r = x.region_open(parentSlot, parentGeneration, flags, label);
    return r === LOG_FULL ? this.again(x.region_open, parentSlot, parentGeneration, flags, label) : r;
  }

  /** Asks a region to close and wait. A Status. */
  regionClose(regionSlot: number, regionGeneration: number): number {
    const x = this.exports;
    const r = x.region_close(regionSlot, regionGeneration);
    return r === LOG_FULL ? this.again(x.region_close, regionSlot, regionGeneration) : r;
  }

  /** Cancels everything in a region and closes it. A Status. */
  regionCancel(regionSlot: number, regionGeneration: number, kind: number, message: number): number {
    const x = this.exports;
    const r = x.region_cancel(regionSlot, regionGeneration, kind, message);
    return r === LOG_FULL ? this.again(x.region_cancel, regionSlot, regionGeneration, kind, message) : r;
  }

  /** Registers a finalizer of the region; answers its index. */
  regionDefer(regionSlot: number, regionGeneration: number): number {
    const x = this.exports;
    const r = x.region_defer(regionSlot, regionGeneration);
    return r === LOG_FULL ? this.again(x.region_defer, regionSlot, regionGeneration) : r;
  }

  /** Lets go of a closed region. A Status. */
  regionRelease(regionSlot: number, regionGeneration: number): number {
    const x = this.exports;
    const r = x.region_release(regionSlot, regionGeneration);
    return r === LOG_FULL ? this.again(x.region_release, regionSlot, regionGeneration) : r;
  }

  /** Creates and queues a task; runs nothing. The slot, or a negative Status. */
  taskSpawn(regionSlot: number, regionGeneration: number, flags: number, label: number): number {
    const x = this.exports;
    const r = x.task_spawn(regionSlot, regionGeneration, flags, label);
    return r === LOG_FULL ? this.again(x.task_spawn, regionSlot, regionGeneration, flags, label) : r;
  }

  /** A second pending operation of a task. The slot, or a negative Status. */
  taskSpawnImplicit(ownerSlot: number, ownerGeneration: number, label: number): number {
    const x = this.exports;
    const r = x.task_spawn_implicit(ownerSlot, ownerGeneration, label);
    return r === LOG_FULL ? this.again(x.task_spawn_implicit, ownerSlot, ownerGeneration, label) : r;
  }

  /** Asks a task to stop. A Status. */
  taskCancel(taskSlot: number, taskGeneration: number, kind: number, message: number): number {
    const x = this.exports;
    const r = x.task_cancel(taskSlot, taskGeneration, kind, message);
    return r === LOG_FULL ? this.again(x.task_cancel, taskSlot, taskGeneration, kind, message) : r;
  }

  /** The body ended; answers FINISH flags. */
  taskFinish(taskSlot: number, taskGeneration: number, outcome: number): number {
    const x = this.exports;
    const r = x.task_finish(taskSlot, taskGeneration, outcome);
    return r === LOG_FULL ? this.again(x.task_finish, taskSlot, taskGeneration, outcome) : r;
  }

  /** The finalizer named last has ended; answers FINISH flags. */
  taskFinalized(taskSlot: number, taskGeneration: number, failed: boolean): number {
    const x = this.exports;
    const r = x.task_finalized(taskSlot, taskGeneration, failed ? 1 : 0);
    return r === LOG_FULL ? this.again(x.task_finalized, taskSlot, taskGeneration, failed ? 1 : 0) : r;
  }

  /** Registers a finalizer; answers its index. */
  taskDefer(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_defer(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_defer, taskSlot, taskGeneration) : r;
  }

  /** Waits until a time; a verdict. */
  taskSleep(taskSlot: number, taskGeneration: number, due: number): number {
    const x = this.exports;
    const r = x.task_sleep(taskSlot, taskGeneration, due);
    return r === LOG_FULL ? this.again(x.task_sleep, taskSlot, taskGeneration, due) : r;
  }

  /** Goes to the back of its lane; a verdict. */
  taskYield(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_yield(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_yield, taskSlot, taskGeneration) : r;
  }

  /** Waits for a task to end; a verdict. */
  taskJoin(taskSlot: number, taskGeneration: number, targetSlot: number, targetGeneration: number): number {
    const x = this.exports;
    const r = x.task_join(taskSlot, taskGeneration, targetSlot, targetGeneration);
    return r === LOG_FULL ? this.again(x.task_join, taskSlot, taskGeneration, targetSlot, targetGeneration) : r;
  }

  /** Waits for a region to close; if owned, a cancel goes to it first. A verdict. */
  taskAwaitRegion(taskSlot: number, taskGeneration: number, regionSlot: number, regionGeneration: number, owned: boolean): number {
    const x = this.exports;
    const r = x.task_await_region(taskSlot, taskGeneration, regionSlot, regionGeneration, owned ? 1 : 0);
    return r === LOG_FULL ? this.again(x.task_await_region, taskSlot, taskGeneration, regionSlot, regionGeneration, owned ? 1 : 0) : r;
  }

  /** Waits for task_wake; a verdict. */
  taskPark(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_park(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_park, taskSlot, taskGeneration) : r;
  }

  /** Wakes what task_park parked; a late wake is an event. A Status. */
  taskWake(taskSlot: number, taskGeneration: number, wakerSlot: number, wakerGeneration: number): number {
    const x = this.exports;
    const r = x.task_wake(taskSlot, taskGeneration, wakerSlot, wakerGeneration);
    return r === LOG_FULL ? this.again(x.task_wake, taskSlot, taskGeneration, wakerSlot, wakerGeneration) : r;
  }

  /** Is a cancel pending? A verdict. */
  taskCheckpoint(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_checkpoint(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_checkpoint, taskSlot, taskGeneration) : r;
  }

  /** Reports operations that never entered the kernel. A Status. */
  taskCharge(taskSlot: number, taskGeneration: number, steps: number): number {
    const x = this.exports;
    const r = x.task_charge(taskSlot, taskGeneration, steps);
    return r === LOG_FULL ? this.again(x.task_charge, taskSlot, taskGeneration, steps) : r;
  }

  /** Takes from the cost quota, all or nothing. A Status. */
  taskConsume(taskSlot: number, taskGeneration: number, cost: number): number {
    const x = this.exports;
    const r = x.task_consume(taskSlot, taskGeneration, cost);
    return r === LOG_FULL ? this.again(x.task_consume, taskSlot, taskGeneration, cost) : r;
  }

  /** Defers cancellation; nests. A Status. */
  taskMask(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_mask(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_mask, taskSlot, taskGeneration) : r;
  }

  /** Ends one mask. A Status. */
  taskUnmask(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_unmask(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_unmask, taskSlot, taskGeneration) : r;
  }

  /** Lets go of a task whose end was an action. A Status. */
  taskRelease(taskSlot: number, taskGeneration: number): number {
    const x = this.exports;
    const r = x.task_release(taskSlot, taskGeneration);
    return r === LOG_FULL ? this.again(x.task_release, taskSlot, taskGeneration) : r;
  }

  /** Promises an effect. The slot, or a negative Status. */
  obligationReserve(holderSlot: number, holderGeneration: number, kind: number, label: number): number {
    const x = this.exports;
    const r = x.obligation_reserve(holderSlot, holderGeneration, kind, label);
    return r === LOG_FULL ? this.again(x.obligation_reserve, holderSlot, holderGeneration, kind, label) : r;
  }

  /** Takes effect. A Status. */
  obligationCommit(obligationSlot: number, obligationGeneration: number, holderSlot: number, holderGeneration: number): number {
    const x = this.exports;
    const r = x.obligation_commit(obligationSlot, obligationGeneration, holderSlot, holderGeneration);
    return r === LOG_FULL ? this.again(x.obligation_commit, obligationSlot, obligationGeneration, holderSlot, holderGeneration) : r;
  }

  /** Takes no effect. A Status. */
  obligationAbort(obligationSlot: number, obligationGeneration: number, holderSlot: number, holderGeneration: number, why: number): number {
    const x = this.exports;
    const r = x.obligation_abort(obligationSlot, obligationGeneration, holderSlot, holderGeneration, why);
    return r === LOG_FULL ? this.again(x.obligation_abort, obligationSlot, obligationGeneration, holderSlot, holderGeneration, why) : r;
  }

  /** Hands it over. A Status. */
  obligationTransfer(obligationSlot: number, obligationGeneration: number, fromSlot: number, fromGeneration: number, toSlot: number, toGeneration: number): number {
    const x = this.exports;
    const r = x.obligation_transfer(obligationSlot, obligationGeneration, fromSlot, fromGeneration, toSlot, toGeneration);
    return r === LOG_FULL ? this.again(x.obligation_transfer, obligationSlot, obligationGeneration, fromSlot, fromGeneration, toSlot, toGeneration) : r;
  }

  /** A foreign operation that has not started. The slot, or a negative Status. */
  capsuleOpen(ownerSlot: number, ownerGeneration: number, kind: number, label: number): number {
    const x = this.exports;
    const r = x.capsule_open(ownerSlot, ownerGeneration, kind, label);
    return r === LOG_FULL ? this.again(x.capsule_open, ownerSlot, ownerGeneration, kind, label) : r;
  }

  /** It starts: reserves its IoOp. A Status. */
  capsuleSubmit(capsuleSlot: number, capsuleGeneration: number): number {
    const x = this.exports;
    const r = x.capsule_submit(capsuleSlot, capsuleGeneration);
    return r === LOG_FULL ? this.again(x.capsule_submit, capsuleSlot, capsuleGeneration) : r;
  }

  /** Something arrived; wakes the waiter. A Status. */
  capsuleProgress(capsuleSlot: number, capsuleGeneration: number): number {
    const x = this.exports;
    const r = x.capsule_progress(capsuleSlot, capsuleGeneration);
    return r === LOG_FULL ? this.again(x.capsule_progress, capsuleSlot, capsuleGeneration) : r;
  }

  /** Asks for its end; the owner goes on. A Status. */
  capsuleCancel(capsuleSlot: number, capsuleGeneration: number): number {
    const x = this.exports;
    const r = x.capsule_cancel(capsuleSlot, capsuleGeneration);
    return r === LOG_FULL ? this.again(x.capsule_cancel, capsuleSlot, capsuleGeneration) : r;
  }

  /** The host passed the abort on. A Status. */
  capsuleAborted(capsuleSlot: number, capsuleGeneration: number): number {
    const x = this.exports;
    const r = x.capsule_aborted(capsuleSlot, capsuleGeneration);
    return r === LOG_FULL ? this.again(x.capsule_aborted, capsuleSlot, capsuleGeneration) : r;
  }

  /** The host has really let go. A Status. */
  capsuleLetGo(capsuleSlot: number, capsuleGeneration: number, how: number): number {
    const x = this.exports;
    const r = x.capsule_let_go(capsuleSlot, capsuleGeneration, how);
    return r === LOG_FULL ? this.again(x.capsule_let_go, capsuleSlot, capsuleGeneration, how) : r;
  }

  /** Waits for progress or the end; a verdict. */
  capsuleAwait(taskSlot: number, taskGeneration: number, capsuleSlot: number, capsuleGeneration: number): number {
    const x = this.exports;
    const r = x.capsule_await(taskSlot, taskGeneration, capsuleSlot, capsuleGeneration);
    return r === LOG_FULL ? this.again(x.capsule_await, taskSlot, taskGeneration, capsuleSlot, capsuleGeneration) : r;
  }

  /** Starts a turn with one clock sample. A Status. */
  pumpBegin(sample: number): number {
    const x = this.exports;
    const r = x.pump_begin(sample);
    return r === LOG_FULL ? this.again(x.pump_begin, sample) : r;
  }

  /** Slot and verb of the next dispatch; 0 ends the turn. */
  pumpNext(): number {
    const x = this.exports;
    const r = x.pump_next();
    return r === LOG_FULL ? this.again(x.pump_next) : r;
  }

  /** Ends a turn; answers a wakeup. */
  pumpEnd(cut: boolean): number {
    const x = this.exports;
    const r = x.pump_end(cut ? 1 : 0);
    return r === LOG_FULL ? this.again(x.pump_end, cut ? 1 : 0) : r;
  }

  /** Asks for a turn; answers a wakeup. */
  pumpRequest(): number {
    const x = this.exports;
    const r = x.pump_request();
    return r === LOG_FULL ? this.again(x.pump_request) : r;
  }

  /** The page was hidden or shown. A Status. */
  pumpVisibility(hidden: boolean): number {
    const x = this.exports;
    const r = x.pump_visibility(hidden ? 1 : 0);
    return r === LOG_FULL ? this.again(x.pump_visibility, hidden ? 1 : 0) : r;
  }

  /** Slot, notice and outcome of the oldest action; 0 if none. */
  actionNext(): number {
    const x = this.exports;
    const r = x.action_next();
    return r === LOG_FULL ? this.again(x.action_next) : r;
  }

  /** 53 random bits of the runtime's own stream. */
  entropyDraw(): number {
    const x = this.exports;
    const r = x.entropy_draw();
    return r === LOG_FULL ? this.again(x.entropy_draw) : r;
  }

  /** A user mark in the trace. A Status. */
  mark(label: number): number {
    const x = this.exports;
    const r = x.mark(label);
    return r === LOG_FULL ? this.again(x.mark, label) : r;
  }

  /** What the host did or saw, for the trace: an asx_annotation. A Status. */
  annotate(kind: number, taskSlot: number, taskGeneration: number, value: number): number {
    const x = this.exports;
    const r = x.annotate(kind, taskSlot, taskGeneration, value);
    return r === LOG_FULL ? this.again(x.annotate, kind, taskSlot, taskGeneration, value) : r;
  }

  /** Opens a channel with one sender attached. The slot, or a negative Status. */
  channelOpen(regionSlot: number, regionGeneration: number, type: number, capacity: number, label: number): number {
    const x = this.exports;
    const r = x.channel_open(regionSlot, regionGeneration, type, capacity, label);
    return r === LOG_FULL ? this.again(x.channel_open, regionSlot, regionGeneration, type, capacity, label) : r;
  }

  /** One sender more. A Status. */
  channelAttach(channelSlot: number, channelGeneration: number): number {
    const x = this.exports;
    const r = x.channel_attach(channelSlot, channelGeneration);
    return r === LOG_FULL ? this.again(x.channel_attach, channelSlot, channelGeneration) : r;
  }

  /** One sender less. A Status. */
  channelDetach(channelSlot: number, channelGeneration: number): number {
    const x = this.exports;
    const r = x.channel_detach(channelSlot, channelGeneration);
    return r === LOG_FULL ? this.again(x.channel_detach, channelSlot, channelGeneration) : r;
  }

  /** Admits no more; what is queued stays. A Status. */
  channelClose(channelSlot: number, channelGeneration: number): number {
    const x = this.exports;
    const r = x.channel_close(channelSlot, channelGeneration);
    return r === LOG_FULL ? this.again(x.channel_close, channelSlot, channelGeneration) : r;
  }

  /** Lets go of a channel before its region ends. A Status. */
  channelRelease(channelSlot: number, channelGeneration: number): number {
    const x = this.exports;
    const r = x.channel_release(channelSlot, channelGeneration);
    return r === LOG_FULL ? this.again(x.channel_release, channelSlot, channelGeneration) : r;
  }

  /** Waits for room; the slot of a permit, or a verdict above. */
  channelReserve(taskSlot: number, taskGeneration: number, channelSlot: number, channelGeneration: number, wait: boolean): number {
    const x = this.exports;
    const r = x.channel_reserve(taskSlot, taskGeneration, channelSlot, channelGeneration, wait ? 1 : 0);
    return r === LOG_FULL ? this.again(x.channel_reserve, taskSlot, taskGeneration, channelSlot, channelGeneration, wait ? 1 : 0) : r;
  }

  /** Sends a token with a permit; COMMIT_EVICTED and a token if one was pushed out. */
  channelCommit(permitSlot: number, permitGeneration: number, taskSlot: number, taskGeneration: number, token: number): number {
    const x = this.exports;
    const r = x.channel_commit(permitSlot, permitGeneration, taskSlot, taskGeneration, token);
    return r === LOG_FULL ? this.again(x.channel_commit, permitSlot, permitGeneration, taskSlot, taskGeneration, token) : r;
  }

  /** Takes the oldest token, or a call; or a verdict above. */
  channelReceive(taskSlot: number, taskGeneration: number, channelSlot: number, channelGeneration: number, wait: boolean): number {
    const x = this.exports;
    const r = x.channel_receive(taskSlot, taskGeneration, channelSlot, channelGeneration, wait ? 1 : 0);
    return r === LOG_FULL ? this.again(x.channel_receive, taskSlot, taskGeneration, channelSlot, channelGeneration, wait ? 1 : 0) : r;
  }

  /** A receiver of a broadcast or watch channel. The slot, or a negative Status. */
  receiverOpen(regionSlot: number, regionGeneration: number, channelSlot: number, channelGeneration: number): number {
    const x = this.exports;
    const r = x.receiver_open(regionSlot, regionGeneration, channelSlot, channelGeneration);
    return r === LOG_FULL ? this.again(x.receiver_open, regionSlot, regionGeneration, channelSlot, channelGeneration) : r;
  }

  /** Lets go of a receiver. A Status. */
  receiverRelease(receiverSlot: number, receiverGeneration: number): number {
    const x = this.exports;
    const r = x.receiver_release(receiverSlot, receiverGeneration);
    return r === LOG_FULL ? this.again(x.receiver_release, receiverSlot, receiverGeneration) : r;
  }

  /** The next token, LAGGED and how many were missed, or a verdict above. */
  receiverReceive(taskSlot: number, taskGeneration: number, receiverSlot: number, receiverGeneration: number, wait: boolean): number {
    const x = this.exports;
    const r = x.receiver_receive(taskSlot, taskGeneration, receiverSlot, receiverGeneration, wait ? 1 : 0);
    return r === LOG_FULL ? this.again(x.receiver_receive, taskSlot, taskGeneration, receiverSlot, receiverGeneration, wait ? 1 : 0) : r;
  }

  /** Watch: sees the latest token and answers it. */
  receiverUpdate(receiverSlot: number, receiverGeneration: number): number {
    const x = this.exports;
    const r = x.receiver_update(receiverSlot, receiverGeneration);
    return r === LOG_FULL ? this.again(x.receiver_update, receiverSlot, receiverGeneration) : r;
  }

  /** Sends a token as a call. The slot, or a negative Status. */
  channelCall(permitSlot: number, permitGeneration: number, taskSlot: number, taskGeneration: number, token: number): number {
    const x = this.exports;
    const r = x.channel_call(permitSlot, permitGeneration, taskSlot, taskGeneration, token);
    return r === LOG_FULL ? this.again(x.channel_call, permitSlot, permitGeneration, taskSlot, taskGeneration, token) : r;
  }

  /** Waits for the reply: its token, or a verdict above. */
  callAwait(taskSlot: number, taskGeneration: number, callSlot: number, callGeneration: number): number {
    const x = this.exports;
    const r = x.call_await(taskSlot, taskGeneration, callSlot, callGeneration);
    return r === LOG_FULL ? this.again(x.call_await, taskSlot, taskGeneration, callSlot, callGeneration) : r;
  }

  /** Replies to a call that was received. A Status. */
  callReply(owedSlot: number, owedGeneration: number, taskSlot: number, taskGeneration: number, token: number): number {
    const x = this.exports;
    const r = x.call_reply(owedSlot, owedGeneration, taskSlot, taskGeneration, token);
    return r === LOG_FULL ? this.again(x.call_reply, owedSlot, owedGeneration, taskSlot, taskGeneration, token) : r;
  }

  /** The caller lets go of a call. A Status. */
  callRelease(callSlot: number, callGeneration: number): number {
    const x = this.exports;
    const r = x.call_release(callSlot, callGeneration);
    return r === LOG_FULL ? this.again(x.call_release, callSlot, callGeneration) : r;
  }

  /** Opens a lock. The slot, or a negative Status. */
  lockOpen(regionSlot: number, regionGeneration: number, type: number, units: number, label: number): number {
    const x = this.exports;
    const r = x.lock_open(regionSlot, regionGeneration, type, units, label);
    return r === LOG_FULL ? this.again(x.lock_open, regionSlot, regionGeneration, type, units, label) : r;
  }

  /** Waits for its turn; the slot of a guard, what the lock answers instead, or a verdict above. */
  lockAcquire(taskSlot: number, taskGeneration: number, lockSlot: number, lockGeneration: number, units: number, wait: boolean): number {
    const x = this.exports;
    const r = x.lock_acquire(taskSlot, taskGeneration, lockSlot, lockGeneration, units, wait ? 1 : 0);
    return r === LOG_FULL ? this.again(x.lock_acquire, taskSlot, taskGeneration, lockSlot, lockGeneration, units, wait ? 1 : 0) : r;
  }

  /** Lets go one that waits for a notify, or all. A Status. */
  lockSignal(lockSlot: number, lockGeneration: number, all: boolean): number {
    const x = this.exports;
    const r = x.lock_signal(lockSlot, lockGeneration, all ? 1 : 0);
    return r === LOG_FULL ? this.again(x.lock_signal, lockSlot, lockGeneration, all ? 1 : 0) : r;
  }

  /** Gives a token to a pool. A Status. */
  poolAdd(poolSlot: number, poolGeneration: number, token: number): number {
    const x = this.exports;
    const r = x.pool_add(poolSlot, poolGeneration, token);
    return r === LOG_FULL ? this.again(x.pool_add, poolSlot, poolGeneration, token) : r;
  }

  /** What a poisoned lock protects is whole again. A Status. */
  lockHeal(lockSlot: number, lockGeneration: number): number {
    const x = this.exports;
    const r = x.lock_heal(lockSlot, lockGeneration);
    return r === LOG_FULL ? this.again(x.lock_heal, lockSlot, lockGeneration) : r;
  }

  /** Hands out nothing more; guards stay valid. A Status. */
  lockClose(lockSlot: number, lockGeneration: number): number {
    const x = this.exports;
    const r = x.lock_close(lockSlot, lockGeneration);
    return r === LOG_FULL ? this.again(x.lock_close, lockSlot, lockGeneration) : r;
  }

  /** Lets go of a lock before its region ends. A Status. */
  lockRelease(lockSlot: number, lockGeneration: number): number {
    const x = this.exports;
    const r = x.lock_release(lockSlot, lockGeneration);
    return r === LOG_FULL ? this.again(x.lock_release, lockSlot, lockGeneration) : r;
  }

  /** A plan without children, in a region of its own; takes what region_open takes. The slot, or a negative Status. */
  supervisorOpen(regionSlot: number, regionGeneration: number, strategy: number, flags: number, label: number): number {
    const x = this.exports;
    const r = x.supervisor_open(regionSlot, regionGeneration, strategy, flags, label);
    return r === LOG_FULL ? this.again(x.supervisor_open, regionSlot, regionGeneration, strategy, flags, label) : r;
  }

  /** One child more in a plan. The slot, or a negative Status. */
  supervisorAdd(supervisorSlot: number, supervisorGeneration: number, name: number, policy: number, flags: number): number {
    const x = this.exports;
    const r = x.supervisor_add(supervisorSlot, supervisorGeneration, name, policy, flags);
    return r === LOG_FULL ? this.again(x.supervisor_add, supervisorSlot, supervisorGeneration, name, policy, flags) : r;
  }

  /** It starts after the child of this name. A Status. */
  childDepend(childSlot: number, childGeneration: number, name: number): number {
    const x = this.exports;
    const r = x.child_depend(childSlot, childGeneration, name);
    return r === LOG_FULL ? this.again(x.child_depend, childSlot, childGeneration, name) : r;
  }

  /** So many restarts in so many microseconds. A Status. */
  supervisorIntensity(supervisorSlot: number, supervisorGeneration: number, restarts: number, window: number): number {
    const x = this.exports;
    const r = x.supervisor_intensity(supervisorSlot, supervisorGeneration, restarts, window);
    return r === LOG_FULL ? this.again(x.supervisor_intensity, supervisorSlot, supervisorGeneration, restarts, window) : r;
  }

  /** Microseconds before the first restart in a window, and at most. A Status. */
  supervisorBackoff(supervisorSlot: number, supervisorGeneration: number, first: number, most: number): number {
    const x = this.exports;
    const r = x.supervisor_backoff(supervisorSlot, supervisorGeneration, first, most);
    return r === LOG_FULL ? this.again(x.supervisor_backoff, supervisorSlot, supervisorGeneration, first, most) : r;
  }

  /** Fixes start and stop order, or refuses; plan_culprits says why. A Status. */
  supervisorCompile(supervisorSlot: number, supervisorGeneration: number): number {
    const x = this.exports;
    const r = x.supervisor_compile(supervisorSlot, supervisorGeneration);
    return r === LOG_FULL ? this.again(x.supervisor_compile, supervisorSlot, supervisorGeneration) : r;
  }

  /** Children start at the next dispatch, each with an action. A Status. */
  supervisorStart(supervisorSlot: number, supervisorGeneration: number): number {
    const x = this.exports;
    const r = x.supervisor_start(supervisorSlot, supervisorGeneration);
    return r === LOG_FULL ? this.again(x.supervisor_start, supervisorSlot, supervisorGeneration) : r;
  }

  /** Stops the children one by one. A Status. */
  supervisorStop(supervisorSlot: number, supervisorGeneration: number): number {
    const x = this.exports;
    const r = x.supervisor_stop(supervisorSlot, supervisorGeneration);
    return r === LOG_FULL ? this.again(x.supervisor_stop, supervisorSlot, supervisorGeneration) : r;
  }

  /** The answer to the action that asked for it. A Status. */
  childPersisted(childSlot: number, childGeneration: number): number {
    const x = this.exports;
    const r = x.child_persisted(childSlot, childGeneration);
    return r === LOG_FULL ? this.again(x.child_persisted, childSlot, childGeneration) : r;
  }

  /** A lease of a name that nobody has. The slot, or a negative Status. */
  nameReserve(holderSlot: number, holderGeneration: number, name: number): number {
    const x = this.exports;
    const r = x.name_reserve(holderSlot, holderGeneration, name);
    return r === LOG_FULL ? this.again(x.name_reserve, holderSlot, holderGeneration, name) : r;
  }

  /** From now on it is found. A Status. */
  nameActivate(leaseSlot: number, leaseGeneration: number, holderSlot: number, holderGeneration: number): number {
    const x = this.exports;
    const r = x.name_activate(leaseSlot, leaseGeneration, holderSlot, holderGeneration);
    return r === LOG_FULL ? this.again(x.name_activate, leaseSlot, leaseGeneration, holderSlot, holderGeneration) : r;
  }

  /** If one does not end ok the other is cancelled. A Status. */
  taskLink(aSlot: number, aGeneration: number, bSlot: number, bGeneration: number): number {
    const x = this.exports;
    const r = x.task_link(aSlot, aGeneration, bSlot, bGeneration);
    return r === LOG_FULL ? this.again(x.task_link, aSlot, aGeneration, bSlot, bGeneration) : r;
  }

  /** Not any more. A Status. */
  taskUnlink(aSlot: number, aGeneration: number, bSlot: number, bGeneration: number): number {
    const x = this.exports;
    const r = x.task_unlink(aSlot, aGeneration, bSlot, bGeneration);
    return r === LOG_FULL ? this.again(x.task_unlink, aSlot, aGeneration, bSlot, bGeneration) : r;
  }

  /** The watcher will be told how the target ended. The slot, or a negative Status. */
  monitorOpen(watcherSlot: number, watcherGeneration: number, targetSlot: number, targetGeneration: number, label: number): number {
    const x = this.exports;
    const r = x.monitor_open(watcherSlot, watcherGeneration, targetSlot, targetGeneration, label);
    return r === LOG_FULL ? this.again(x.monitor_open, watcherSlot, watcherGeneration, targetSlot, targetGeneration, label) : r;
  }

  /** Takes the first that is down: slot, and outcome above as in an action; or a verdict above. */
  monitorReceive(taskSlot: number, taskGeneration: number, wait: boolean): number {
    const x = this.exports;
    const r = x.monitor_receive(taskSlot, taskGeneration, wait ? 1 : 0);
    return r === LOG_FULL ? this.again(x.monitor_receive, taskSlot, taskGeneration, wait ? 1 : 0) : r;
  }

  /** Ends one that was not received. A Status. */
  monitorRelease(monitorSlot: number, monitorGeneration: number): number {
    const x = this.exports;
    const r = x.monitor_release(monitorSlot, monitorGeneration);
    return r === LOG_FULL ? this.again(x.monitor_release, monitorSlot, monitorGeneration) : r;
  }

  /** 1 and the oldest report in the scratch area, or 0. */
  reportNext(): number {
    const x = this.exports;
    const r = x.report_next();
    return r === LOG_FULL ? this.again(x.report_next) : r;
  }

  /** Low half of the fingerprint of this table. */
  abiFingerprintLo(): number {
    return this.exports.abi_fingerprint_lo() >>> 0;
  }

  /** High half of it. */
  abiFingerprintHi(): number {
    return this.exports.abi_fingerprint_hi() >>> 0;
  }

  /** 0 core-min, 1 core-trace, 2 full-dev. */
  tier(): number {
    return this.exports.tier() >>> 0;
  }

  /** Creates the runtime of this instance, once. The root region is slot 1. */
  runtimeOpen(seedLo: number, seedHi: number, flags: number): number {
    return this.exports.runtime_open(seedLo, seedHi, flags);
  }

  /** Where bulk data goes in and out. */
  scratchOffset(): number {
    return this.exports.scratch_offset() >>> 0;
  }

  /** How much of it there is. */
  scratchBytes(): number {
    return this.exports.scratch_bytes() >>> 0;
  }

  /** The generation a handle of this slot has now; 0 if it holds nothing. */
  handleGeneration(slot: number): number {
    return this.exports.handle_generation(slot) >>> 0;
  }

  /** The runtime's clock in microseconds. */
  timeNow(): number {
    return this.exports.time_now();
  }

  /** Host time of the next timer turn, -1 for none. */
  pumpDue(): number {
    return this.exports.pump_due();
  }

  /** An asx_pump_state. */
  pumpState(): number {
    return this.exports.pump_state() >>> 0;
  }

  /** Would a turn dispatch anything? */
  hasNext(): boolean {
    return this.exports.has_next() !== 0;
  }

  /** Would action_next answer anything? */
  noticePending(): boolean {
    return this.exports.notice_pending() !== 0;
  }

  /** One asx_counter; -1 if there is no such counter. */
  counter(which: number): number {
    return this.exports.counter(which);
  }

  /** One asx_setting; -1 if it is unlimited or unknown. */
  setting(which: number): number {
    return this.exports.setting(which);
  }

  /** Would report_next answer anything? */
  reportPending(): boolean {
    return this.exports.report_pending() !== 0;
  }

  /** Reports that the ring had no room for. */
  reportsLost(): number {
    return this.exports.reports_lost() >>> 0;
  }

  /** Watch: the latest token, without having seen it; or a status. */
  channelBorrow(channelSlot: number, channelGeneration: number): number {
    return this.exports.channel_borrow(channelSlot, channelGeneration);
  }

  /** The same, through a receiver. */
  receiverBorrow(receiverSlot: number, receiverGeneration: number): number {
    return this.exports.receiver_borrow(receiverSlot, receiverGeneration);
  }

  /** 1 if nothing will come that is not there already, 0 if it may; or a status. */
  receiverIsClosed(receiverSlot: number, receiverGeneration: number): number {
    return this.exports.receiver_is_closed(receiverSlot, receiverGeneration);
  }

  /** A name that keeps a plan from being compiled, in order; 0 after the last. */
  planCulprit(supervisorSlot: number, supervisorGeneration: number, index: number): number {
    return this.exports.plan_culprit(supervisorSlot, supervisorGeneration, index) >>> 0;
  }

  /** The slot of the task that is found under a name; 0 if there is none. */
  nameLookup(name: number): number {
    return this.exports.name_lookup(name) >>> 0;
  }

  /** The cancel kind of a region or task, and whether a task shares its region's reason. */
  cancelSummary(slot: number): number {
    return this.exports.cancel_summary(slot) >>> 0;
  }

  /** One field of what describe fills in; 0 for a slot with nothing in it. */
  describeField(slot: number, field: number): number {
    return this.exports.describe_field(slot, field);
  }

  /** Fills the scratch area with ASX_FIELD_COUNT f64, answers the asx_kind. */
  describe(slot: number): number {
    return this.exports.describe(slot) >>> 0;
  }

  /** Inputs so far. Tier core-trace and up. */
  inputCount(): number {
    return this.exports.input_count() >>> 0;
  }

  /** Low half of the running digest. Tier core-trace and up. */
  digestLo(): number {
    return this.exports.digest_lo() >>> 0;
  }

  /** High half of it. Tier core-trace and up. */
  digestHi(): number {
    return this.exports.digest_hi() >>> 0;
  }

  /** Starts recording a new artifact. The scratch area holds the host's HEAD entries (2, 7, 8, 9) in this many bytes; answers the length of file magic and HEAD section, which it leaves at log_offset. Tier core-trace and up. */
  traceStart(bytes: number): number {
    return this.exports.trace_start(bytes);
  }

  /** Seals as log_take does, then stops; answers the last bytes at log_offset. Tier core-trace and up. */
  traceStop(): number {
    return this.exports.trace_stop();
  }

  /** Leaves a TAIL section at log_offset, answers its length. Everything must have been taken. Tier core-trace and up. */
  traceTail(): number {
    return this.exports.trace_tail();
  }

  /** Seals the chunk: INPUT and DIGEST sections at log_offset in this many bytes, until the next input; 0 if nothing was recorded. Tier core-trace and up. */
  logTake(): number {
    return this.exports.log_take() >>> 0;
  }

  /** Where the sealed sections lie. Tier core-trace and up. */
  logOffset(): number {
    return this.exports.log_offset() >>> 0;
  }

  /** Bytes of inputs in the open chunk. Tier core-trace and up. */
  logPending(): number {
    return this.exports.log_pending() >>> 0;
  }

  /** Where the arena begins. Tier core-trace and up. */
  arenaOffset(): number {
    return this.exports.arena_offset() >>> 0;
  }

  /** A snapshot is a copy of this many bytes at arena_offset. Tier core-trace and up. */
  snapshotBytes(): number {
    return this.exports.snapshot_bytes() >>> 0;
  }

  /** Leaves the beginning of a CHECKPOINT section in the scratch area, answers its length; snapshot_bytes at arena_offset follow. Everything must have been taken, and what came before may be dropped. Tier core-trace and up. */
  checkpointHead(): number {
    return this.exports.checkpoint_head();
  }

  /** Writes the header of a section whose body the host put 12 bytes into the scratch area; answers the whole length. Tier core-trace and up. */
  sectionSeal(type: number, flags: number, bytes: number): number {
    return this.exports.section_seal(type, flags, bytes);
  }

  /** Hashes the whole used arena; the low half. Tier full-dev and up. */
  stateHashLo(): number {
    return this.exports.state_hash_lo() >>> 0;
  }

  /** The high half of what state_hash_lo found last. Tier full-dev and up. */
  stateHashHi(): number {
    return this.exports.state_hash_hi() >>> 0;
  }

  /** Asserts every invariant of the whole state; traps on a violation. Tier full-dev and up. */
  runtimeCheck(): void {
    this.exports.runtime_check();
  }

  /** Where to put a snapshot of this size before snapshot_restore; 0 if memory refuses to grow. Tier full-dev and up. */
  snapshotStage(bytes: number): number {
    return this.exports.snapshot_stage(bytes) >>> 0;
  }

  /** Goes back to the snapshot that was staged. Recording must be off. Tier full-dev and up. */
  snapshotRestore(bytes: number): number {
    return this.exports.snapshot_restore(bytes);
  }

  /** Where the payload of an INPUT section goes, at most 64 KiB. Tier full-dev and up. */
  replayOffset(): number {
    return this.exports.replay_offset() >>> 0;
  }

  /** Starts reading the payload at replay_offset. Tier full-dev and up. */
  replayLoadChunk(bytes: number): number {
    return this.exports.replay_load_chunk(bytes);
  }

  /** Performs that many inputs or those that are left; answers how many, or -6 on malformed bytes at replay_position. Tier full-dev and up. */
  replayRun(inputsMax: number): number {
    return this.exports.replay_run(inputsMax);
  }

  /** Bytes of the chunk read so far. Tier full-dev and up. */
  replayPosition(): number {
    return this.exports.replay_position() >>> 0;
  }

  /** The slot that the next record counts from; for replay_resume. Tier full-dev and up. */
  replaySlot(): number {
    return this.exports.replay_slot() >>> 0;
  }

  /** The time that the next record counts from; for replay_resume. Tier full-dev and up. */
  replayTime(): number {
    return this.exports.replay_time();
  }

  /** Goes on in the middle of the chunk at replay_offset, after snapshot_restore. Tier full-dev and up. */
  replayResume(bytes: number, position: number, slot: number, time: number): number {
    return this.exports.replay_resume(bytes, position, slot, time);
  }

  /** The opcode performed last. Tier full-dev and up. */
  replayOpcode(): number {
    return this.exports.replay_opcode() >>> 0;
  }

  /** What it answered. Tier full-dev and up. */
  replayResult(): number {
    return this.exports.replay_result();
  }

  /** Where derived events lie, one asx_event after the other. Tier full-dev and up. */
  eventsOffset(): number {
    return this.exports.events_offset() >>> 0;
  }

  /** How many there are. Tier full-dev and up. */
  eventsCount(): number {
    return this.exports.events_count() >>> 0;
  }

  /** Events that found no room since events_clear. Tier full-dev and up. */
  eventsDropped(): number {
    return this.exports.events_dropped() >>> 0;
  }

  /** Forgets them. Tier full-dev and up. */
  eventsClear(): void {
    this.exports.events_clear();
  }

  /** Where so many events go, one asx_event after the other, in an instance without a runtime; 0 if memory refuses to grow. Tier full-dev and up. */
  orderReserve(count: number): number {
    return this.exports.order_reserve(count) >>> 0;
  }

  /** Derives the order of the events, with clocks for order_before if that is wanted. Tier full-dev and up. */
  orderBuild(count: number, clocks: boolean): number {
    return this.exports.order_build(count, clocks ? 1 : 0);
  }

  /** Leaves in the scratch area: fingerprint low and high, layers, events of the form, actors, objects. Tier full-dev and up. */
  orderSummary(): void {
    this.exports.order_summary();
  }

  /** The layer of each event, a u32; 0 for a witness. Tier full-dev and up. */
  orderLayersOffset(): number {
    return this.exports.order_layers_offset() >>> 0;
  }

  /** The events of the canonical form in its order, a u32 each. Tier full-dev and up. */
  orderFormOffset(): number {
    return this.exports.order_form_offset() >>> 0;
  }

  /** The actor of each event, a u32; 2^32 - 1 for a witness. Tier full-dev and up. */
  orderActorsOffset(): number {
    return this.exports.order_actors_offset() >>> 0;
  }

  /** 1 if event i had to come before event j, 0 if not; or a status. Tier full-dev and up. */
  orderBefore(i: number, j: number): number {
    return this.exports.order_before(i, j);
  }

  /** The length of a shortest chain of causes from i to j, of which the scratch area gets what it can hold; 0 if i did not have to come first. Tier full-dev and up. */
  orderPath(i: number, j: number): number {
    return this.exports.order_path(i, j);
  }

  /** An object that makes j depend on the earlier event i directly; 0 if they are independent. Tier full-dev and up. */
  orderConflict(i: number, j: number): number {
    return this.exports.order_conflict(i, j) >>> 0;
  }

  /** The object that an event is about; 0 for none. Tier full-dev and up. */
  orderSubject(event: number): number {
    return this.exports.order_subject(event) >>> 0;
  }

  /** Leaves in the scratch area: asx_order_sort, asx_kind, parent, ordinal, slot, generation. Tier full-dev and up. */
  orderObject(object: number): boolean {
    return this.exports.order_object(object) !== 0;
  }

  /** Where a file of this size goes, in an instance without a runtime; 0 if memory refuses to grow. Tier full-dev and up. */
  artifactReserve(bytes: number): number {
    return this.exports.artifact_reserve(bytes) >>> 0;
  }

  /** Starts to verify the file. Tier full-dev and up. */
  artifactOpen(bytes: number): number {
    return this.exports.artifact_open(bytes);
  }

  /** Leaves the next verified section in the scratch area: type, flags, offset, length, known, first input, count. Tier full-dev and up. */
  artifactNext(): boolean {
    return this.exports.artifact_next() !== 0;
  }

  /** An asxb_artifact_code, 0 for a whole file; leaves the error and the totals in the scratch area. Tier full-dev and up. */
  artifactVerdict(): number {
    return this.exports.artifact_verdict() >>> 0;
  }
}
