// Which oracle watches which rule: the lines of kernel/src/oracle_table.c,
// `[ASX_ORACLE_TREE] = {"tree", "the invariant", "rule.a rule.b"}`.
const table = "kernel/src/oracle_table.c";
const line = /\[ASX_ORACLE_(?!NONE)\w+\]\s*=\s*\{((?:\s*"[^"]*"\s*,?)+)\}/g;

// Texts beside each other are one; a comma begins the next field.
function fields(body) {
  const found = [""];
  for (const [, text] of body.matchAll(/("[^"]*"|,)/g)) {
    if (text === ",") found.push("");
    else found[found.length - 1] += text.slice(1, -1);
  }
  return found;
}

/** `{ path, name, invariant, rules }` of each oracle. */
export function readOracles(tree) {
  if (!tree.files.includes(table)) return [];
  return [...tree.read(table).matchAll(line)].map(([, body]) => {
    const [name, invariant, rules] = fields(body);
    return { path: table, name, invariant, rules: rules.split(/\s+/).filter(Boolean) };
  });
}
