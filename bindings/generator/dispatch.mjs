// dispatch.c: a call by its number, for programs that choose their calls at run time.
import { cType } from "./calls.mjs";
import { cBanner, isHandle } from "./table.mjs";

function argument({ type }, index) {
  const value = `arguments[${index}]`;
  if (isHandle(type)) return `(asx_${type}){${value}}`;
  if (type === "bool") return `${value} != 0`;
  return type === "u32" ? `(${cType(type)})${value}` : value;
}

function dispatchCase(input) {
  const fills = input.fills ? [`&${input.fills.replace(/^asx_/, "")}`] : [];
  const args = ["port", ...input.args.map(argument), ...fills];
  return [
    `    case ASXB_OP_${input.name.toUpperCase()}:`,
    `        return asxb_call_${input.name}(${args.join(", ")});`,
  ].join("\n");
}

export function dispatchSource(table) {
  const filled = [...new Set(table.inputs.map((input) => input.fills).filter(Boolean))];
  const locals = filled.map((type) => `    ${type} ${type.replace(/^asx_/, "")};\n`);
  return `${cBanner("dispatch.c -- an input by its number.")}#include "dispatch.h"

#include "calls.h"

int64_t asxb_dispatch(asxb_port *port, uint32_t opcode,
                      const uint64_t *arguments)
{
${locals.join("")}
    switch (opcode) {
${table.inputs.map(dispatchCase).join("\n")}
    default:
        return ASX_E_ARGUMENT;
    }
}
`;
}
