import { fail, timeout, type Cx } from "@asupersync/browser";
import {
  noAnswer,
  parseAnswer,
  searchPath,
  ServerError,
  type Answer,
  type Fault,
} from "./answer.js";
import type { RequestLog } from "./request-log.js";

/** How long the page waits for an answer, in milliseconds. */
export const patienceMs = 3_000;

/** Asks the server. What it throws ends the task `err`; a cancel ends the request, too. */
export async function search(
  cx: Cx,
  query: string,
  fault: Fault,
  log: RequestLog,
): Promise<Answer> {
  if (query === "") return noAnswer;
  const end = log.start(query);
  try {
    const answer = await timeout(cx, patienceMs, async (inner) => {
      const response = await inner.io.fetch(searchPath(query, fault));
      if (!response.ok) throw fail(new ServerError(response.status));
      return parseAnswer(await response.text());
    });
    end("finished");
    return answer;
  } finally {
    end(cx.isCancelRequested ? "aborted" : "failed");
  }
}
