import { useAsupersyncRuntime, useAsupersyncTask } from "@asupersync/react";
import { pageFacts } from "./page-facts.js";

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Everything the runtime of this page has done so far, as a file that replays. */
export function TraceDownload() {
  const runtime = useAsupersyncRuntime();
  const download = useAsupersyncTask(
    async () => {
      if (runtime === undefined) return;
      save(new Uint8Array(await runtime.tracing.capture()), "typeahead.asxt");
    },
    { mode: "drop", label: "capture" },
  );
  return (
    <p className="trace">
      <button type="button" disabled={!runtime} onClick={() => void download.run()}>
        Download trace
      </button>
      <span>
        What this page did, step by step.{" "}
        {pageFacts.replayTool ? (
          <>
            Drop it into the{" "}
            <a href={pageFacts.replayTool} target="_blank" rel="noreferrer">
              replay tool
            </a>
            ,
          </>
        ) : (
          "Drop it into the replay tool,"
        )}{" "}
        or run <code>npx @asupersync/replay verify typeahead.asxt</code>.
      </span>
      {download.error && <span role="alert">{download.error.message}</span>}
    </p>
  );
}
