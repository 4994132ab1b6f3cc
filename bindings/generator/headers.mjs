// Reads enums and integer constants out of the public C headers. Not a C parser: it knows the one
// form that those headers are written in, and the table refuses what it did not find.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const enumPattern = /typedef enum (\w+) \{([\s\S]*?)\} \1;/g;
const enumeratorPattern =
  /^\s*(\w+) = (-?\d+),[ \t]*(?:\/\*\s*((?:(?!\*\/)[^])*?)\s*\*\/)?[ \t]*$/gm;
const anyEnumeratorPattern = /^\s*\w+ = -?\d+,/gm;
const constantPattern = /^#define (ASX_\w+) (-?\d+)u?(?:\s*\/\*.*)?$/gm;

export function readHeaders(folders) {
  const enums = new Map();
  const constants = new Map();

  for (const folder of folders) {
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith(".h"))
      .sort()) {
      const text = readFileSync(join(folder, file), "utf8");
      for (const [, name, body] of text.matchAll(enumPattern)) {
        const members = [...body.matchAll(enumeratorPattern)].map(([, member, value, doc]) => ({
          name: member,
          value: Number(value),
          doc: (doc ?? "").replaceAll(/\s+/g, " "),
        }));
        const count = [...body.matchAll(anyEnumeratorPattern)].length;
        if (members.length !== count) {
          throw new Error(`${file}: ${name}: an enumerator is written in another form`);
        }
        enums.set(name, { name, file, members });
      }
      for (const [, name, value] of text.matchAll(constantPattern)) {
        constants.set(name, Number(value));
      }
    }
  }
  return { enums, constants };
}
