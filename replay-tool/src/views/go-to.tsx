import { useState, type FormEvent } from "react";
import { findPlace } from "../model/navigation.js";
import { select, type Situation } from "../state/commands.js";
import { moveFocus } from "../state/location.js";
import { Dialog } from "./dialog.js";

interface GoToProps {
  readonly situation: Situation;
  readonly onClose: () => void;
}

/** Asks for an event, an input or a time, and goes there. */
export function GoTo({ situation, onClose }: GoToProps) {
  const [text, setText] = useState("");
  const event = findPlace(situation.derived.events, text);
  const submit = (form: FormEvent): void => {
    form.preventDefault();
    if (event === undefined) return;
    moveFocus(select(situation, event));
    onClose();
  };
  return (
    <Dialog title="Go to" onClose={onClose}>
      <form className="row" onSubmit={submit}>
        <input
          type="text"
          aria-label="Event, input or time"
          placeholder="120 an event · @40 an input · 1.5s a time"
          value={text}
          onChange={(change) => setText(change.target.value)}
        />
        <button type="submit" className="primary" disabled={event === undefined}>
          Go
        </button>
      </form>
      <p className="quiet" role="status" style={{ marginTop: 8 }}>
        {text !== "" && event === undefined && "That is not an event, an input or a time."}
        {event !== undefined && `Event ${event}, input ${situation.derived.events.input[event]}`}
      </p>
    </Dialog>
  );
}
