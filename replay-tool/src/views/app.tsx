import { useEffect } from "react";
import { currentFocus } from "../state/location.js";
import { openAddress } from "../state/open-file.js";
import { useSession } from "../state/use-situation.js";
import { FileDrop } from "./file-drop.js";
import { FaultSheet, Opening, StartPage } from "./start-page.js";
import { Recording } from "./recording.js";

/** `#open=sample.asxt` opens a recording that lies beside the page. */
function useLinkedRecording(): void {
  useEffect(() => {
    const { address } = currentFocus();
    if (address !== undefined) void openAddress(address);
  }, []);
}

export function App() {
  const session = useSession();
  useLinkedRecording();
  return (
    <FileDrop>
      {session.phase === "start" && <StartPage />}
      {session.phase === "opening" && <Opening name={session.name} />}
      {session.phase === "failed" && (
        <StartPage>
          <FaultSheet title={`${session.name} cannot be shown`} fault={session.fault} />
        </StartPage>
      )}
      {session.phase === "open" && <Recording recording={session.recording} />}
    </FileDrop>
  );
}
