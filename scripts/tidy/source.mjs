// What the rules need to know about a source file: its kind, and its comments.

export const isC = (path) => /\.[ch]$/.test(path);
export const isTs = (path) => /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/.test(path);
export const isTest = (path) =>
  /(?:\.test|\.spec|\.test-d)\.\w+$|_(?:test|fuzz)\.c$|(?:^|\/)(?:tests|fuzz|specs)\//.test(path);

const binary = /\.(?:png|jpg|jpeg|gif|ico|woff2?|wasm|asxt|gz|zip|br|pdf)$/;
export const isText = (path) => !binary.test(path);

export const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

// Strings come first, so that a "//" inside one is not taken for a comment. A regular expression
// with a quote in it can still mislead this; a real parser would be too much for what it is for.
const cLike =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(\/\/[^\n]*)|(\/\*[\s\S]*?\*\/)/g;
const hashLike = /^\s*(#(?!!|include|define|if|ifn?def|el|endif|error|pragma|undef)[^\n]*)/gm;

/** The comments of a file as `{ line, text }`, one entry per line of a comment. */
export function listComments(path, text) {
  const isHash = /(?:^|\/)CMakeLists\.txt$|\.(?:cmake|sh|ya?ml|py)$/.test(path);
  const isCode = isC(path) || isTs(path) || /\.css$/.test(path);
  if (!isHash && !isCode) return [];
  const comments = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(isCode ? cLike : hashLike)) {
    const comment = match[1] ?? match[2];
    if (comment === undefined) continue;
    const start = match.index + match[0].length - comment.length;
    line += text.slice(counted, start).split("\n").length - 1;
    counted = start;
    comment.split("\n").forEach((part, i) => comments.push({ line: line + i, text: part }));
  }
  return comments;
}

/** The code of a file: comments and strings blanked, every line where it was. */
export const blankTexts = (text) =>
  text.replaceAll(cLike, (match) => match.replaceAll(/[^\n]/g, " "));
