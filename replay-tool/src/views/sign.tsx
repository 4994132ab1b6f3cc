import { type EventGroup } from "../model/words.js";

// One shape for each group, so that none is told by its colour alone.
const shapes: Readonly<Record<EventGroup, string>> = {
  life: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z",
  run: "M4 2.5 11 7l-7 4.5Z",
  wait: "M4 3v8M10 3v8",
  cancel: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM4 10l6-6",
  problem: "M7 1.8 12.6 12H1.4ZM7 5.5v3M7 10v.4",
  clock: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM7 4.5V7l1.8 1.2",
  other: "M5.5 7h3",
};

/** What an event is about, as a small drawing. */
export function Sign({ group }: { readonly group: EventGroup }) {
  return (
    <span className="sign" data-group={group} title={group} role="gridcell" aria-label={group}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <path
          d={shapes[group]}
          fill={group === "run" ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}
