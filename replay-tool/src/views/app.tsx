import { useEffect } from "react";
import { currentFocus } from "../state/location.js";
import { session } from "../state/session.js";
import { openAddress } from "../state/open-file.js";
import { useSession } from "../state/use-situation.js";
import { FileDrop } from "./file-drop.js";
import { FaultSheet, Opening, StartPage } from "./start-page.js";
import { Recording } from "./recording.js";

/** `#open=sample.asxt` opens a recording that lies beside the page. */
function useLinkedRecording(): void {
  useEffect(() => {
    const { address } = currentFocus();
    session.prepare();
    if (address !== undefined) void openAddress(address);
  }, []);
}

export function App() {
  const current = useSession();
  useLinkedRecording();
  return (
    <FileDrop>
      {current.phase === "start" && <StartPage />}
      {current.phase === "opening" && <Opening name={current.name} />}
      {current.phase === "failed" && (
        <StartPage>
          <FaultSheet title={`${current.name} cannot be shown`} fault={current.fault} />
        </StartPage>
      )}
      {current.phase === "open" && <Recording recording={current.recording} />}
    </FileDrop>
  );
}
