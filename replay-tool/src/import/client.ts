import { type Moment } from "../model/moment.js";
import { type FaultReport } from "../model/verdict.js";
import { type Reply, type Request } from "./protocol.js";

/** Asks the worker that holds one recording. Closing it ends whatever runs there. */
export class RecordingClient {
  private readonly worker: Worker;
  private lastTicket = 0;
  private isBusy = false;
  private waiting: { input: number; slot: number } | undefined;

  constructor() {
    this.worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.worker.onmessage = (event: MessageEvent<Reply>) => this.receive(event.data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.onReply({ kind: "failed", fault: crashed(event.message) });
    };
  }

  onReply: (reply: Exclude<Reply, { kind: "moment" }>) => void = () => undefined;

  /** Called with the state that was asked for last. */
  onMoment: (moment: Moment) => void = () => undefined;

  /** Hands the bytes over; they are gone here. */
  open(bytes: Uint8Array<ArrayBuffer>): void {
    this.post({ kind: "open", bytes }, [bytes.buffer]);
  }

  /** Asks for the state after `input`. While one is worked on, only the last request is kept. */
  look(input: number, slot: number): void {
    if (this.isBusy) {
      this.waiting = { input, slot };
      return;
    }
    this.isBusy = true;
    this.lastTicket++;
    this.post({ kind: "look", ticket: this.lastTicket, input, slot });
  }

  close(): void {
    this.worker.terminate();
  }

  private post(request: Request, transfer: Transferable[] = []): void {
    this.worker.postMessage(request, transfer);
  }

  private receive(reply: Reply): void {
    if (reply.kind !== "moment") {
      this.onReply(reply);
      return;
    }
    this.isBusy = false;
    this.onMoment(reply.moment);
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting !== undefined) this.look(waiting.input, waiting.slot);
  }
}

const crashed = (message: string): FaultReport => ({
  code: "worker",
  what: `The part that re-executes recordings stopped: ${message || "no reason was given"}.`,
  where: "In this browser, not in the file.",
  advice: "Reload the page. If it happens again, verify the file on the command line.",
});
