// A small program on a kernel, recorded: scopes with tasks that sleep, promise and end.
import { ObligationKind, Outcome } from "../src/generated/abi.js";
import { handleAt, ROOT_SLOT, slotOf, type Handle } from "../src/handle.js";
import { loadKernel, type KernelInstance, type KernelTier } from "../src/load.js";
import { TraceWriter, type TraceWriterOptions } from "../src/trace-writer.js";

export interface SampleRun {
  readonly instance: KernelInstance;
  readonly writer: TraceWriter;
  /** The open scope, in which one task sleeps and holds an obligation. */
  readonly scope: Handle;
  readonly task: Handle;
}

const scopeLabel = 7;
const taskLabel = 8;

/** Opens a runtime and records `rounds` scopes, each opened and closed, and one that stays open. */
export async function sampleRun(
  rounds: number,
  tier: KernelTier = "full-dev",
  options: TraceWriterOptions = { environment: "node", build: "sample" },
): Promise<SampleRun> {
  const instance = await loadKernel({ tier });
  const { kernel } = instance;
  if (kernel.runtimeOpen(42, 1, 0) !== 0) throw new Error("no runtime");
  const writer = new TraceWriter(instance, options);
  writer.label(scopeLabel, "checkout");
  writer.label(taskLabel, "load cart é");

  const root = handleAt(kernel, ROOT_SLOT);
  const open = (): Handle =>
    handleAt(kernel, kernel.regionOpen(root.slot, root.generation, 0, scopeLabel));
  const spawn = (scope: Handle): Handle =>
    handleAt(kernel, kernel.taskSpawn(scope.slot, scope.generation, 0, taskLabel));
  let time = 0;
  const turn = (step: (task: Handle) => void): void => {
    time += 1000;
    kernel.pumpBegin(time);
    for (let next = kernel.pumpNext(); next > 0; next = kernel.pumpNext()) {
      step(handleAt(kernel, slotOf(next)));
    }
    kernel.pumpEnd(false);
  };

  for (let round = 0; round < rounds; round += 1) {
    const scope = open();
    spawn(scope);
    turn((task) => kernel.taskSleep(task.slot, task.generation, time + 500));
    kernel.regionClose(scope.slot, scope.generation);
    turn((task) => kernel.taskFinish(task.slot, task.generation, Outcome.Ok));
    kernel.actionNext();
    kernel.regionRelease(scope.slot, scope.generation);
  }
  const scope = open();
  const task = spawn(scope);
  turn(({ slot, generation }) => {
    kernel.obligationReserve(slot, generation, ObligationKind.Lease, 0);
    kernel.taskSleep(slot, generation, 1e12);
  });
  return { instance, writer, scope, task };
}

/** The index of the first section of a type, as a byte offset of its header. */
export function sectionAt(bytes: Uint8Array, type: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at + 4, true)) {
    if (view.getUint16(at, true) === type) return at;
  }
  throw new Error(`no section of type ${type}`);
}
