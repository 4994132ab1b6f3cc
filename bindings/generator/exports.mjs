// exports.h and exports.c: the functions of the wasm module. Inputs are written out here; queries
// are declared here and written by hand, so that one which does not fit the table does not compile.
import { cBanner, crossing, isHandle } from "./table.mjs";

const crossingTypes = { u32: "uint32_t", bool: "int32_t", u64: "double", time: "double" };
const queryTypes = {
  status: "int32_t",
  value: "int32_t",
  u32: "uint32_t",
  bool: "int32_t",
  f64: "double",
  void: "void",
};

const resultType = (input) => (input.returns === "u53" ? "double" : "int32_t");

function parameters(args) {
  const list = crossing(args).map((arg) => `${crossingTypes[arg.type]} ${arg.name}`);
  return list.length > 0 ? list.join(", ") : "void";
}

function declaration(each, type) {
  const name = `${type} asxb_export_${each.name}`;
  return `ASXB_EXPORT(${each.name})\n${name}(\n    ${parameters(each.args)});`;
}

export function exportsHeader(table) {
  const tiers = [0, 1, 2].map((tier) => {
    const list = table.queries.filter((query) => query.tier === tier);
    const text = list.map((query) => declaration(query, queryTypes[query.returns])).join("\n");
    return tier === 0 ? text : `#if ASX_TIER >= ${tier}\n${text}\n#endif`;
  });
  return `${cBanner("exports.h -- the functions of the wasm module.")}#ifndef ASXB_EXPORTS_H
#define ASXB_EXPORTS_H

#include <stdint.h>

#define ASXB_EXPORT(name)                                                     \\
    __attribute__((used, visibility("default"), export_name(#name)))

/* Inputs */
${table.inputs.map((input) => declaration(input, resultType(input))).join("\n")}

/* Queries */
${tiers.join("\n")}

#endif
`;
}

function argument(arg) {
  if (isHandle(arg.type)) {
    return `(asx_${arg.type}){ASX_HANDLE_BITS(${arg.name}_slot, ${arg.name}_generation)}`;
  }
  if (arg.type === "bool") return `${arg.name} != 0`;
  if (arg.type === "u64" || arg.type === "time") return `asxb_u64_of(${arg.name})`;
  return arg.name;
}

function exportFunction(input) {
  const args = ["&asxb_instance.port", ...input.args.map(argument)];
  if (input.fills) args.push(`(${input.fills} *)(void *)asxb_instance.scratch`);
  const call = `asxb_call_${input.name}(\n        ${args.join(",\n        ")})`;
  return [
    `${resultType(input)} asxb_export_${input.name}(`,
    `    ${parameters(input.args)})`,
    "{",
    `    return ${input.returns === "u53" ? "(double)" : ""}${call};`,
    "}",
  ].join("\n");
}

export function exportsSource(table) {
  return `${cBanner("exports.c -- the inputs as exports of the wasm module.")}#include "exports.h"

#include "calls.h"
#include "instance.h"

${table.inputs.map(exportFunction).join("\n\n")}
`;
}
