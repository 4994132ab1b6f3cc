// Which browsers this machine has. The tests drive the installed ones, and download none.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const find = (names, elsewhere = []) => {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...elsewhere].find(isExecutable);
};

/** Path of Chromium, or undefined. */
export const chromium = find(
  ["chromium", "chromium-browser", "google-chrome"],
  [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
);

/** Path of Firefox, or undefined. */
export const firefox = find(["firefox-esr", "firefox"]);
