// docs/ABI.md, in the form that the formatter would give it.
import { crossing, tierNames } from "./table.mjs";

function tableText(head, rows) {
  const cells = [head, ...rows].map((row) =>
    row.map((cell) => String(cell).replaceAll("|", "\\|")),
  );
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n");
}

const signature = (each) =>
  `\`${each.name}(${crossing(each.args)
    .map((arg) => (arg.type === "u32" ? arg.name : `${arg.name}: ${arg.type}`))
    .join(", ")})\``;

function inputsTable(table) {
  return tableText(
    ["op", "call", "answers", "what it does", "rule"],
    table.inputs.map((input) => [
      input.op,
      signature(input),
      input.returns,
      input.doc,
      input.rule ? `\`${input.rule}\`` : "",
    ]),
  );
}

function queriesTable(table) {
  return tableText(
    ["call", "answers", "from tier", "what it does"],
    table.queries.map((query) => [
      signature(query),
      query.returns,
      tierNames[query.tier],
      query.doc,
    ]),
  );
}

function enumTable(each) {
  const named = each.members.map((member) => [member.value, `\`${member.name}\``, member.doc]);
  return `### ${each.name}\n\n${tableText(["value", "name", "note"], named)}`;
}

export function abiDocument(table) {
  const fingerprint = table.fingerprint.toString("hex");
  return `<!-- Written by bindings/generate.mjs; do not edit. -->

# ABI ${table.version.major}.${table.version.minor}

What crosses between the kernel and its host, printed from \`bindings/abi.json\` and the C headers.
Its fingerprint is \`${fingerprint}\`; builds with different ones do not talk to each other.

- The module imports nothing. It exports \`memory\` and the calls below, nothing else.
- A number that is not marked is an unsigned 32-bit integer. \`bool\` is 0 or 1.
- \`u64\`, \`u53\` and \`time\` cross as a float without a fraction: a time is microseconds, and -1
  stands for none, or for no limit.
- A handle is a slot and a generation. A call that makes an object answers its slot;
  \`handle_generation\` tells the rest. The root region is slot 1.
- Answers below zero are an \`asx_status\`, and then nothing has changed. \`ASX_E_LOG_FULL\`: take
  the log, then call again.

## Inputs

Everything that changes the state. They are what a recording holds; replaying them in order gives
the same state again.

${inputsTable(table)}

## Records

An input is its opcode in one byte, then its arguments in order. An integer is a LEB128 varint in
its shortest form. A handle is \`zigzag(slot - previous slot) << 1 | differs\`, and if the last bit
is set, a varint of \`zigzag(generation - generation of that slot now)\` follows. A time is 0 for
none, else \`1 + zigzag(time - previous time)\`. Previous slot and time are zero at the start of a
chunk, so a chunk can be read alone.

## Queries

They change nothing that a replay would see, and are not recorded.

${queriesTable(table)}

## Constants

${tableText(
  ["name", "value"],
  table.constants.map((each) => [`\`${each.name}\``, each.value]),
)}

## Enumerations

${table.enums.map(enumTable).join("\n\n")}
`;
}
