import { useEffect, useState } from "react";

const names = [
  ...["pane", "raised", "line", "ink", "quiet", "faint", "accent", "accent-ground", "bad", "warn"],
  ...["good", "run", "queued", "waiting", "open", "requested", "draining", "finalizing"],
] as const;

/** The colours of tokens.css as a canvas needs them. */
export type Palette = Readonly<Record<(typeof names)[number], string>> & {
  readonly font: string;
};

// A custom property holds the text of light-dark(); only a real property holds its colour.
function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colours = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  const font = getComputedStyle(document.body).fontFamily;
  probe.remove();
  return { ...(Object.fromEntries(colours) as Record<(typeof names)[number], string>), font };
}

/** Follows dark, light and forced colours. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) =>
      window.matchMedia(query),
    );
    const read = (): void => setPalette(readPalette());
    queries.forEach((query) => query.addEventListener("change", read));
    return () => queries.forEach((query) => query.removeEventListener("change", read));
  }, []);
  return palette;
}
