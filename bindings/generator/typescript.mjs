// abi.ts, what a page needs, and table.ts, what only tools and tests read.
import { argumentTypes, camel, crossing, isHandle, pascal, tierNames } from "./table.mjs";

const banner = (what) => `// ${what}\n// Written by bindings/generate.mjs; do not edit.\n`;

function enumText(each) {
  const members = each.members.map((member) => {
    const doc = member.doc ? `  /** ${member.doc} */\n` : "";
    return `${doc}  ${member.short}: ${member.value},`;
  });
  return [
    `export const ${each.short} = {`,
    ...members,
    "} as const;",
    `export type ${each.short} = (typeof ${each.short})[keyof typeof ${each.short}];`,
  ].join("\n");
}

function rawSignature(each) {
  const list = crossing(each.args).map((arg) => `${arg.name}: number`);
  const result = each.returns === "void" && !each.op ? "void" : "number";
  return `  ${each.name}(${list.join(", ")}): ${result};`;
}

const parameterType = (type) => (type === "bool" ? "boolean" : "number");

function methodParts(each) {
  const list = crossing(each.args);
  const parameters = list.map((arg) => `${camel(arg.name)}: ${parameterType(arg.type)}`);
  const values = list.map((arg) =>
    arg.type === "bool" ? `${camel(arg.name)} ? 1 : 0` : camel(arg.name),
  );
  const call = `this.exports.${each.name}(${values.join(", ")})`;
  return { call, values, open: `  ${camel(each.name)}(${parameters.join(", ")}):` };
}

const answers = {
  status: "A Status.",
  value: "",
  u53: "",
  void: "A Status.",
};

function inputMethod(input) {
  const { call, open, values } = methodParts(input);
  const answer = isHandle(input.returns)
    ? "The slot, or a negative Status."
    : answers[input.returns];
  const doc = [input.doc, answer].filter(Boolean).join(" ");
  const again = ["x." + input.name, ...values].join(", ");
  return [
    `  /** ${doc} */`,
    `${open} number {`,
    "    const x = this.exports;",
    `    const r = ${call.replace("this.exports", "x")};`,
    `    return r === LOG_FULL ? this.again(${again}) : r;`,
    "  }",
  ].join("\n");
}

function queryMethod(query) {
  const { call, open } = methodParts(query);
  const doc = query.tier > 0 ? `${query.doc} Tier ${tierNames[query.tier]} and up.` : query.doc;
  const [type, body] = {
    u32: ["number", `return ${call} >>> 0;`],
    bool: ["boolean", `return ${call} !== 0;`],
    void: ["void", `${call};`],
  }[query.returns] ?? ["number", `return ${call};`];
  return [`  /** ${doc} */`, `${open} ${type} {`, `    ${body}`, "  }"].join("\n");
}

const valueOf = (table, type, name) =>
  table.enums.find((each) => each.name === type).members.find((each) => each.name === name).value;

export function abiModule(table) {
  const half = (at) => table.fingerprint.readUInt32LE(at);
  const rawTiers = [0, 1, 2].map((tier) => {
    const list = table.queries.filter((query) => query.tier === tier).map(rawSignature);
    return tier === 0 ? list : [`  // From ${tierNames[tier]} on:`, ...list];
  });
  return `${banner("The kernel's ABI.")}
export const ABI_MAJOR = ${table.version.major};
export const ABI_MINOR = ${table.version.minor};
export const FINGERPRINT_LO = ${half(0)};
export const FINGERPRINT_HI = ${half(4)};

${table.constants.map((each) => `export const ${each.short} = ${each.value};`).join("\n")}

${table.enums.map(enumText).join("\n\n")}

/** What an instance of the kernel exports. A bool is 0 or 1; a time that is none is -1. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
${table.inputs.map(rawSignature).join("\n")}
${rawTiers.flat().join("\n")}
}

const LOG_FULL = ${valueOf(table, "asx_status", "ASX_E_LOG_FULL")};

/**
 * The calls of one instance. An object is named by slot and generation; times are microseconds.
 * Numbers below zero are a {@link Status}.
 *
 * An input that finds the log full has changed nothing: it asks its owner to take the log, once,
 * and is made again.
 */
export class Kernel {
  /** Takes the log. Set by whoever records. */
  drainLog: () => void = () => undefined;

  constructor(readonly exports: KernelExports) {}

  private again<A extends number[]>(call: (...values: A) => number, ...values: A): number {
    this.drainLog();
    return call(...values);
  }

${[...table.inputs.map(inputMethod), ...table.queries.map(queryMethod)].join("\n\n")}
}
`;
}

function shapeText(input) {
  const args = input.args.map((arg) => `["${camel(arg.name)}", "${arg.type}"]`).join(", ");
  const result = `, returns: "${input.returns}"`;
  return `  ${input.op}: { name: "${input.name}", args: [${args}]${result} },`;
}

export function tableModule(table) {
  const names = [0, 1, 2].map((tier) => {
    const list = table.queries.filter((query) => query.tier === tier);
    const all = (tier === 0 ? ["memory", ...table.inputs.map((each) => each.name)] : []).concat(
      list.map((query) => query.name),
    );
    return `  [\n${all.map((name) => `    "${name}",\n`).join("")}  ],`;
  });
  return `${banner("The ABI as data, for tools and tests.")}
export type ArgumentType =
${argumentTypes.map((type) => `  | "${type}"`).join("\n")};

export interface InputShape {
  readonly name: string;
  readonly args: readonly (readonly [name: string, type: ArgumentType])[];
  readonly returns: string;
}

/** Inputs by opcode. */
export const INPUTS: Readonly<Record<number, InputShape>> = {
${table.inputs.map(shapeText).join("\n")}
};

/** What each tier exports in addition to the tier before it. */
export const EXPORTS_ADDED: readonly (readonly string[])[] = [
${names.join("\n")}
];

/** Members of ${pascal("event_kind")} by number, and what their two operands mean. */
export const EVENTS: Readonly<Record<number, readonly [name: string, operands: string]>> = {
${table.enums
  .find((each) => each.name === "asx_event_kind")
  .members.map((m) => `  ${m.value}: ["${m.short}", ${JSON.stringify(m.doc)}],`)
  .join("\n")}
};
`;
}
