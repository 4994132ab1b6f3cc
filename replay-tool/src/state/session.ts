import { RecordingClient } from "../import/client.js";
import { type Reply } from "../import/protocol.js";
import { type Moment } from "../model/moment.js";
import { type Derived, type Facts } from "../model/recording.js";
import { Names } from "../model/names.js";
import { type FaultReport, type Verdict } from "../model/verdict.js";
import { type Story } from "../model/words.js";

export interface OpenRecording {
  readonly name: string;
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly labels: ReadonlyMap<number, string>;
  /** Undefined while the inputs are run for the first time, or if they cannot be. */
  readonly derived: Derived | undefined;
  readonly story: Story | undefined;
}

export type Session =
  | { readonly phase: "start" }
  | { readonly phase: "opening"; readonly name: string }
  | { readonly phase: "open"; readonly recording: OpenRecording }
  | { readonly phase: "failed"; readonly name: string; readonly fault: FaultReport };

/** The file that is open. One writer of its state: `become`. */
export class SessionStore {
  private session: Session = { phase: "start" };
  private shown: Moment | undefined;
  private client: RecordingClient | undefined;
  private spare: RecordingClient | undefined;
  private name = "";
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): Session => this.session;

  /** The state at the playhead; the one before it until the new one is there. */
  readonly moment = (): Moment | undefined => this.shown;

  /** Fetches all that opening a file takes, so that none of it is fetched then. */
  prepare(): void {
    this.spare ??= new RecordingClient();
  }

  open(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.client?.close();
    this.name = name;
    this.shown = undefined;
    this.client = this.spare ?? new RecordingClient();
    this.spare = undefined;
    this.client.onReply = (reply) => this.receive(reply);
    this.client.onMoment = (moment) => {
      this.shown = moment;
      this.tell();
    };
    this.client.open(bytes);
    this.become({ phase: "opening", name });
  }

  /** A file that cannot even be read. */
  refuse(name: string, fault: FaultReport): void {
    this.become({ phase: "failed", name, fault });
  }

  close(): void {
    this.client?.close();
    this.client = undefined;
    this.shown = undefined;
    this.become({ phase: "start" });
    this.prepare();
  }

  look(input: number, slot: number): void {
    this.client?.look(input, slot);
  }

  private receive(reply: Exclude<Reply, { kind: "moment" }>): void {
    if (reply.kind === "failed") {
      this.become({ phase: "failed", name: this.name, fault: reply.fault });
      return;
    }
    if (reply.kind === "opened") {
      const recording: OpenRecording = {
        name: this.name,
        facts: reply.facts,
        labels: new Map(reply.labels),
        verdict: { kind: "checking", done: 0, total: reply.facts.inputCount },
        derived: undefined,
        story: undefined,
      };
      this.become({ phase: "open", recording });
      return;
    }
    if (this.session.phase !== "open") return;
    const { recording } = this.session;
    if (reply.kind === "verdict") {
      this.become({ phase: "open", recording: { ...recording, verdict: reply.verdict } });
      return;
    }
    const { derived } = reply;
    const labels = (id: number): string | undefined => recording.labels.get(id);
    const names = new Names(derived.entities, labels);
    const story = { events: derived.events, entities: derived.entities, names, labels };
    this.become({ phase: "open", recording: { ...recording, derived, story } });
  }

  private become(session: Session): void {
    this.session = session;
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

export const session = new SessionStore();
