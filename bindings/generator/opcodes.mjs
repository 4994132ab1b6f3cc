// opcodes.h and opcodes.c: numbers and names of the inputs, for dumps and for the recorder.
import { cBanner, isHandle } from "./table.mjs";

const hex = (bytes) => Buffer.from(bytes).toString("hex").toUpperCase();
const half = (fingerprint, at) => hex(Buffer.from(fingerprint.subarray(at, at + 4)).reverse());

const handleLetters = () =>
  Object.entries(letters)
    .filter(([type]) => isHandle(type))
    .map(([, letter]) => letter)
    .join(" ");

export function opcodesHeader(table) {
  const opcodes = table.inputs.map(
    (input) => `    ASXB_OP_${input.name.toUpperCase()} = ${input.op},`,
  );
  const lastCounter = table.enums.find((each) => each.name === "asx_counter").members.at(-1);
  return `${cBanner("opcodes.h -- the inputs by number.")}#ifndef ASXB_OPCODES_H
#define ASXB_OPCODES_H

#include <stdint.h>

#define ASXB_ABI_MAJOR ${table.version.major}
#define ASXB_ABI_MINOR ${table.version.minor}
#define ASXB_FINGERPRINT_LO 0x${half(table.fingerprint, 0)}u
#define ASXB_FINGERPRINT_HI 0x${half(table.fingerprint, 4)}u

#define ASXB_COUNTER_COUNT ${lastCounter.value + 1}u
#define ASXB_OPCODE_MAX ${Math.max(...table.inputs.map((input) => input.op))}u
#define ASXB_ARGUMENTS_MAX ${Math.max(...table.inputs.map((input) => input.args.length))}

typedef enum asxb_opcode {
${opcodes.join("\n")}
} asxb_opcode;

/* One letter per argument: u is a u32, q a u64, b a bool, d a time (due), and
 * ${handleLetters()} are handles by kind. */
typedef struct asxb_input_shape {
    const char *name;
    const char *arguments;
    char makes; /* the letter of the handle whose slot it answers, or zero */
} asxb_input_shape;

/* Null if there is no such input. */
const asxb_input_shape *asxb_input_shape_of(uint32_t opcode);

/* The letter of handles to what a cell of this asx_kind holds; zero: none. */
char asxb_letter_of_kind(uint32_t kind);

#endif
`;
}

const letters = {
  region: "r",
  task: "t",
  obligation: "o",
  capsule: "c",
  channel: "h",
  receiver: "v",
  call: "l",
  lock: "k",
  supervisor: "s",
  child: "w",
  monitor: "m",
  u32: "u",
  u64: "q",
  bool: "b",
  time: "d",
};

export function opcodesSource(table) {
  const shapes = table.inputs.map((input) => {
    const args = input.args.map((arg) => letters[arg.type]).join("");
    const makes = isHandle(input.returns) ? `'${letters[input.returns]}'` : "0";
    return `    [${input.op}] = {"${input.name}", "${args}", ${makes}},`;
  });
  const kinds = table.enums
    .find((each) => each.name === "asx_kind")
    .members.map(({ name, value }) => [letters[name.replace("ASX_KIND_", "").toLowerCase()], value])
    .filter(([letter]) => letter !== undefined)
    .map(([letter, value]) => `    [${value}] = '${letter}',`);
  return `${cBanner("opcodes.c -- names of the inputs, for dumps.")}#include "opcodes.h"

#include <stddef.h>

static const asxb_input_shape shapes[] = {
${shapes.join("\n")}
};

static const char kind_letters[] = {
${kinds.join("\n")}
};

const asxb_input_shape *asxb_input_shape_of(uint32_t opcode)
{
    if (opcode >= sizeof shapes / sizeof shapes[0] ||
        shapes[opcode].name == NULL)
        return NULL;
    return &shapes[opcode];
}

char asxb_letter_of_kind(uint32_t kind)
{
    return kind < sizeof kind_letters ? kind_letters[kind] : 0;
}
`;
}
