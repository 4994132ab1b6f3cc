// Random trees of scopes and tasks, cancelled at random: whatever happens, nothing is left.
import { Counter } from "@asupersync/browser-core";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { all } from "./combinators/all.js";
import { race } from "./combinators/race.js";
import { timeout } from "./combinators/timeout.js";
import type { Cx } from "./cx.js";
import { open } from "./tests/open.js";
import type { TaskHandle } from "./index.js";

type Step =
  | { do: "sleep"; ms: number }
  | { do: "yield" | "fail" | "defect" | "mask" | "defer" | "obligation" | "both" | "cancelSelf" }
  | { do: "spawn" | "join" | "scope" | "collect"; program: Step[] }
  | { do: "race" | "all"; programs: Step[][] }
  | { do: "timeout"; ms: number; program: Step[] }
  | { do: "cancel"; which: number };

const ms = fc.integer({ min: 0, max: 20 });
const { program } = fc.letrec<{ step: Step; program: Step[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ do: fc.constant("sleep" as const), ms }),
    fc.record({
      do: fc.constantFrom(
        ...(["yield", "fail", "defect", "mask", "defer", "obligation", "both"] as const),
        "cancelSelf" as const,
      ),
    }),
    fc.record({ do: fc.constant("cancel" as const), which: fc.nat(20) }),
    fc.record({
      do: fc.constantFrom("spawn" as const, "join" as const, "scope" as const, "collect" as const),
      program: tie("program"),
    }),
    fc.record({
      do: fc.constantFrom("race" as const, "all" as const),
      programs: fc.array(tie("program"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ do: fc.constant("timeout" as const), ms, program: tie("program") }),
  ),
  program: fc.array(tie("step"), { maxLength: 5, depthIdentifier: "program" }),
}));

/** What runs a program, and what it must have kept true. */
class World {
  readonly tasks: TaskHandle<unknown>[] = [];
  /** Bodies that are running, by what they are part of. */
  running = 0;
  readonly broken: string[] = [];

  async body(cx: Cx, steps: Step[]): Promise<void> {
    this.running++;
    try {
      for (const step of steps) await this.step(cx, step);
    } finally {
      await cx.yield().then(undefined, () => undefined);
      this.running--;
    }
  }

  /** Runs a group and looks that nobody of it is alive when it has ended. */
  private async drained(start: (part: World) => PromiseLike<unknown>): Promise<void> {
    const part = new World();
    try {
      await start(part);
    } finally {
      if (part.running !== 0) this.broken.push(`${part.running} alive after their group`);
      this.broken.push(...part.broken);
      this.tasks.push(...part.tasks);
    }
  }

  private async step(cx: Cx, step: Step): Promise<void> {
    switch (step.do) {
      case "sleep":
        return await cx.sleep(step.ms);
      case "yield":
        return await cx.yield();
      case "fail":
        throw new Error("expected");
      case "defect":
        throw new TypeError("defect");
      case "mask":
        return await cx.mask((own) => own.sleep(3));
      case "defer":
        cx.defer(() => cx.sleep(2));
        return;
      case "obligation": {
        using lease = cx.obligation("Lease");
        await cx.sleep(1);
        return lease.commit();
      }
      case "both":
        await Promise.all([cx.sleep(4), cx.sleep(2), cx.from(() => Promise.resolve())]);
        return;
      case "cancelSelf":
        cx.spawn(() => undefined).cancel();
        return;
      case "cancel":
        this.tasks[step.which % Math.max(1, this.tasks.length)]?.cancel("random");
        return;
      default:
        return await this.group(cx, step);
    }
  }

  private async group(cx: Cx, step: Extract<Step, { program: unknown } | { programs: unknown }>) {
    const run = (part: World, steps: Step[]) => (own: Cx) => part.body(own, steps);
    switch (step.do) {
      case "spawn":
        this.tasks.push(cx.spawn(run(this, step.program)));
        return;
      case "join": {
        const task = cx.spawn(run(this, step.program));
        this.tasks.push(task);
        await task.join();
        return;
      }
      case "scope":
        return await this.drained((part) => cx.scope(run(part, step.program)));
      case "collect":
        return await this.drained((part) =>
          cx.scope(run(part, step.program), { policy: "collect-all" }),
        );
      case "race":
        return await this.drained((part) =>
          race(
            cx,
            step.programs.map((steps) => run(part, steps)),
          ),
        );
      case "all":
        return await this.drained((part) =>
          all(
            cx,
            step.programs.map((steps) => run(part, steps)),
          ),
        );
      case "timeout":
        return await this.drained((part) => timeout(cx, step.ms, run(part, step.program)));
    }
  }
}

describe("a random tree", () => {
  it("leaves nothing alive, every task an outcome, no loser behind, no rejection unhandled", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => {
      process.off("unhandledRejection", note);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(program, { minLength: 1, maxLength: 4 }),
        fc.option(ms, { nil: undefined }),
        fc.nat(1000),
        async (programs, cancelAfter, seed) => {
          const { runtime, kinds } = await open({ seed });
          const world = new World();
          const scope = runtime.createScope("tree");
          for (const steps of programs) {
            world.tasks.push(scope.spawn((cx) => world.body(cx, steps)));
          }
          if (cancelAfter !== undefined) {
            await runtime.run((cx) => cx.sleep(cancelAfter));
            scope.cancel("random");
          }
          const outcome = await scope.close();
          expect(scope.outcome).toBe(outcome);
          for (const task of world.tasks) expect(task.outcome?.kind).toBeDefined();
          expect(world.broken).toEqual([]);
          expect(world.running).toBe(0);
          expect(kinds()).toEqual([]);
          await runtime.close();
          const { kernel } = runtime;
          expect(kernel.counter(Counter.TasksLive)).toBe(0);
          expect(kernel.counter(Counter.RegionsLive)).toBeLessThanOrEqual(1);
          expect(kernel.counter(Counter.ObligationsLive)).toBe(0);
          expect(kernel.counter(Counter.Timers)).toBe(0);
          expect(runtime.objects.filter((object) => object !== undefined).length).toBe(1);
          expect(runtime.inspect().root).toMatchObject({ tasks: [], scopes: [] });
        },
      ),
      { numRuns: 150 },
    );
    await new Promise<void>((resolve) => void setImmediate(resolve));
    expect(unhandled).toEqual([]);
  }, 60_000);
});
