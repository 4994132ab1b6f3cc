// The parts of npm run test:long, in order: what takes minutes because it goes deeper than npm
// test does. Rows as in test-parts.mjs. Whoever owns a proof adds its long form here.
import { parts } from "./test-parts.mjs";

const node = process.execPath;
const shared = (name) => parts.find((part) => part.name === name);

export const longParts = [
  // The others run what these two make.
  shared("build"),
  {
    ...shared("native"),
    commands: shared("native").commands.filter(([tool]) => tool === "cmake"),
    count: "one",
  },
  {
    name: "exhaustive",
    commands: [
      ["build/native/native-shim/asx", "exhaustive", "--long", "--merges", "1000", "--jobs", "2"],
    ],
    count: "one",
    minutes: 240,
  },
  {
    name: "static",
    commands: [[node, "scripts/static.mjs"]],
    count: "closingLine",
  },
  {
    name: "fuzz",
    // ASX_FUZZ_SECONDS says otherwise; what it found it goes on from the next time.
    commands: [
      [
        ...[node, "bindings/fuzz/run.mjs", "--seed", "0", "--corpus", "build/fuzz-corpus"],
        ...["--seconds", process.env.ASX_FUZZ_SECONDS ?? "600"],
      ],
    ],
    count: "closingLine",
    minutes: 24 * 60,
  },
  {
    name: "parity",
    commands: [
      ...shared("parity").commands.slice(0, -1),
      [
        ...[node, "native-shim/tests/parity.mjs", "--calls", "10000000", "--seed", "100001"],
        ...["--native", "build/native,build/native-clang", "--browsers", "chromium,firefox?"],
      ],
    ],
    count: "closingLine",
    minutes: 60,
  },
  {
    name: "spec",
    commands: [[node, "native-shim/spec/run.mjs", "--programs", "5000", "--seed", "1001"]],
    count: "closingLine",
    minutes: 60,
  },
];
