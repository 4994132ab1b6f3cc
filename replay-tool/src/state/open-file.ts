import { type FaultReport } from "../model/verdict.js";
import { resetFocus } from "./location.js";
import { session } from "./session.js";

/** Larger ones do not fit into the memory of a tab together with what is derived from them. */
export const FILE_BYTES_MAX = 512 * 2 ** 20;

const fault = (code: string, what: string, where: string, advice: string): FaultReport => ({
  code,
  what,
  where,
  advice,
});

function tooLarge(bytes: number): FaultReport {
  const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return fault(
    "too-large",
    `The file has ${size}; this page takes up to ${FILE_BYTES_MAX / 2 ** 20} MiB.`,
    "Before it was read.",
    "Verify it on the command line: npx @asupersync/replay verify FILE.",
  );
}

/** Opens a file that was dropped or chosen. */
export async function openFile(file: File): Promise<void> {
  resetFocus();
  if (file.size > FILE_BYTES_MAX) {
    session.refuse(file.name, tooLarge(file.size));
    return;
  }
  try {
    session.open(file.name, new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    const what = `The browser could not read the file: ${String(error)}.`;
    const advice = "A folder cannot be opened; choose the .asxt file in it.";
    session.refuse(file.name, fault("unreadable", what, "On this computer.", advice));
  }
}

/** Opens a recording that lies beside this page. Never one of another server. */
export async function openAddress(address: string): Promise<void> {
  const name = address.split("/").pop() ?? address;
  try {
    const url = new URL(address, window.location.href);
    if (url.origin !== window.location.origin) throw new Error("it is on another server");
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    session.open(name, new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = "Download it and drop the file here.";
    session.refuse(name, fault("address", `It could not be loaded: ${reason}.`, address, advice));
  }
}
