// What the end-to-end tests use of the server.
export type Side = "ours" | "naive";
export type Fault = "down" | "hang" | "reset" | "garbage";

export interface Counts {
  readonly started: number;
  readonly finished: number;
  readonly aborted: number;
  readonly failed: number;
  readonly live: number;
  readonly liveMax: number;
}

export interface Searched {
  readonly query: string;
  readonly total: number;
  readonly hits: readonly { readonly name: string; readonly file: string; readonly line: number }[];
}

export interface Demo {
  readonly url: string;
  readonly naiveOrigin: string;
  close(): Promise<void>;
  stats(): Record<Side, Counts>;
  setFault(fault: Fault | undefined): void;
  search(query: string): Searched;
}

export interface Asked {
  readonly query: string;
  readonly total: number;
}

export interface DemoOptions {
  readonly port?: number;
  readonly host?: string;
  readonly seed?: number;
  readonly pageHeaders?: Readonly<Record<string, string>>;
  readonly latencyOf?: (side: Side) => (asked: Asked) => number | Promise<number>;
}

export function start(options?: DemoOptions): Promise<Demo>;
