// Documents: every one is linked, every link leads somewhere, decisions are numbered.
import { posix } from "node:path";

const withoutCode = (text) =>
  text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, blank).replaceAll(/`[^`\n]*`/g, "");
const blank = (text) => text.replaceAll(/[^\n]/g, "");

/** The links of a Markdown text to places in the repository, as `{ line, target }`. */
export function listLinks(path, text) {
  const links = [];
  withoutCode(text)
    .split("\n")
    .forEach((line, i) => {
      const inline = [...line.matchAll(/\]\(\s*<?([^)\s>]+)/g)];
      const reference = [...line.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/g)];
      for (const [, target] of [...inline, ...reference]) {
        if (/^[a-z][a-z0-9+.-]*:|^#|^\/\//i.test(target)) continue;
        const file = decodeURIComponent(target.split(/[#?]/)[0]);
        const from = file.startsWith("/") ? "." : posix.dirname(path);
        const to = posix.normalize(posix.join(from, file)).replace(/\/$/, "");
        links.push({ line: i + 1, target: to });
      }
    });
  return links;
}

// A link to a folder shows the folder's README.
const asDocument = (tree, target) => {
  if (target.endsWith(".md")) return target;
  const readme = target === "." ? "README.md" : `${target}/README.md`;
  return tree.files.includes(readme) ? readme : undefined;
};

function findReachable(tree) {
  const reached = new Set(["README.md"]);
  const queue = ["README.md"];
  while (queue.length > 0) {
    const path = queue.pop();
    if (!tree.files.includes(path)) continue;
    for (const { target } of listLinks(path, tree.read(path))) {
      const document = asDocument(tree, target);
      if (!document || reached.has(document)) continue;
      reached.add(document);
      queue.push(document);
    }
  }
  return reached;
}

function checkNumbers(files) {
  const decisions = files.filter(
    (path) => /^docs\/adr\/[^/]+\.md$/.test(path) && !path.endsWith("README.md"),
  );
  return decisions.sort().flatMap((path, i) => {
    const expected = String(i + 1).padStart(4, "0");
    const name = path.slice("docs/adr/".length);
    if (new RegExp(`^${expected}-[a-z0-9]+(?:-[a-z0-9]+)*\\.md$`).test(name)) return [];
    return [
      {
        rule: "adr-number",
        level: "error",
        path,
        message: `expected the name ${expected}-some-words.md`,
        fix: "Decisions are numbered without gaps or repeats.",
      },
    ];
  });
}

export function checkDocuments(tree) {
  const documents = tree.files.filter((path) => path.endsWith(".md"));
  const reached = findReachable(tree);
  const orphans = documents
    .filter((path) => !reached.has(path))
    .map((path) => ({
      rule: "orphan-document",
      level: "error",
      path,
      message: "no chain of links leads here from README.md",
      fix: "Link it where a reader would look for it, or delete it.",
    }));
  const broken = documents.flatMap((path) =>
    listLinks(path, tree.read(path))
      .filter(({ target }) => target !== "." && !tree.has(target))
      .map(({ line, target }) => ({
        rule: "broken-link",
        level: "error",
        path,
        line,
        message: `links to ${target}, which does not exist`,
        fix: "Correct the link.",
      })),
  );
  return [...orphans, ...broken, ...checkNumbers(tree.files)];
}
