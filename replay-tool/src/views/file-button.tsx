import { useRef, type ReactNode } from "react";
import { openFile } from "../state/open-file.js";

interface FileButtonProps {
  readonly children: ReactNode;
  readonly isPrimary?: boolean;
}

/** Lets the user choose a recording. */
export function FileButton({ children, isPrimary = false }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={isPrimary ? "primary" : undefined}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".asxt"
        aria-label="Recording"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again.
          event.target.value = "";
          if (file !== undefined) void openFile(file);
        }}
      />
    </>
  );
}
