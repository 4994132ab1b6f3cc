// The parts of npm run test:long, in order: what takes minutes because it goes deeper than npm
// test does. Rows as in test-parts.mjs. Whoever owns a proof adds its long form here.
import { parts } from "./test-parts.mjs";

const shared = (name) => parts.find((part) => part.name === name);

export const longParts = [
  // The others run what these two make.
  shared("build"),
  {
    ...shared("native"),
    commands: shared("native").commands.filter(([tool]) => tool === "cmake"),
    count: "one",
  },
];
