// What became of the requests, as the server saw it, and who wants to know.

const sides = ["ours", "naive"];
const fresh = () => ({ started: 0, finished: 0, aborted: 0, failed: 0, live: 0, liveMax: 0 });

export function createCounters() {
  const counts = Object.fromEntries(sides.map((side) => [side, fresh()]));
  const watchers = new Set();
  let isPosted = false;

  const snapshot = () => structuredClone(counts);
  // Several changes in one turn are one message.
  const changed = () => {
    if (isPosted || watchers.size === 0) return;
    isPosted = true;
    setTimeout(() => {
      isPosted = false;
      for (const watcher of watchers) watcher(snapshot());
    }, 30);
  };

  return {
    snapshot,
    /** Calls `watcher` with a snapshot after each change; returns how to stop that. */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    reset() {
      for (const side of sides)
        Object.assign(counts[side], { ...fresh(), live: counts[side].live });
      changed();
    },
    /**
     * Counts one request. The connection closing before the answer's end is the client's doing,
     * unless the server said first that it fails this one.
     */
    follow(side, response) {
      const count = counts[side];
      let hasFailed = false;
      count.started += 1;
      count.live += 1;
      count.liveMax = Math.max(count.liveMax, count.live);
      changed();
      response.once("close", () => {
        count.live -= 1;
        if (hasFailed) count.failed += 1;
        else if (response.writableFinished) count.finished += 1;
        else count.aborted += 1;
        changed();
      });
      return { fail: () => (hasFailed = true) };
    },
  };
}
