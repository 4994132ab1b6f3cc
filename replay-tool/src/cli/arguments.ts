/** The command line is not understood; the message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export type OptionKind = "flag" | "number" | "text";

export interface Arguments {
  readonly command: string | undefined;
  readonly files: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, string>;
}

const options: Readonly<Record<string, OptionKind>> = {
  "--help": "flag",
  "--json": "flag",
  "--from": "number",
  "--to": "number",
  "--find": "text",
  "--out": "text",
};

/** Reads the words behind the program's name. Options may stand anywhere. */
export function readArguments(words: readonly string[]): Arguments {
  const plain: string[] = [];
  const flags = new Set<string>();
  const numbers = new Map<string, number>();
  const texts = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith("-")) {
      plain.push(word);
      continue;
    }
    const [name = "", inline] = word === "-h" ? ["--help"] : word.split(/=(.*)/s);
    const kind = options[name];
    if (kind === undefined) throw new UsageError(`There is no option ${name}.`);
    if (kind === "flag") {
      flags.add(name);
      continue;
    }
    const value = inline ?? words[++i];
    if (value === undefined) throw new UsageError(`${name} needs a value.`);
    if (kind === "text") texts.set(name, value);
    else if (/^\d+$/.test(value)) numbers.set(name, Number(value));
    else throw new UsageError(`${name} needs a whole number, not ${JSON.stringify(value)}.`);
  }
  const [command, ...files] = plain;
  return { command, files, flags, numbers, texts };
}
