// replay.c: from the bytes of one record back to the call that wrote them.
import { cType } from "./calls.mjs";
import { cBanner, isHandle } from "./table.mjs";

function readLine(arg) {
  if (isHandle(arg.type))
    return `        asx_${arg.type} ${arg.name} = {asxb_read_handle(in, port->rt)};`;
  return `        ${cType(arg.type)} ${arg.name} = asxb_read_${arg.type}(in);`;
}

function replayCase(input) {
  const args = ["port", ...input.args.map((arg) => arg.name), ...(input.fills ? ["&out"] : [])];
  return [
    `    case ASXB_OP_${input.name.toUpperCase()}: {`,
    ...input.args.map(readLine),
    ...(input.fills ? [`        ${input.fills} out;`] : []),
    ...(input.args.length + (input.fills ? 1 : 0) > 0 ? [""] : []),
    "        if (in->failed)",
    "            return false;",
    `        in->result = asxb_call_${input.name}(${args.join(", ")});`,
    "        return true;",
    "    }",
  ].join("\n");
}

export function replaySource(table) {
  return `${cBanner("replay.c -- performs recorded inputs again.")}#include "replay.h"

#include "calls.h"

/* False if the bytes are malformed; then nothing was performed. */
static bool perform(asxb_port *port, asxb_reader *in)
{
    switch (in->opcode) {
${table.inputs.map(replayCase).join("\n")}
    default:
        return false;
    }
}

int asxb_replay_into(asxb_port *port, asxb_reader *reader)
{
    asxb_reader before = *reader;

    if (asxb_is_recording(port) && !asxb_recorder_has_room(port->recorder))
        return ASX_E_LOG_FULL;
    reader->opcode = asxb_read_opcode(reader);
    if (!perform(port, reader)) {
        *reader = before;
        return ASX_E_ARGUMENT;
    }
    return ASX_OK;
}

int asxb_replay_one(asx_runtime *rt, asxb_reader *reader)
{
    asxb_port port = {.rt = rt};

    return asxb_replay_into(&port, reader);
}
`;
}
