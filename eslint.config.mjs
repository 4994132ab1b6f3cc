// Formatting is prettier's; here are the rules a reader would otherwise have to police.
import js from "@eslint/js";
import globals from "globals";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Named exports only: a symbol is called the same wherever it is used (style.md, names).",
};

// architecture.md, "What must never be in the JavaScript glue": each one leaks or starves pages.
const neverInGlue = [
  {
    selector: "CallExpression[callee.object.name='Promise'][callee.property.name='race']",
    message:
      "Promise.race keeps every result alive as long as its longest-lived promise. Race in the kernel.",
  },
  {
    selector: "CallExpression[callee.object.name='AbortSignal'][callee.property.name='any']",
    message:
      "AbortSignal.any leaks on a long-lived signal. Add one listener per scope and remove it.",
  },
  {
    selector: "CallExpression[callee.name='setTimeout'][arguments.1.value=0]",
    message:
      "A nested setTimeout(0) costs 4 ms a hop. Schedule through the pump's hop; if this is the hop, disable the rule on this line and say why.",
  },
  {
    selector: "CallExpression[callee.object.name='scheduler'][callee.property.name='yield']",
    message: "scheduler.yield starves timers and frames. Schedule through the pump's hop.",
  },
  {
    selector:
      "CallExpression[callee.property.name='postTask'] Property[key.name='priority'][value.value='user-blocking']",
    message: "postTask('user-blocking') starves timers and frames. Use 'user-visible'.",
  },
  {
    selector: "NewExpression[callee.name='FinalizationRegistry']",
    message:
      "FinalizationRegistry may report a leak, never free. If this one only reports, disable the rule on this line and say so.",
  },
];

// Growth of linear memory detaches every view, so exactly one module may make them.
const memoryOnlyInMemoryModule = [
  {
    selector: "MemberExpression[property.name='buffer'][object.name='memory']",
    message: "Only browser-core/src/memory.ts touches linear memory. Call it and get a copy.",
  },
  {
    selector: "MemberExpression[property.name='buffer'][object.property.name='memory']",
    message: "Only browser-core/src/memory.ts touches linear memory. Call it and get a copy.",
  },
];

const tests = ["**/*.test.ts", "**/*.test.tsx", "**/*.test-d.ts", "**/*.test.mjs", "**/*.spec.ts"];

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/dist/",
      "**/out/",
      "**/.next/",
      "**/next-env.d.ts",
      "**/generated/",
      "build/",
      "**/test-results/",
      "**/playwright-report/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: { ...globals.node, WebAssembly: "readonly" } },
    rules: { "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }] },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommended],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" },
      ],
      "max-lines-per-function": ["error", { max: 100, skipComments: true }],
      // A generator body may finish without waiting for anything.
      "require-yield": "off",
    },
  },
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport] },
  },
  {
    files: ["packages/*/src/**/*.{ts,tsx}"],
    ignores: tests,
    rules: {
      "no-restricted-syntax": [
        "error",
        noDefaultExport,
        ...neverInGlue,
        ...memoryOnlyInMemoryModule,
      ],
      "no-console": "error",
    },
  },
  {
    // Types only: `import { type A }` still runs the module, and the modules here know each other.
    files: ["packages/browser/src/**/*.ts"],
    rules: { "@typescript-eslint/no-import-type-side-effects": "error" },
  },
  {
    files: ["packages/browser-core/src/memory.ts"],
    rules: { "no-restricted-syntax": ["error", noDefaultExport, ...neverInGlue] },
  },
  {
    files: ["**/*.tsx", "packages/react/src/**/*.ts", "packages/next/src/**/*.ts"],
    plugins: { "react-hooks": reactHooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    // A test file's describe() is a table of contents, not a function.
    files: tests,
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Tools and frameworks look for a default export here and nowhere else.
    files: ["**/*.config.{ts,mts,mjs,js}", "demos/*/app/**/*.{ts,tsx}"],
    rules: { "no-restricted-syntax": "off" },
  },
);
