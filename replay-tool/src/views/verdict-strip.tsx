import { type ReactNode } from "react";
import { formatCount, formatTime, plural } from "../model/format.js";
import { type Verdict } from "../model/verdict.js";
import { type OpenRecording } from "../state/session.js";

interface Telling {
  readonly tone: "quiet" | "good" | "warn" | "bad";
  readonly sign: string;
  readonly badge: string;
  readonly sentences: string;
}

const count = formatCount;

const endings: Readonly<Record<string, readonly [sign: string, word: string]>> = {
  cut: ["✂", "Cut"],
  checksum: ["!", "Damaged"],
  chain: ["!", "Edited"],
};

function tellPrefix({ reason, inputs, digests }: Extract<Verdict, { kind: "prefix" }>): Telling {
  const [sign, ending] = endings[reason.code] ?? ["!", "Broken"];
  if (inputs === 0) {
    return {
      tone: "bad",
      sign,
      badge: `${ending} before its first input`,
      sentences: `${reason.what} There is nothing to execute. ${reason.advice}`,
    };
  }
  return {
    tone: "warn",
    sign,
    badge: `${ending} after input ${count(inputs)}`,
    sentences:
      `Up to there it is verified, with ${plural(digests, "digest")} the same. ` +
      `${reason.what} ${reason.advice}`,
  };
}

function tell(verdict: Verdict): Telling {
  switch (verdict.kind) {
    case "checking": {
      const sentences = `${count(verdict.done)} of ${count(verdict.total)} inputs executed again.`;
      return { tone: "quiet", sign: "…", badge: "Checking", sentences };
    }
    case "verified":
      return {
        tone: "good",
        sign: "✓",
        badge: "Verified",
        sentences:
          `All ${plural(verdict.inputs, "input")} executed again; ` +
          `${plural(verdict.digests, "digest")} compared, every one the same.`,
      };
    case "prefix":
      return tellPrefix(verdict);
    case "differs":
      return {
        tone: "bad",
        sign: "≠",
        badge: `Differs at input ${count(verdict.input)}`,
        sentences:
          `${verdict.cause}. Up to input ${count(verdict.lastGood)} everything agreed` +
          (verdict.expected === undefined
            ? ". "
            : `; then ${verdict.found} came out instead of ${verdict.expected}. `) +
          verdict.advice,
      };
    case "refused":
      return {
        tone: "bad",
        sign: "✕",
        badge: "Not executed",
        sentences: `${verdict.reason.what} ${verdict.reason.where} ${verdict.reason.advice}`,
      };
  }
}

const digestOf = (verdict: Verdict): string | undefined =>
  verdict.kind === "verified" || verdict.kind === "prefix" ? verdict.digest : undefined;

function Fact(props: { readonly name: string; readonly title?: string; readonly value: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="number" title={props.title}>
        {props.value}
      </dd>
    </div>
  );
}

function Facts({ recording }: { readonly recording: OpenRecording }) {
  const { facts, verdict, derived } = recording;
  const digest = digestOf(verdict);
  const events = derived?.events;
  const duration = events?.time[events.length - 1] ?? 0;
  return (
    <dl className="facts">
      {digest !== undefined && <Fact name="Digest" value={digest} />}
      <Fact name="Inputs" value={count(facts.inputCount)} />
      {events && <Fact name="Events" value={count(events.length)} />}
      {events && <Fact name="Duration" value={formatTime(duration)} />}
      <Fact name="Size" value={`${count(facts.bytes)} B`} />
      {facts.kernel !== undefined && (
        <Fact name="Kernel" title={facts.kernel} value={facts.kernel.slice(0, 12)} />
      )}
      <Fact name="Tier" value={facts.tier} />
      <Fact name="From" value={facts.environment ?? "unknown"} />
    </dl>
  );
}

function More({ recording: { facts } }: { readonly recording: OpenRecording }) {
  const sections = facts.sections.map(({ name, count: n }) => (n > 1 ? `${name} × ${n}` : name));
  return (
    <details>
      <summary>About the file</summary>
      <ul>
        {facts.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        <li>Sections: {sections.join(", ")}</li>
        <li>
          Seed <code>{facts.seed}</code>, ABI <code>{facts.fingerprint}</code>
          {facts.build !== undefined && (
            <>
              , build <code>{facts.build}</code>
            </>
          )}
        </li>
        {facts.kernel !== undefined && (
          <li>
            Kernel SHA-256 <code>{facts.kernel}</code>
          </li>
        )}
        <li>Left out on purpose: {facts.redaction ?? "nothing is said about that"}</li>
      </ul>
    </details>
  );
}

interface VerdictStripProps {
  readonly recording: OpenRecording;
  readonly children: ReactNode;
}

/** What the file is worth: verified, different, cut or refused, and precisely where. */
export function VerdictStrip({ recording, children }: VerdictStripProps) {
  const { tone, sign, badge, sentences } = tell(recording.verdict);
  return (
    <header className="strip" data-tone={tone}>
      <div className="verdict" role="status" aria-label="Verdict">
        <span className="badge">
          <span aria-hidden="true">{sign}</span> {badge}
        </span>
        <h1 className="file" style={{ fontSize: "13px" }} title={recording.name}>
          {recording.name}
        </h1>
        <p className="sentences">{sentences}</p>
      </div>
      {children}
      <div className="about">
        <Facts recording={recording} />
        <More recording={recording} />
      </div>
    </header>
  );
}
