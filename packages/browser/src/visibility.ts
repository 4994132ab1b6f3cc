interface Page {
  readonly visibilityState: string;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

/**
 * Tells the runtime when the page is hidden and shown: an input, so that a trace shows why time
 * jumped (rule `time.debt`). Returns how to stop; nothing where there is no page.
 */
export function watchVisibility(changed: (hidden: boolean) => void): () => void {
  const page = (globalThis as { document?: Page }).document;
  if (typeof page?.addEventListener !== "function") return () => undefined;
  const listener = (): void => {
    changed(page.visibilityState === "hidden");
  };
  page.addEventListener("visibilitychange", listener);
  return () => {
    page.removeEventListener("visibilitychange", listener);
  };
}
