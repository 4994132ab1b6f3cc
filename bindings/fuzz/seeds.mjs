// The seeds of the harnesses, written from text: what a host does, in the bytes of program.h.
//
// A word is a call by its name in abi.json, followed by its arguments, each one byte:
//
//   .3      the number 3, or a time 3 us from now; of a handle, the third but newest of its kind
//   me      the task that runs
//   old     the oldest of its kind; gone: one that is no more; zero: none
//   far     a time or a number in the far future
//
// and two that are no calls: `host`, a step of a host that follows the protocol, and `turn`, the
// same without ending the body that runs.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const abi = JSON.parse(readFileSync(new URL("../abi.json", import.meta.url), "utf8"));
const opcodes = new Map(abi.inputs.map((input) => [input.name, input.op]));

const words = new Map([
  ["host", 0xff],
  ["turn", 0x7f],
  ["me", 0x80],
  ["old", 0x40],
  ["gone", 0xa0],
  ["zero", 0xff],
  ["far", 0x5f],
]);

/** One kind of life each, so that a mutation can join them. */
const programs = {
  "a-task-runs": "task_spawn .0 .0 .1 turn turn task_yield me turn task_finish me .0",
  "a-tree-is-cancelled": `region_open .0 .0 .0 task_spawn .0 .0 .0 region_open .0 .1 .0
    task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn turn region_cancel .1 .1 .0
    host host host host`,
  "a-race": `region_open .0 .2 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0
    turn turn task_sleep me .9 turn task_finish me .0 host host host host host`,
  "first-ok-after-an-error": `region_open .0 .3 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0
    turn turn task_finish me .1 turn task_finish me .0 host host host`,
  "a-deadline": `stage_budget .9 .200 .200 .128 region_open .0 .0 .0 task_spawn .0 .0 .0 turn turn
    task_sleep me far host host host host`,
  "a-timeout": `stage_timeout .5 region_open .0 .4 .0 task_spawn .0 .1 .0 turn turn task_park me
    host host host host`,
  "a-cleanup-hangs": `stage_cleanup .9 .3 task_spawn .0 .0 .0 turn turn task_park me
    task_cancel .0 .1 .0 turn task_park me task_park me turn pump_begin far host host host`,
  "a-mask-defers": `task_spawn .0 .0 .0 turn turn task_mask me task_mask me task_cancel .0 .1 .0
    task_checkpoint me task_sleep me .3 task_unmask me task_unmask me task_checkpoint me host`,
  "finalizers-run": `region_open .0 .0 .0 region_defer .0 region_defer .0 task_spawn .0 .0 .0
    task_defer .0 turn turn task_finish me .0 task_finalized me .0 region_close .0 host host host`,
  "a-finalizer-overruns": `runtime_configure .4 .2 runtime_configure .5 .2 task_spawn .0 .0 .0
    task_defer .0 turn turn task_finish me .0 task_yield me turn task_sleep me far host host host`,
  "an-obligation-is-handed-over": `task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    obligation_reserve me .1 .0 obligation_transfer .0 me .0 obligation_commit .0 .0
    obligation_reserve .0 .2 .0 obligation_abort .0 .0 .1 host host`,
  "an-obligation-leaks": `task_spawn .0 .0 .0 turn turn obligation_reserve me .0 .0
    task_finish me .0 report_next obligation_commit gone .0 host`,
  "a-capsule-drains": `task_spawn .0 .0 .0 turn turn capsule_open me .1 .0 capsule_submit .0
    capsule_await me .0 capsule_progress .0 turn capsule_await me .0 task_cancel .0 .1 .0
    action_next capsule_aborted .0 capsule_let_go .0 .1 host host host`,
  "a-capsule-is-left": `task_spawn .0 .0 .0 turn turn capsule_open me .2 .0 capsule_submit .0
    task_finish me .0 host host host capsule_let_go .0 .0 host host`,
  "a-join": `task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn task_join me .0 turn
    task_finish me .3 turn task_finish me .0 task_release gone host`,
  "an-owned-region": `task_spawn .0 .0 .0 turn turn region_open .0 .8 .0 task_spawn .0 .4 .0
    task_await_region me .0 .1 task_cancel old .1 .0 host host host host host region_release .0`,
  "a-second-operation": `task_spawn .0 .0 .0 turn turn task_spawn_implicit me .0 task_sleep .0 .9
    task_finish old .0 host host host`,
  "budgets-are-spent": `stage_budget far .3 .9 .200 task_spawn .0 .0 .0 turn turn
    task_consume me .5 task_consume me .9 task_charge me .9 task_checkpoint me host host`,
  "a-wake-comes-late": `task_spawn .0 .0 .0 turn turn task_park me task_wake .0 zero turn
    task_finish me .0 task_wake gone zero pump_request pump_visibility .1 host`,
  "limits-are-hit": `stage_limits .1 .1 .1 region_open .0 .0 .0 task_spawn .0 .0 .0
    task_spawn .0 .0 .0 region_open .0 .0 .0 region_open .0 .0 .0 host host`,
  "a-bounded-channel": `channel_open .0 .0 .1 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    channel_reserve me .0 .1 channel_commit .0 me .5 channel_reserve me .0 .1 turn
    channel_receive me .0 .1 channel_receive me .0 .1 turn channel_reserve me .0 .1
    channel_commit .0 me .6 channel_detach .0 host host host`,
  "a-channel-that-evicts": `channel_open .0 .1 .2 .0 task_spawn .0 .0 .0 turn turn
    channel_reserve me .0 .0 channel_commit .0 me .1 channel_reserve me .0 .0 channel_commit .0
    me .2
    channel_reserve me .0 .0 channel_commit .0 me .3 channel_receive me .0 .0 channel_close .0
    channel_receive me .0 .0 channel_receive me .0 .0 channel_release .0`,
  "a-oneshot": `channel_open .0 .2 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    channel_receive me .0 .1 turn channel_reserve me .0 .1 channel_commit .0 me .9 turn
    channel_receive me .0 .1 channel_receive me .0 .1 host host`,
  "a-broadcast-lags": `channel_open .0 .3 .2 .0 receiver_open .0 .0 task_spawn .0 .0 .0 turn turn
    channel_reserve me .0 .0 channel_commit .0 me .1 channel_reserve me .0 .0 channel_commit .0
    me .2
    channel_reserve me .0 .0 channel_commit .0 me .3 receiver_receive me .0 .1
    receiver_receive me .0 .1 receiver_receive me .0 .1 task_cancel me .1 .0 receiver_release
    .0 host`,
  "a-watch-closes": `channel_open .0 .4 .7 .0 receiver_open .0 .0 task_spawn .0 .0 .0 turn turn
    receiver_receive me .0 .1 task_spawn .0 .0 .0 turn channel_reserve me .0 .0 channel_commit
    .0 me .2
    turn receiver_receive old .0 .1 receiver_update .0 channel_detach .0 receiver_receive me .0 .1`,
  "a-call-is-answered": `channel_open .0 .5 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    channel_reserve me .0 .1 channel_call .0 me .4 call_await me .0 turn channel_receive me .0 .1
    call_reply .0 me .8 turn call_await me .0 call_release .0 host host`,
  "a-call-is-abandoned": `channel_open .0 .5 .1 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    channel_reserve me .0 .1 channel_call .0 me .4 call_await me .0 turn channel_receive me .0 .1
    task_finish me .1 turn call_await me .0 host host`,
  "a-waiter-passes-the-baton": `channel_open .0 .0 .1 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0
    task_spawn .0 .0 .0 turn turn channel_receive me .0 .1 turn channel_receive me .0 .1 turn
    channel_reserve me .0 .1 channel_commit .0 me .5 task_cancel old .1 .0 host host host host`,
  "a-mutex-is-poisoned": `lock_open .0 .0 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    lock_acquire me .0 .0 .1 turn lock_acquire me .0 .0 .1 task_finish old .3 turn
    lock_acquire me .0 .0 .1 lock_heal .0 lock_acquire me .0 .0 .1 obligation_commit .0 me host`,
  "readers-and-a-writer": `lock_open .0 .1 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0
    task_spawn .0 .0 .0 turn turn lock_acquire me .0 .1 .1 turn lock_acquire me .0 .0 .1 turn
    lock_acquire me .0 .1 .1 obligation_commit .0 old turn lock_acquire me .0 .0 .1 host host host`,
  "a-semaphore": `lock_open .0 .2 .3 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    lock_acquire me .0 .2 .1 turn lock_acquire me .0 .2 .1 obligation_abort .0 old .1 turn
    lock_acquire me .0 .2 .1 task_cancel me .1 .0 host host`,
  "a-barrier": `lock_open .0 .3 .2 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    lock_acquire me .0 .0 .1 turn lock_acquire me .0 .0 .1 turn lock_acquire me .0 .0 .1 host host`,
  "a-notify": `lock_open .0 .4 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    lock_acquire me .0 .0 .1 turn lock_signal .0 .0 lock_acquire me .0 .0 .1 lock_signal .0 .1 turn
    lock_acquire me .0 .0 .1 host host`,
  "a-once-is-retried": `lock_open .0 .5 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn
    lock_acquire me .0 .0 .1 turn lock_acquire me .0 .0 .1 obligation_abort .0 old .0 turn
    lock_acquire me .0 .0 .1 obligation_commit .0 me lock_acquire me .0 .0 .0 lock_close .0 host`,
  "a-pool": `lock_open .0 .6 .2 .0 pool_add .0 .7 pool_add .0 .8 task_spawn .0 .0 .0
    task_spawn .0 .0 .0
    turn turn lock_acquire me .0 .0 .1 lock_acquire me .0 .0 .1 turn lock_acquire me .0 .0 .1
    obligation_abort .0 old .1 lock_release .0 host host`,
  "a-child-is-restarted": `supervisor_open .0 .0 .0 .1 supervisor_add .0 .7 .0 .0
    supervisor_add .0 .8 .0 .0 child_depend .0 .7 supervisor_compile .0 supervisor_start .0
    turn turn
    turn turn task_finish me .1 turn pump_begin far turn turn task_finish me .1 host host host
    host`,
  "all-are-restarted": `supervisor_open .0 .1 .0 .1 supervisor_intensity .0 .1 .9
    supervisor_backoff .0 .1 .9 supervisor_add .0 .7 .0 .0 supervisor_add .0 .8 .0 .0
    supervisor_start .0 turn turn turn turn task_finish me .1 host host pump_begin far turn
    turn turn
    task_finish me .1 host host host host`,
  "a-plan-goes-round": `supervisor_open .0 .2 .0 .1 supervisor_add .0 .7 .2 .0 child_depend .0 .8
    supervisor_add .0 .8 .3 .0 child_depend .0 .7 supervisor_compile .0 supervisor_start .0
    host host`,
  "a-supervisor-stops": `supervisor_open .0 .0 .0 .1 supervisor_add .0 .7 .4 .1 supervisor_add
    .0 .8 .1 .1
    supervisor_start .0 turn turn turn supervisor_stop .0 turn turn action_next child_persisted .0
    host host host host host host`,
  "a-name-is-leased": `task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn name_reserve me .5
    name_activate .0 me name_reserve me .5 turn name_reserve me .5 task_finish old .1
    name_reserve me .5 obligation_abort .0 me .1 host host`,
  "a-link-cancels": `task_spawn .0 .0 .0 task_spawn .0 .0 .0 task_spawn .0 .0 .0 task_link .0 .1
    task_link .1 .2 task_unlink .0 .1 turn turn task_finish me .3 host host host host`,
  "a-monitor-tells": `task_spawn .0 .0 .0 task_spawn .0 .0 .0 turn turn monitor_open me .0 .4
    monitor_open me .0 .5 monitor_receive me .1 turn task_finish me .1 turn monitor_receive me .1
    monitor_receive me .0 monitor_release .0 host host`,
  "a-settings-round": `runtime_configure .0 .1 runtime_configure .1 .1 runtime_configure .2 .1
    runtime_configure .3 .1 runtime_configure .6 .1 runtime_configure .7 .1 runtime_configure .8 .1
    task_spawn .0 .0 .0 mark .7 entropy_draw host host host`,
};

function byteOf(word) {
  const byte = word.startsWith(".")
    ? Number(word.slice(1))
    : (opcodes.get(word) ?? words.get(word));
  if (byte === undefined || !(byte >= 0 && byte < 256)) throw new Error(`seeds.mjs: ${word}?`);
  return byte;
}

// How the runtime is opened: plain or lab, with all memory or with some of it refused.
const openings = [
  [0, 1],
  [1, 2],
  [2, 3, 0x10, 0x10, 0x20, 0x40],
];

function writeCalls(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(programs)) {
    const bytes = text.split(/\s+/).map(byteOf);
    openings.forEach((opening, i) =>
      writeFileSync(join(folder, `${name}-${i}`), Buffer.from([...opening, ...bytes])),
    );
  }
}

// Small recordings, so that a mutation meets a header as often as a record.
function writeRecordings(folder, asx) {
  mkdirSync(folder, { recursive: true });
  const words = ["random", "--count", "12", "--ops", "40", "--folder", folder];
  const { status, error, stderr } = spawnSync(asx, words, { encoding: "utf8" });
  if (error || status !== 0) throw new Error(`${asx} random: ${error?.message ?? stderr}`);
}

/** Writes the seeds of each harness into a folder of its name; `asx` is the native tool. */
export function writeSeeds(folder, asx) {
  rmSync(folder, { recursive: true, force: true });
  writeCalls(join(folder, "calls_fuzz"));
  writeRecordings(join(folder, "artifact_fuzz"), asx);
}
