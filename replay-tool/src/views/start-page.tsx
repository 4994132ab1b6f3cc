import { useEffect, useState, type ReactNode } from "react";
import { type FaultReport } from "../model/verdict.js";
import { moveFocus } from "../state/location.js";
import { openAddress } from "../state/open-file.js";
import { FileButton } from "./file-button.js";
import { useIsOver } from "./file-drop.js";

const sample = "sample.asxt";

/** Whether a sample recording is served beside this page. */
function useHasSample(): boolean {
  const [hasSample, setHasSample] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    fetch(sample, { method: "HEAD" })
      .then((response) => {
        // Some servers answer every unknown path with a page.
        const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
        if (isCurrent) setHasSample(response.ok && !isPage);
      })
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, []);
  return hasSample;
}

function openSample(): void {
  moveFocus({ address: sample });
  void openAddress(sample);
}

export function StartPage({ children }: { readonly children?: ReactNode }) {
  const isOver = useIsOver();
  const hasSample = useHasSample();
  return (
    <main className="start">
      <div className="start-sheet">
        {children}
        <h1>What happened, and why</h1>
        <p className="lead">
          Open a recorded run. Its inputs are executed again by the same kernel, here in this tab,
          and every digest is compared, so what you see is what the page did.
        </p>
        <div className="drop" data-over={isOver}>
          <strong>{isOver ? "Let go to open it" : "Drop a recording here"}</strong>
          <div className="actions">
            <FileButton isPrimary>Choose a file…</FileButton>
            {hasSample && (
              <button type="button" onClick={openSample}>
                Open the sample
              </button>
            )}
          </div>
        </div>
        <ul className="start-notes">
          <li>
            Recordings end in <code>.asxt</code>; <code>runtime.tracing.capture()</code> makes one.
          </li>
          <li>The file stays on this computer. Nothing is sent while a recording is open.</li>
          <li>
            On the command line: <code>npx @asupersync/replay verify FILE</code>
          </li>
        </ul>
      </div>
    </main>
  );
}

export function Opening({ name }: { readonly name: string }) {
  return (
    <main className="start" aria-busy="true">
      <p role="status" className="quiet">
        Reading {name}…
      </p>
    </main>
  );
}

/** What is wrong, where, and what to do about it. */
export function FaultSheet(props: { readonly title: string; readonly fault: FaultReport }) {
  const { what, where, advice } = props.fault;
  return (
    <section className="fault" role="alert">
      <h2>{props.title}</h2>
      <dl>
        <dt>What</dt>
        <dd>{what}</dd>
        <dt>Where</dt>
        <dd>{where}</dd>
        <dt>What to do</dt>
        <dd>{advice}</dd>
      </dl>
    </section>
  );
}
