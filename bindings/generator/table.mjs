// The table that all outputs are printed from: abi.json, checked and completed from the headers.

const handleTypes = [
  "region",
  "task",
  "obligation",
  "capsule",
  "channel",
  "receiver",
  "call",
  "lock",
  "supervisor",
  "child",
  "monitor",
];
export const argumentTypes = [...handleTypes, "u32", "u64", "bool", "time"];
const inputResults = [...handleTypes, "status", "value", "u53", "void"];
const queryResults = ["status", "value", "u32", "bool", "f64", "void"];

export const tierNames = ["core-min", "core-trace", "full-dev"];
export const isHandle = (type) => handleTypes.includes(type);

/** The enumerators' own names: what is left after the words that all of them begin with. */
function shortNames(members) {
  const words = members.map((member) => member.name.split("_"));
  let shared = 0;
  while (words.every((list) => list.length > shared + 1 && list[shared] === words[0][shared])) {
    shared += 1;
  }
  return words.map((list) => {
    const rest = list.slice(shared);
    return pascal((rest.length > 1 && rest[0] === "E" ? rest.slice(1) : rest).join("_"));
  });
}

export function pascal(name) {
  return name
    .toLowerCase()
    .split("_")
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join("");
}

export function camel(name) {
  const joined = pascal(name);
  return joined[0].toLowerCase() + joined.slice(1);
}

function entry(raw, results) {
  const args = Object.entries(raw.args).map(([name, type]) => ({ name, type }));
  const bad = args.find((arg) => !argumentTypes.includes(arg.type));
  if (bad) throw new Error(`abi.json: ${raw.name}: argument ${bad.name} has type ${bad.type}`);
  if (!results.includes(raw.returns)) {
    throw new Error(`abi.json: ${raw.name}: returns ${raw.returns}`);
  }
  return { ...raw, args, tier: raw.tier ?? 0, c: raw.c ?? `asx_${raw.name}` };
}

function refuseDuplicates(values, what) {
  const seen = new Set();
  for (const value of values) {
    if (seen.has(value)) throw new Error(`abi.json: ${what} ${value} is used twice`);
    seen.add(value);
  }
}

export function loadTable(text, headers) {
  const raw = JSON.parse(text);
  const inputs = raw.inputs.map((input) => entry(input, inputResults));
  const queries = raw.queries.map((query) => entry(query, queryResults));
  refuseDuplicates(
    inputs.map((input) => input.op),
    "opcode",
  );
  refuseDuplicates(
    [...inputs, ...queries].map((each) => each.name),
    "name",
  );

  const enums = raw.enums.map((name) => {
    const found = headers.enums.get(name);
    if (!found || found.members.length === 0) throw new Error(`abi.json: no enum ${name}`);
    const names = shortNames(found.members);
    return {
      ...found,
      short: pascal(name.replace(/^asxb?_/, "")),
      members: found.members.map((member, index) => ({ ...member, short: names[index] })),
    };
  });
  const constants = raw.constants.map((name) => {
    if (!headers.constants.has(name)) throw new Error(`abi.json: no constant ${name}`);
    return { name, short: name.replace(/^ASX_/, ""), value: headers.constants.get(name) };
  });
  return { version: raw.version, inputs, queries, enums, constants };
}

/** What two builds must share to understand each other; prose is not part of it. */
export function fingerprintedTable(table) {
  const shape = (each) => [
    each.op ?? each.tier,
    each.name,
    each.args.map((arg) => [arg.name, arg.type]),
    each.returns,
  ];
  return {
    version: table.version,
    inputs: table.inputs.map(shape),
    queries: table.queries.map(shape),
    enums: table.enums.map((each) => [each.name, each.members.map((m) => [m.name, m.value])]),
    constants: table.constants.map((each) => [each.name, each.value]),
  };
}

/** Parameters as they cross the boundary: a handle is two of them. */
export function crossing(args) {
  return args.flatMap((arg) => {
    if (isHandle(arg.type)) {
      return [
        { name: `${arg.name}_slot`, type: "u32" },
        { name: `${arg.name}_generation`, type: "u32" },
      ];
    }
    return [arg];
  });
}

export const cBanner = (what) =>
  `/* ${what}\n * Written by bindings/generate.mjs; do not edit. */\n`;
