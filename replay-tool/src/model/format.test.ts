import { expect, it } from "vitest";
import { formatClock, formatTime, plural } from "./format.js";

it.each([
  [0, "0"],
  [250, "250 µs"],
  [12_500, "12.5 ms"],
  [3_204_000, "3.204 s"],
  [125_000_000, "2 min 5 s"],
  [-1, "none"],
])("formats %d µs", (us, text) => expect(formatTime(us)).toBe(text));

it("groups large numbers", () => {
  expect(formatClock(1_204_250)).toBe("1\u202f204.250 ms");
  expect(plural(1, "input")).toBe("1 input");
  expect(plural(12_000, "input")).toBe("12\u202f000 inputs");
});
