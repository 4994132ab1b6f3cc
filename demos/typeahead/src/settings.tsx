import { useEffect, useState } from "react";
import { faults, type Fault } from "./answer.js";

export const views = ["both", "ours", "naive"] as const;
export type View = (typeof views)[number];

const viewNames: Readonly<Record<View, string>> = {
  both: "Side by side",
  ours: "Asupersync",
  naive: "Without",
};
const faultNames: Readonly<Record<Fault, string>> = {
  none: "answers",
  down: "is down",
  hang: "hangs",
  reset: "drops the connection",
  garbage: "sends garbage",
};
const themes = ["system", "light", "dark"] as const;

export function ViewChoice({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  return (
    <fieldset className="segments">
      <legend className="hidden">What to show</legend>
      {views.map((name) => (
        <label key={name}>
          <input type="radio" name="view" checked={view === name} onChange={() => onChange(name)} />
          <span>{viewNames[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function FaultChoice(props: { fault: Fault; onChange: (fault: Fault) => void }) {
  return (
    <label className="choice">
      The server{" "}
      <select value={props.fault} onChange={(event) => props.onChange(event.target.value as Fault)}>
        {faults.map((fault) => (
          <option key={fault} value={fault}>
            {faultNames[fault]}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ThemeChoice() {
  const [theme, setTheme] = useState(document.documentElement.dataset["theme"] ?? "system");
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem("theme", theme);
  }, [theme]);
  return (
    <label className="choice">
      Theme{" "}
      <select value={theme} onChange={(event) => setTheme(event.target.value)}>
        {themes.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
