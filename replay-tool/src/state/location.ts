import { useSyncExternalStore } from "react";
import { isStep, readFocus, writeFocus, type Focus, type FocusChange } from "./focus.js";

// Browsers ignore an address bar that is rewritten in every frame, so steps are written once the
// reader pauses. What is in `focus` is the truth until then.
const writeAfterMs = 200;

let focus: Focus = readFocus(typeof window === "undefined" ? "" : window.location.hash);
let pending: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const tell = (): void => listeners.forEach((listener) => listener());

const address = (): string => window.location.pathname + window.location.search + writeFocus(focus);

function writeStep(): void {
  clearTimeout(pending);
  pending = undefined;
  window.history.replaceState(null, "", address());
}

function follow(): void {
  clearTimeout(pending);
  pending = undefined;
  focus = readFocus(window.location.hash);
  tell();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("popstate", follow);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("popstate", follow);
  };
}

export const currentFocus = (): Focus => focus;

/** The focus in the address bar; follows back, forward and links. */
export const useFocus = (): Focus => useSyncExternalStore(subscribe, currentFocus);

/** Moves the focus. Single steps replace the entry of the history, jumps add one. */
export function moveFocus(change: FocusChange): void {
  const next = { ...focus, ...change };
  if (writeFocus(next) === writeFocus(focus)) return;
  if (isStep(change)) {
    focus = next;
    pending ??= setTimeout(writeStep, writeAfterMs);
  } else {
    if (pending !== undefined) writeStep();
    focus = next;
    window.history.pushState(null, "", address());
  }
  tell();
}

/** Back to the start, when another file is opened or this one is closed. */
export function resetFocus(): void {
  clearTimeout(pending);
  pending = undefined;
  focus = readFocus("");
  window.history.pushState(null, "", address());
  tell();
}
