import { factsOf } from "../model/facts.js";
import { formatCount, plural } from "../model/format.js";
import { type Verdict } from "../model/verdict.js";
import { exitOfVerdict, openFile, verify } from "./recording.js";
import { table, type Terminal } from "./terminal.js";

/** The verdict in lines: what it is, then what one needs to know about it. */
export function verdictLines(verdict: Verdict): string[] {
  switch (verdict.kind) {
    case "checking":
      return [];
    case "verified":
      return [
        `verified  ${plural(verdict.inputs, "input")} executed again, ` +
          `${plural(verdict.digests, "digest")} the same`,
      ];
    case "prefix":
      return [
        `verified up to input ${formatCount(verdict.inputs)}, and no further`,
        `  what   ${verdict.reason.what}`,
        `  where  ${verdict.reason.where}`,
        `  do     ${verdict.reason.advice}`,
      ];
    case "differs":
      return [
        `differs at input ${formatCount(verdict.input)}`,
        `  what   ${verdict.cause}.`,
        `  where  After input ${formatCount(verdict.lastGood)} everything agreed.` +
          (verdict.expected === undefined
            ? ""
            : ` Then ${verdict.found} instead of ${verdict.expected}.`),
        `  do     ${verdict.advice}`,
      ];
    case "refused":
      return [`refused  ${verdict.reason.what}`];
  }
}

/** `verify FILE`: executes the inputs again and compares every digest. */
export async function verifyCommand(
  terminal: Terminal,
  path: string,
  isJson: boolean,
): Promise<number> {
  const file = await openFile(terminal, path);
  const verdict = await verify(file);
  const facts = factsOf(file.trace);
  const digest = file.replay.digest();
  const stateHash = file.replay.stateHash();
  if (isJson) {
    terminal.out(JSON.stringify({ verdict, facts, digest, stateHash }, undefined, 2));
    return exitOfVerdict(verdict);
  }
  verdictLines(verdict).forEach(terminal.out);
  terminal.out(
    table([
      ["digest", digest],
      ["state", stateHash],
      ["inputs", String(facts.inputCount)],
      ["tier", facts.tier],
      ["kernel", facts.kernel ?? "not recorded"],
      ["from", facts.environment ?? "not recorded"],
      ...(facts.build === undefined ? [] : [["build", facts.build]]),
    ]),
  );
  facts.warnings.forEach((warning) => terminal.out(`note: ${warning}`));
  return exitOfVerdict(verdict);
}
