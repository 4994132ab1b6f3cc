import { createContext, useContext, useState, type DragEvent, type ReactNode } from "react";
import { openFile } from "../state/open-file.js";

const OverContext = createContext(false);

/** Whether a file is held over the page. */
export const useIsOver = (): boolean => useContext(OverContext);

const hasFile = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** A file may be dropped anywhere, at any time; it replaces what is open. */
export function FileDrop({ children }: { readonly children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);

  const over = (event: DragEvent): void => {
    if (!hasFile(event)) return;
    event.preventDefault();
    setIsOver(true);
  };
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) setIsOver(false);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void openFile(file);
  };
  return (
    <div style={{ height: "100%" }} onDragOver={over} onDragLeave={leave} onDrop={drop}>
      <OverContext value={isOver}>{children}</OverContext>
    </div>
  );
}
