// calls.h: one inline function per input, which records it, performs it and journals its result.
// A hot input records itself in line; the others hand their arguments to asxb_input_open, since
// what is rarely called had better be small.
import { cBanner, isHandle } from "./table.mjs";

const cTypes = { u32: "uint32_t", u64: "uint64_t", bool: "bool", time: "uint64_t" };
export const cType = (type) => (isHandle(type) ? `asx_${type}` : cTypes[type]);

function recordLine(arg) {
  if (isHandle(arg.type)) return `        asxb_record_handle(port->recorder, ${arg.name}.bits);`;
  return `        asxb_record_${arg.type}(port->recorder, ${arg.name});`;
}

const argumentsMax = 4;
const shapeDigits = { handle: 2, time: 3 };

/** What asxb_input_open needs to know of the arguments: a base four digit each, see port.h. */
function shapeOf(input) {
  if (input.args.length > argumentsMax) throw new Error(`abi.json: ${input.name}: make it hot`);
  const digits = input.args.map(
    (arg) => shapeDigits[isHandle(arg.type) ? "handle" : arg.type] ?? 1,
  );
  return digits.reduceRight((shape, digit) => shape * 4 + digit, 0);
}

function recordInLine(input, opcode) {
  return {
    open: [
      "    if (asxb_is_recording(port)) {",
      `        if (!asxb_record_open(port->recorder, ${opcode}))`,
      "            return ASX_E_LOG_FULL;",
      ...input.args.map(recordLine),
      "    }",
      `    asxb_input_begin(port, ${opcode});`,
    ],
    close: ["    asxb_input_end(port, result);"],
  };
}

function recordByShape(input, opcode) {
  const values = input.args.map((arg) => (isHandle(arg.type) ? `${arg.name}.bits` : arg.name));
  while (values.length < argumentsMax) values.push("0");
  return {
    open: [
      `    if (!asxb_input_open(port, ${opcode}, ${shapeOf(input)},`,
      `                         ${values.join(", ")}))`,
      "        return ASX_E_LOG_FULL;",
    ],
    close: ["    asxb_input_close(port, result);"],
  };
}

/** The statements that perform `input` and leave its answer in `result`. */
function perform(input) {
  const args = ["port->rt", ...input.args.map((arg) => arg.name)];
  const call = (extra = []) => `${input.c}(${[...args, ...extra].join(", ")})`;

  if (isHandle(input.returns)) {
    return [
      `    status = ${call(["&made"])};`,
      "    result = status < 0 ? (int32_t)status : (int32_t)ASX_HANDLE_SLOT(made);",
    ];
  }
  if (input.fills) return [`    result = ${call(["out"])} ? 1 : 0;`];
  if (input.returns === "u53") return [`    result = (int64_t)(${call()} >> 11);`];
  if (input.returns === "void") return [`    ${call()};`, "    result = 0;"];
  return [`    result = ${call()};`];
}

function callFunction(input) {
  const result = input.returns === "u53" ? "int64_t" : "int32_t";
  const parameters = [
    "asxb_port *port",
    ...input.args.map((arg) => `${cType(arg.type)} ${arg.name}`),
  ];
  if (input.fills) parameters.push(`${input.fills} *out`);
  const opcode = `ASXB_OP_${input.name.toUpperCase()}`;
  const record = input.hot ? recordInLine(input, opcode) : recordByShape(input, opcode);
  const lines = [
    `/* ${input.doc} */`,
    `static inline ${result} asxb_call_${input.name}(`,
    `    ${parameters.join(", ")})`,
    "{",
    ...(isHandle(input.returns)
      ? [`    asx_${input.returns} made = {0};`, "    asx_status status;"]
      : []),
    `    ${result} result;`,
    "",
    ...input.args
      .filter((arg) => arg.type === "time")
      .map((arg) => `    ${arg.name} = asxb_time_clean(${arg.name});`),
    ...record.open,
    ...perform(input),
    ...record.close,
    "    return result;",
    "}",
  ];
  return lines.join("\n");
}

export function callsHeader(table) {
  return `${cBanner("calls.h -- every input: recorded, performed, journaled.")}#ifndef ASXB_CALLS_H
#define ASXB_CALLS_H

#include "asx/capsule.h"
#include "asx/pump.h"
#include "opcodes.h"
#include "port.h"

${table.inputs.map(callFunction).join("\n\n")}

#endif
`;
}
