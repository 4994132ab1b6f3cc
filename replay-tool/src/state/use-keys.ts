import { useEffect, useRef } from "react";
import { commandOf, type Command, type Situation, type Wish } from "./commands.js";
import { moveFocus } from "./location.js";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, dialog *");

// Arrows belong to a tree or a menu while it has the focus.
const isWidget = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  key.startsWith("Arrow") &&
  target.closest("[role=tree]") !== null;

/** Carries a command out. */
export function perform(
  command: Command,
  situation: Situation,
  onWish: (wish: Wish) => void,
): void {
  const decision = command.decide(situation);
  if (decision === undefined) return;
  if (typeof decision === "string") onWish(decision);
  else moveFocus(decision);
}

/** The keyboard, for as long as a recording is open. */
export function useKeys(situation: Situation, onWish: (wish: Wish) => void): void {
  const latest = useRef({ situation, onWish });
  useEffect(() => {
    latest.current = { situation, onWish };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (isWidget(event.target, event.key)) return;
      const command = commandOf(event);
      if (command === undefined) return;
      event.preventDefault();
      perform(command, latest.current.situation, latest.current.onWish);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
