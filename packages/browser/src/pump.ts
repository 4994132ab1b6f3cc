import { slotOf, verbOf, Wakeup, type Kernel } from "@asupersync/browser-core";
import { createHop, type Hop } from "./hop.js";
import type { Clock } from "./clock.js";

/** What the pump asks of the runtime. */
export interface PumpHost {
  readonly kernel: Kernel;
  /** Runs one step of a task; true if the step has ended when it returns. */
  dispatch(slot: number, verb: number): boolean;
  /** Carries out what the kernel wants from the host; true if there was anything. */
  drainActions(): boolean;
  /** A turn is over. */
  turnEnded(): void;
}

const resolved = Promise.resolve();
const checkEvery = 16;
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * Runs turns: one for the runtime, never re-entered (rule `pump.states`). What runs next and when
 * to
 * come back are the kernel's decisions; this only carries them out.
 */
export class Pump {
  private running = false;
  private scheduled = false;
  private stepping = false;
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private timerDueUs = Infinity;
  private arms = 0;
  private sliceStart = 0;
  private lastEnd = 0;
  private readonly hop: Hop = createHop();
  private readonly microTurn = (): void => {
    this.turn(false);
  };
  private readonly macroTurn = (): void => {
    this.turn(true);
  };
  private readonly timerTurn = (): void => {
    this.timer = undefined;
    this.timerDueUs = Infinity;
    if (!this.scheduled && !this.running) this.turn(true);
  };

  constructor(
    private readonly host: PumpHost,
    private readonly clock: Clock,
    private readonly sliceMs: number,
    /** Lab: let one task step at a time, and wait for its step to end. */
    private readonly single: boolean,
  ) {}

  /** Something was posted from outside a turn (rule `pump.storm`: many cost one turn). */
  kick(): void {
    if (this.running || this.scheduled) return;
    this.schedule(this.host.kernel.pumpRequest());
  }

  /** Lab: the step that the turn waits for has ended. */
  stepEnded(): void {
    if (!this.stepping) return;
    this.stepping = false;
    void resolved.then(() => {
      this.slice();
    });
  }

  /** Inside a turn, and not in a step of the lab that goes on after it. */
  get isRunning(): boolean {
    return this.running && !this.stepping;
  }

  /** Forgets the timer: nothing will run any more. */
  stop(): void {
    if (this.timer !== undefined) clearTimeout(this.timer);
    this.timer = undefined;
    this.timerDueUs = Infinity;
    this.arms++;
  }

  private schedule(wakeup: number): void {
    switch (wakeup) {
      case Wakeup.Micro:
        this.scheduled = true;
        void resolved.then(this.microTurn);
        return;
      case Wakeup.Macro:
        this.scheduled = true;
        this.hop(this.macroTurn);
        return;
      case Wakeup.Timer:
        this.arm(this.host.kernel.pumpDue());
        return;
      default:
    }
  }

  /** One host timer, for the earliest deadline (rule `timer.cost`). */
  private arm(dueUs: number): void {
    if (this.clock.isVirtual) {
      this.armVirtual(dueUs);
      return;
    }
    if (this.timer !== undefined) {
      if (this.timerDueUs <= dueUs) return; // it will find out by itself
      clearTimeout(this.timer);
    }
    const ms = Math.max(0, Math.ceil(dueUs / 1000 - this.clock.nowMs()));
    this.timerDueUs = dueUs;
    this.timer = setTimeout(this.timerTurn, Math.min(ms, longestTimeoutMs));
  }

  /** Time passes only if nobody outside wanted anything until the next macrotask. */
  private armVirtual(dueUs: number): void {
    const arms = ++this.arms;
    this.hop(() => {
      if (arms !== this.arms || this.scheduled || this.running) return;
      this.clock.advanceTo(dueUs);
      this.turn(true);
    });
  }

  /**
   * A turn: one clock sample, then dispatches until the kernel has no more or the slice is spent.
   */
  private turn(afterHop: boolean): void {
    this.scheduled = false;
    this.running = true;
    const nowMs = this.clock.nowMs();
    // A gap longer than a slice means that the page had its turn in between.
    if (afterHop || nowMs - this.lastEnd > this.sliceMs) this.sliceStart = nowMs;
    this.host.kernel.pumpBegin(Math.round(nowMs * 1000));
    if (nowMs - this.sliceStart > this.sliceMs) this.endTurn(true);
    else this.slice();
  }

  private slice(): void {
    const { host, clock } = this;
    const { kernel } = host;
    host.drainActions();
    for (let dispatched = 1; ; dispatched++) {
      const next = kernel.pumpNext();
      if (next <= 0) {
        if (host.drainActions()) continue;
        break;
      }
      const ended = host.dispatch(slotOf(next), verbOf(next));
      if (this.single && !ended) {
        this.stepping = true;
        return; // stepEnded goes on from here
      }
      if (dispatched % checkEvery === 0 && clock.nowMs() - this.sliceStart > this.sliceMs) {
        this.endTurn(true);
        return;
      }
    }
    this.endTurn(false);
  }

  private endTurn(cut: boolean): void {
    this.running = false;
    const wakeup = this.host.kernel.pumpEnd(cut);
    this.lastEnd = this.clock.lastMs;
    this.schedule(wakeup);
    this.host.turnEnded();
  }
}
