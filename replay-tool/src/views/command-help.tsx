import { commands, type Command } from "../state/commands.js";
import { Dialog } from "./dialog.js";

const groups: readonly Command["group"][] = ["Step", "Find", "Look", "Page"];

const signs: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Shift: "⇧",
};

const keyText = (key: string): string =>
  key.length === 1
    ? key.toUpperCase()
    : key
        .split("+")
        .map((part) => signs[part] ?? part)
        .join("");

/** Every command and its keys. */
export function CommandHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Commands" onClose={onClose}>
      <div className="commands">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul>
              {commands
                .filter((command) => command.group === group)
                .map(({ title, keys }) => (
                  <li key={title}>
                    <span>{title}</span>
                    <span className="keys">
                      {keys.map((key) => (
                        <kbd key={key}>{keyText(key)}</kbd>
                      ))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
