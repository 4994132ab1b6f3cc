// The rules as docs/SEMANTICS.md states them: id, section, and what each says in a few words.

/** Sections whose laws belong to the TypeScript packages: the kernel has no rule there. */
export const outOfScope = new Map([
  [11, "Combinators are written in TypeScript over the rules above; their laws are tests there."],
]);

const dotted = /`([a-z]+\.[a-z_]+)(?:\([^`)]+\))?`/g;
// One word alone is a rule where a sentence is about it; anywhere else it is a value or a call.
const bare = /^- `([a-z]+)`:/;

const shorten = (text, limit = 150) => {
  if (text.length <= limit) return text;
  return `${text.slice(0, text.lastIndexOf(" ", limit)).replace(/[,;:(]+$/, "")} …`;
};

// Up to the first full stop that ends a sentence, without the links of a document elsewhere.
function firstSentence(text) {
  const plain = text
    .replaceAll(/\(?\[([^\]]*)\]\([^)]*\)\)?/g, "$1")
    .replace(/^[\s:,]+/, "")
    .trim();
  const [, sentence] = /^(.*?)\.(?:\s|$)/.exec(plain) ?? [];
  return shorten((sentence ?? plain).trim());
}

function readBullet(bullet, section) {
  const found = [...bullet.matchAll(dotted)].map((match) => ({
    id: match[1],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const alone = bare.exec(bullet);
  if (alone) found.unshift({ id: alone[1], start: 0, end: alone[0].length });
  found.sort((a, b) => a.start - b.start);
  const texts = found.map(({ end }, i) => firstSentence(bullet.slice(end, found[i + 1]?.start)));
  // "`a`, `b`: what both say".
  for (let i = texts.length - 2; i >= 0; i--) texts[i] ||= texts[i + 1];
  return found.map(({ id }, i) => ({ id, section, says: texts[i] }));
}

/** Every rule in order, `{ id, section, says }`, each once; `titles` by section. */
export function readSemantics(text) {
  const rules = new Map();
  const titles = new Map();
  for (const chapter of text.split(/^## /m).slice(1)) {
    const [, number, title] = /^(\d+)\. (.*)/.exec(chapter) ?? [];
    if (number === undefined) continue;
    const section = Number(number);
    titles.set(section, title);
    const bullets = chapter.match(/^- .*(?:\n {2}.*)*/gm) ?? [];
    for (const bullet of bullets) {
      for (const rule of readBullet(bullet.replaceAll(/\n\s*/g, " "), section)) {
        if (!rules.has(rule.id)) rules.set(rule.id, rule);
      }
    }
  }
  return { rules: [...rules.values()], titles };
}
