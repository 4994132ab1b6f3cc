import { chromeTrace } from "../model/chrome-trace.js";
import { plural } from "../model/format.js";
import { type Story } from "../model/words.js";
import { type Situation } from "../state/commands.js";
import { resetFocus } from "../state/location.js";
import { session } from "../state/session.js";
import { FileButton } from "./file-button.js";

interface ToolsProps {
  readonly situation?: Situation;
  readonly story?: Story;
  readonly name?: string;
  readonly onCommand?: (title: string) => void;
}

function download(name: string, pieces: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(pieces, { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

const close = (): void => {
  session.close();
  resetFocus();
};

/** The buttons of the strip; everything they do has a key as well. */
export function Tools({ situation, story, name = "recording", onCommand }: ToolsProps) {
  const problems = situation?.derived.problems.length ?? 0;
  return (
    <div className="tools">
      {problems > 0 && (
        <button type="button" onClick={() => onCommand?.("List the problems")}>
          {plural(problems, "problem")} <kbd>P</kbd>
        </button>
      )}
      {onCommand && (
        <>
          <button type="button" onClick={() => onCommand("Go to an event, input or time")}>
            Go to <kbd>G</kbd>
          </button>
          <button type="button" onClick={() => onCommand("List the commands")}>
            Commands <kbd>?</kbd>
          </button>
        </>
      )}
      {story && (
        <button
          type="button"
          title="A Chrome trace, which Perfetto opens"
          onClick={() => download(name.replace(/\.asxt$/, "") + ".trace.json", chromeTrace(story))}
        >
          Export
        </button>
      )}
      <FileButton>Open…</FileButton>
      <button type="button" onClick={close}>
        Close
      </button>
    </div>
  );
}
