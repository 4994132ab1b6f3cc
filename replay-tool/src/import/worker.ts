import { loadKernel, readTrace, replayTrace, type Replay } from "@asupersync/browser-core";
import { factsOf } from "../model/facts.js";
import { type Derived } from "../model/recording.js";
import { type Reply, type Request } from "./protocol.js";
import { derive, faultOf, lookAt, verdictOf } from "./replaying.js";

// A worker's own scope; the DOM's types know it only as a window.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
};

type Look = Extract<Request, { kind: "look" }>;

let replay: Replay | undefined;
let isVerifying = false;
let waiting: Look | undefined;

const post = (reply: Reply, transfer: Transferable[] = []): void => {
  scope.postMessage(reply, transfer);
};

function buffersOf({ events, entities, lanes, problems }: Derived): Transferable[] {
  const columns: unknown[] = [events, entities, lanes].flatMap((table) => Object.values(table));
  return [...columns, problems]
    .filter(ArrayBuffer.isView)
    .map((view) => view.buffer as ArrayBuffer);
}

function answer({ ticket, input, slot }: Look): void {
  if (replay !== undefined) post({ kind: "moment", ticket, moment: lookAt(replay, input, slot) });
}

// Where verify has come to is a position of the same kernel: leave it as it was.
function answerInBetween(): void {
  if (waiting === undefined || replay === undefined) return;
  const back = replay.position;
  const look = waiting;
  waiting = undefined;
  answer(look);
  replay.seek(back);
}

/** Lets messages in now and then; every turn would cost more than the verification. */
function createBreather(sliceMs: number): () => Promise<boolean> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < sliceMs) return false;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
    return true;
  };
}

async function verify(opened: Replay): Promise<void> {
  const breathe = createBreather(30);
  isVerifying = true;
  const result = await opened.verify(async (done, total) => {
    if (!(await breathe())) return;
    post({ kind: "verdict", verdict: { kind: "checking", done, total } });
    answerInBetween();
  });
  isVerifying = false;
  post({ kind: "verdict", verdict: verdictOf(opened.trace, result, opened.digest()) });
  answerInBetween();
}

async function open(bytes: Uint8Array): Promise<void> {
  const trace = await readTrace(bytes);
  post({ kind: "opened", facts: factsOf(trace), labels: [...trace.strings] });
  try {
    replay = await replayTrace(bytes);
    const derived = derive(replay);
    post({ kind: "derived", derived }, buffersOf(derived));
    await verify(replay);
  } catch (error) {
    post({ kind: "verdict", verdict: { kind: "refused", reason: faultOf(error) } });
  }
}

// Now rather than with the first file, so that a page that is loaded needs no network any more.
// What goes wrong goes wrong again, and is reported, when a file is opened.
loadKernel({ tier: "full-dev" }).catch(() => undefined);

scope.onmessage = ({ data }) => {
  if (data.kind === "open") {
    open(data.bytes).catch((error: unknown) => post({ kind: "failed", fault: faultOf(error) }));
  } else if (isVerifying) {
    waiting = data;
  } else {
    answer(data);
  }
};
