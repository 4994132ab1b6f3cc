// calls.h: one inline function per input, which records it, performs it and journals its result.
import { cBanner, isHandle } from "./table.mjs";

const cTypes = { u32: "uint32_t", u64: "uint64_t", bool: "bool", time: "uint64_t" };
export const cType = (type) => (isHandle(type) ? `asx_${type}` : cTypes[type]);

function recordLine(arg) {
  if (isHandle(arg.type)) return `        asxb_record_handle(port->recorder, ${arg.name}.bits);`;
  return `        asxb_record_${arg.type}(port->recorder, ${arg.name});`;
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
    "    if (asxb_is_recording(port)) {",
    `        if (!asxb_record_open(port->recorder, ASXB_OP_${input.name.toUpperCase()}))`,
    "            return ASX_E_LOG_FULL;",
    ...input.args.map(recordLine),
    "    }",
    `    asxb_input_begin(port, ASXB_OP_${input.name.toUpperCase()});`,
    ...perform(input),
    "    asxb_input_end(port, result);",
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
