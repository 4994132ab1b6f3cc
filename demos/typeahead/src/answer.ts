// What the server answers, and what it means when it does not.

export interface Hit {
  readonly name: string;
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface Answer {
  readonly query: string;
  readonly total: number;
  readonly hits: readonly Hit[];
}

export const faults = ["none", "down", "hang", "reset", "garbage"] as const;
export type Fault = (typeof faults)[number];

export const noAnswer: Answer = { query: "", total: 0, hits: [] };

/** The server answered, but not with a result. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  readonly code = "server";

  constructor(readonly status: number) {
    super(`The server answered with status ${status}`);
  }
}

/** The server answered with something that is no result. */
export class MalformedAnswerError extends Error {
  override readonly name = "MalformedAnswerError";
  readonly code = "malformed-answer";
}

export function searchPath(query: string, fault: Fault): string {
  const words = new URLSearchParams({ q: query });
  if (fault !== "none") words.set("fault", fault);
  return `api/search?${words}`;
}

const isHit = (value: unknown): value is Hit => {
  const hit = value as Partial<Hit> | null;
  return typeof hit?.name === "string" && typeof hit.file === "string";
};

/** Believes the server nothing. */
export function parseAnswer(text: string): Answer {
  let value: Partial<Answer> | null;
  try {
    value = JSON.parse(text) as Partial<Answer> | null;
  } catch (error) {
    throw new MalformedAnswerError("The server's answer is not JSON", { cause: error });
  }
  const { query, total, hits } = value ?? {};
  if (typeof query !== "string" || typeof total !== "number" || !Array.isArray(hits)) {
    throw new MalformedAnswerError("The server's answer is not a search result");
  }
  return { query, total, hits: hits.filter(isHit) };
}
