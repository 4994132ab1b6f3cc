import { useEffect, useRef } from "react";
import { useAsupersyncTask } from "@asupersync/react";
import type { Cx } from "@asupersync/browser";

const phrases = ["cancel", "scheduler", "task state", "region close"];
const keyMs = 90;

interface SearchBoxProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

/** The box, `/` to reach it, Escape to empty it, and a button that types by itself. */
export function SearchBox({ query, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const nextPhrase = useRef(0);
  const typist = useAsupersyncTask(
    async (cx: Cx) => {
      const phrase = phrases[nextPhrase.current++ % phrases.length]!;
      for (let length = 1; length <= phrase.length; length++) {
        onChange(phrase.slice(0, length));
        await cx.sleep(keyMs);
      }
    },
    { mode: "drop", label: "type by itself" },
  );

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select");
      if (event.key !== "/" || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);

  return (
    <div className="search" role="search">
      <input
        ref={input}
        type="search"
        aria-label="Search the source of Asupersync"
        placeholder="cancel, scheduler, region close …"
        autoComplete="off"
        autoFocus
        spellCheck={false}
        value={query}
        onChange={(event) => {
          typist.cancel("the visitor types");
          onChange(event.target.value);
        }}
        onKeyDown={(event) => event.key === "Escape" && onChange("")}
      />
      <kbd title="Press / to search">/</kbd>
      <button type="button" onClick={() => void typist.run()} disabled={typist.isPending}>
        Type for me
      </button>
    </div>
  );
}
