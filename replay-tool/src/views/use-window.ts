import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from "react";

/** Taller pages lose precision, or end, in some browsers; past this rows scroll faster. */
const heightMax = 8_000_000;

export interface RowWindow {
  /** The rows to render: `first` to `last`, without the latter. */
  readonly first: number;
  readonly last: number;
  /** Height of the part that shows, and of what scrolls below it. */
  readonly height: number;
  readonly spacer: number;
  /** Pixels by which the first row is scrolled out. */
  readonly shift: number;
  /** Scrolls as little as it takes to show a row. */
  readonly reveal: (row: number) => void;
}

/** Which of `count` equally high rows show in a scrolling element. */
export function useRowWindow(
  place: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [view, setView] = useState({ top: 0, height: 0 });

  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [place]);

  const whole = count * rowHeight;
  const scrolled = Math.min(whole, heightMax);
  // Pixels of rows to one pixel of scrolling.
  const scale = scrolled > view.height ? (whole - view.height) / (scrolled - view.height) : 1;
  const position = Math.max(0, Math.min(view.top * scale, whole - view.height));
  const first = Math.floor(position / rowHeight);

  const reveal = useCallback(
    (row: number) => {
      const element = place.current;
      if (element === null) return;
      const top = row * rowHeight;
      const bottom = top + rowHeight - element.clientHeight;
      const now = element.scrollTop * scale;
      const margin = Math.min(3 * rowHeight, element.clientHeight / 3);
      if (now > top - margin) element.scrollTop = Math.max(0, top - margin) / scale;
      else if (now < bottom + margin) element.scrollTop = (bottom + margin) / scale;
    },
    [place, rowHeight, scale],
  );
  return {
    first,
    last: Math.min(count, Math.ceil((position + view.height) / rowHeight) + 1),
    height: view.height,
    spacer: Math.max(0, scrolled - view.height),
    shift: position - first * rowHeight,
    reveal,
  };
}

/** Reveals `row` whenever it changes. */
export function useReveal({ reveal }: RowWindow, row: number): void {
  useEffect(() => {
    if (row >= 0) reveal(row);
  }, [reveal, row]);
}
