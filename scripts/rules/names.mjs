// Where tests, the specification and the oracles name rules. Each place is `{ path, id, test }`;
// whether `id` is a rule is for the caller to say. `near`: the rule that it is a slip of.
import { isC, isTest, isTs } from "../tidy/source.mjs";

const id = String.raw`[a-z]+\.[a-z_]+`;
const inProse = new RegExp(String.raw`\brules? (${id}(?:(?:, | and )${id})*)`, "gi");
// In front of a test: `rule: a.b`, `rules: a.b, c.d -- and what else there is to say`.
const inFront = /\brules?: ((?:(?! -- | \*\/|\.$|\. )[\s\S])*)/;
const withoutStars = (comment) => comment.replaceAll(/\s*\n\s*\*?\s*/g, " ");
const split = (list) => list.trim().split(/, | and /);

/** The ids in "rule a.b" and "rules a.b, c.d" of a source's comments. */
const idsInProse = (text) =>
  [...withoutStars(text).matchAll(inProse)].flatMap(([, list]) => split(list));

function distance(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const step = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + step));
    }
    row = next;
  }
  return row[b.length];
}

// One or two letters away from a rule, and no rule itself.
const nearMiss = (text, known) =>
  text.length > 6 && !known.includes(text)
    ? known.find((name) => distance(text, name) <= 2)
    : undefined;

// A C test names rules in the comment in front of it, or one by how its own name begins.
const testInC =
  /(?:\/\*((?:(?!\*\/)[\s\S])*)\*\/\n)?static void (test_([a-z0-9_]+?)__\w+|test_\w+)\(/g;

function namesInC(path, text, known) {
  return [...text.matchAll(testInC)].flatMap(([, comment, test, prefix = ""]) => {
    const [, list] = inFront.exec(withoutStars(comment ?? "")) ?? [];
    const ids = new Set(list === undefined ? [] : split(list));
    const spelled = prefix.replace("_", ".");
    const own = known.find((name) => name === spelled || name === prefix);
    if (own) ids.add(own);
    const near = own || ids.size > 0 ? undefined : nearMiss(spelled, known);
    if (near) ids.add(spelled);
    return [...ids].map((name) => ({ path, id: name, test, near }));
  });
}

// A TypeScript test names rules in its own title or in one around it.
const titled =
  /^( *)(describe|it|test|inBothForms)\b((?:\.\w+)*)[^"'`\n]*\(\s*(["'`])((?:\\.|(?!\4).)*)\4/gm;
const inTitle = new RegExp(String.raw`(?<![\w.])${id}(?![\w.(])`, "g");

function* listTitles(text) {
  const around = [];
  for (const [, indent, call, form, , title] of text.matchAll(titled)) {
    while (around.length > 0 && around.at(-1).depth >= indent.length) around.pop();
    const isOff = /\.(?:skip|todo)\b/.test(form) || (around.at(-1)?.isOff ?? false);
    if (call === "describe") around.push({ depth: indent.length, title, isOff });
    else if (!isOff) yield [...around.map((group) => group.title), title];
  }
}

function namesInTs(path, text, known) {
  return [...listTitles(text)].flatMap((titles) => {
    const test = titles.join(" › ");
    const found = new Set([...test.matchAll(inTitle)].map(([name]) => name));
    return [...found].flatMap((name) => {
      const near = nearMiss(name, known);
      return known.includes(name) || near ? [{ path, id: name, test, near }] : [];
    });
  });
}

/** `{ tests, models, oracles }` of a tree; `known` are the ids of docs/SEMANTICS.md. */
export function readNames(tree, known) {
  const found = { tests: [], models: [], oracles: [] };
  const inTexts = (path) => idsInProse(tree.read(path)).map((name) => ({ path, id: name }));
  for (const path of tree.files) {
    if (path.startsWith("native-shim/spec/model/")) found.models.push(...inTexts(path));
    else if (!isTest(path)) continue;
    else if (isC(path)) found.tests.push(...namesInC(path, tree.read(path), known));
    else if (isTs(path)) found.tests.push(...namesInTs(path, tree.read(path), known));
  }
  return found;
}
