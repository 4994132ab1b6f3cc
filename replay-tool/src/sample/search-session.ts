import { CancelKind, LetGo, ObligationKind, type Handle } from "@asupersync/browser-core";
import { SmallHost, type Body } from "./small-host.js";

const keystrokes: readonly (readonly [at: number, query: string, latency: number])[] = [
  [120, "a", 420],
  [240, "ad", 260],
  [330, "ada", 180],
  [980, "ada l", 90],
  [1090, "ada lo", 310],
];

function search(query: string, latency: number): Body {
  return function* (host) {
    yield host.sleep(40);
    yield host.fetch(`/api/search?q=${query.length}`, latency, 6);
  };
}

const failing: Body = function* (host) {
  yield host.fetch("/api/prices", 70, 2, LetGo.Failed);
  throw new Error("503");
};

/** Swallows its cancel and goes on, so that it has to be forced. */
const stubborn: Body = function* (host) {
  for (;;) {
    try {
      yield host.sleep(400);
    } catch {
      // On purpose.
    }
  }
};

const careless: Body = function* (host, task) {
  host.kernel.obligationReserve(task.slot, task.generation, ObligationKind.Lease, 0);
  yield host.sleep(60);
};

/** Loads three parts of a page at once; one fails, so the scope cancels the others. */
function details(app: Handle): Body {
  return function* (host) {
    const scope = host.openRegion(app, "details");
    host.spawn(scope, "prices", failing);
    host.spawn(scope, "reviews", function* () {
      yield host.fetch("/api/reviews", 240, 12);
    });
    host.spawn(scope, "stock", function* () {
      yield host.fetch("/api/stock", 190, 4);
    });
    host.kernel.regionClose(scope.slot, scope.generation);
    yield host.awaitRegion(scope);
  };
}

/**
 * Somebody types into a search box: each query supersedes the one before. Beside it a page's parts
 * load, a task does not stop when asked, and another forgets an obligation. Real calls of a real
 * kernel, on virtual time.
 *
 * @param queries - How many of the queries are typed.
 */
export async function recordSearchSession(
  queries = keystrokes.length,
): Promise<Uint8Array<ArrayBuffer>> {
  const host = await SmallHost.create();
  const app = host.openRegion(host.root, "app");
  const box = host.openRegion(app, "search box");
  let last: Handle | undefined;
  for (const [at, query, latency] of keystrokes.slice(0, queries)) {
    host.after(at, () => {
      if (last !== undefined) host.cancel(last, CancelKind.User, "superseded");
      last = host.spawn(box, "search", search(query, latency));
    });
  }
  host.after(400, () => host.spawn(app, "open details", details(app)));
  const poll = host.spawn(app, "poll status", stubborn);
  host.after(700, () => host.spawn(app, "save draft", careless));
  host.after(1_350, () => {
    host.kernel.regionCancel(box.slot, box.generation, CancelKind.User, host.label("unmounted"));
  });
  host.after(1_500, () => host.cancel(poll, CancelKind.User, "page left"));
  host.after(2_600, () => {
    host.kernel.regionCancel(app.slot, app.generation, CancelKind.Shutdown, host.label("close"));
  });
  host.run();
  return host.stop();
}
