import { CapsuleKind } from "@asupersync/browser-core";
import { Capsule } from "../capsule.js";
import { has } from "../capabilities.js";
import type { Cx } from "../cx.js";
import { AmbientIoError, CapabilityDeniedError } from "../errors.js";
import { Operation } from "../operation.js";
import { unreadBodyReport } from "../report.js";
import type { Task } from "../task.js";
import { FetchError, type Committed } from "./fetch-error.js";

export interface FetchOptions extends Omit<RequestInit, "signal"> {
  /** Its name in traces. Never the URL: traces carry no user text. Default `fetch`. */
  readonly label?: string;
  /** Reading more than this many bytes of the body fails with `too-large`. Default: no limit. */
  readonly maxBytes?: number;
}

/** A response whose body still belongs to the task that asked for it. */
export interface OwnedResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;
  /** Each reads the whole body, once. */
  json(): Operation<unknown>;
  text(): Operation<string>;
  bytes(): Operation<Uint8Array>;
  /** Gives the body up: the connection is free again. Nothing if it has been read. */
  discard(): void;
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/** What one request is about, for errors and for capabilities. */
class RequestFacts {
  readonly method: string;
  readonly url: string;

  constructor(
    input: string | URL | Request,
    readonly init: FetchOptions,
  ) {
    const asked = init.method ?? (input instanceof Request ? input.method : "GET");
    this.method = asked.toUpperCase();
    this.url = input instanceof Request ? input.url : String(input);
  }

  error(code: FetchError["code"], sent: boolean, detail: string, cause?: unknown): FetchError {
    const committed: Committed = !sent
      ? "not-sent"
      : safeMethods.includes(this.method)
        ? "not-sent"
        : "unknown";
    return new FetchError(code, this.method, this.url, committed, detail, cause);
  }
}

function checkCapability(cx: Cx, facts: RequestFacts): void {
  const { capabilities } = cx;
  const deny = (detail: string) => new CapabilityDeniedError("fetch", `${facts.method} ${detail}`);
  if (!has(capabilities, "fetch")) throw deny(facts.url);
  const granted = capabilities?.fetch;
  if (typeof granted !== "object") return;
  const base = (globalThis as { location?: { href: string } }).location?.href;
  const { origin } = new URL(facts.url, base);
  const self = base === undefined ? undefined : new URL(base).origin;
  const { origins, methods, credentials } = granted;
  if (origins !== undefined && !origins.some((o) => (o === "self" ? self : o) === origin)) {
    throw deny(`${facts.url} (origin ${origin})`);
  }
  if (methods !== undefined && !methods.includes(facts.method)) throw deny(facts.url);
  if (credentials !== true && facts.init.credentials === "include") {
    throw deny(`${facts.url} with credentials`);
  }
}

export class FetchOperation extends Operation<OwnedResponse> {
  private readonly facts: RequestFacts;
  private response: Response | undefined = undefined;
  private failure: unknown = undefined;
  private capsule: Capsule | undefined = undefined;

  constructor(
    private readonly cx: Cx,
    private readonly input: string | URL | Request,
    init: FetchOptions,
  ) {
    super(cx.owner);
    this.facts = new RequestFacts(input, init);
  }

  enter(task: Task<unknown>): number {
    const { facts } = this;
    if (task.runtime.clock.isVirtual) throw new AmbientIoError(`${facts.method} ${facts.url}`);
    checkCapability(this.cx, facts);
    const capsule: Capsule = new Capsule(
      task,
      CapsuleKind.Fetch,
      facts.init.label ?? "fetch",
      () => {
        this.drain(capsule);
      },
    );
    this.capsule = capsule;
    return capsule.begin(task, () => {
      this.send(capsule);
    });
  }

  private send(capsule: Capsule): void {
    const { label: _label, maxBytes: _maxBytes, ...init } = this.facts.init;
    const answered = (response: Response): void => {
      this.response = response;
      capsule.progress();
      if (capsule.signal.aborted) this.drain(capsule);
      else if (response.body === null) capsule.letGo(true);
    };
    const failed = (error: unknown): void => {
      this.failure = error;
      capsule.letGo(false);
    };
    let promise: Promise<Response>;
    try {
      promise = fetch(this.input, { ...init, signal: capsule.signal });
    } catch (error) {
      promise = Promise.reject(error as Error);
    }
    promise.then(answered, failed);
  }

  /** After the abort: the body lets go when its stream is cancelled; before it, fetch rejects. */
  private drain(capsule: Capsule): void {
    const { response } = this;
    if (response === undefined) return;
    const { owner } = capsule;
    if (!response.bodyUsed && owner.outcome?.kind === "ok") {
      owner.runtime.report(
        unreadBodyReport(owner, `${this.facts.method} ${this.facts.url}`, owner.rareIfAny?.site),
      );
    }
    const letGo = (): void => {
      capsule.letGo(false);
    };
    if (response.body === null || response.body.locked) return; // its reader fails and lets go
    response.body.cancel().then(letGo, letGo);
  }

  result(): OwnedResponse {
    if (this.response === undefined) {
      const { failure } = this;
      const code =
        failure instanceof TypeError && isInvalid(failure) ? "invalid-request" : "network";
      const detail = failure instanceof Error ? failure.message : "no answer";
      throw this.facts.error(code, code === "network", detail, failure);
    }
    return new Owned(this.response, this.capsule as Capsule, this.facts);
  }
}

/** The platform has one class for everything; only bad arguments never left the page. */
const isInvalid = (error: TypeError): boolean =>
  /invalid|parse|unsupported|cannot have (a )?body/i.test(error.message);

/** The response of a `FetchOperation`; its readers are operations on the same capsule. */
class Owned implements OwnedResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;

  constructor(
    private readonly response: Response,
    private readonly capsule: Capsule,
    private readonly facts: RequestFacts,
  ) {
    this.status = response.status;
    this.ok = response.ok;
    this.statusText = response.statusText;
    this.headers = response.headers;
    this.url = response.url;
    this.redirected = response.redirected;
  }

  json(): Operation<unknown> {
    return this.read((bytes) => {
      try {
        return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
      } catch (error) {
        const type = this.headers.get("content-type") ?? "no content type";
        throw this.facts.error("not-json", true, `the body is no JSON (${type})`, error);
      }
    });
  }

  text(): Operation<string> {
    return this.read((bytes) => new TextDecoder().decode(bytes));
  }

  bytes(): Operation<Uint8Array> {
    return this.read((bytes) => bytes);
  }

  discard(): void {
    this.capsule.cancel();
  }

  private read<T>(decode: (bytes: Uint8Array) => T): Operation<T> {
    return new BodyOperation(this.response, this.capsule, this.facts, decode);
  }
}

/** Reads a body to its end; the capsule lets go when that is reached. */
class BodyOperation<T> extends Operation<T> {
  private bytes: Uint8Array | undefined = undefined;
  private failure: unknown = undefined;

  constructor(
    private readonly response: Response,
    private readonly capsule: Capsule,
    private readonly facts: RequestFacts,
    private readonly decode: (bytes: Uint8Array) => T,
  ) {
    super(capsule.owner);
  }

  enter(task: Task<unknown>): number {
    const { capsule, response } = this;
    if (response.bodyUsed) {
      throw this.facts.error("body-used", true, "the body was read or given up before");
    }
    if (response.body === null) {
      this.bytes = new Uint8Array();
      return task.runtime.readyVerdict(task);
    }
    if (!capsule.isHeld) {
      throw this.facts.error("body-used", true, "the task that asked for it has ended");
    }
    const verdict = capsule.await(task);
    if (verdict === 1) void this.consume(response.body);
    return verdict;
  }

  private async consume(body: ReadableStream<Uint8Array>): Promise<void> {
    const { capsule, facts } = this;
    const limit = facts.init.maxBytes ?? Infinity;
    const pieces: Uint8Array[] = [];
    let length = 0;
    const reader = body.getReader();
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        pieces.push(piece.value);
        length += piece.value.length;
        if (length > limit) {
          const detail = `the body is longer than ${String(limit)} bytes`;
          await reader.cancel();
          throw facts.error("too-large", true, detail);
        }
      }
      this.bytes = joined(pieces, length);
    } catch (error) {
      this.failure =
        error instanceof FetchError
          ? error
          : facts.error("body", true, "the answer broke off", error);
    }
    capsule.letGo(this.failure === undefined);
  }

  result(): T {
    if (this.bytes === undefined) throw this.failure;
    return this.decode(this.bytes);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const first = pieces[0];
  if (pieces.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
