// What must not be left behind in a text: tickets, notes to self, paths of somebody's machine.
import { isText, listComments } from "./source.mjs";

// The words are spelled apart so that this file does not find itself.
const leftover = new RegExp(`\\b(?:${["FIX" + "ME", "TO" + "DO", "XX" + "X"].join("|")})\\b`);

const standards = "UTF|SHA|RFC|ISO|ADR|AES|CRC|IEEE|ECMA|WCAG|MIT|CVE|GCC|MD|LRU|FNV|X|I|U|F";
const tickets = [
  /\b(?:issue|ticket|bug|PR|pull request)\s*#?\d+\b/i,
  /(?:^|[\s(])#\d{1,6}\b/,
  new RegExp(`\\b(?!(?:${standards})-)[A-Z]{2,10}-\\d{2,6}\\b`),
];

const machinePaths = [
  { pattern: /(?<![\w.~*-])\/(?:home|Users)\/[a-z][\w.-]*\//, what: "a home folder" },
  { pattern: /(?<![\w.~*-])\/(?:root|work|tmp)\//, what: "a path of one machine" },
  { pattern: /\b[A-Z]:\\+Users\\/, what: "a home folder" },
];
const registries = [
  /https?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|npmmirror)[\w.-]*[/:]/i,
  /"resolved":\s*"(?:https?|git|file):/,
];

function finding(rule, path, line, message, fix) {
  return { rule, level: "error", path, line, message, fix };
}

function checkComment(path, { line, text }) {
  const findings = [];
  if (leftover.test(text)) {
    const fix = "Do it, or write down openly what is missing where users look.";
    findings.push(finding("leftover-note", path, line, `a leftover note: ${text.trim()}`, fix));
  }
  if (tickets.some((pattern) => pattern.test(text))) {
    const fix = "Say the reason itself; a number means nothing to the next reader.";
    findings.push(finding("ticket-id", path, line, `a ticket id: ${text.trim()}`, fix));
  }
  return findings;
}

function checkLine(path, text, line) {
  const found = machinePaths.find(({ pattern }) => pattern.test(text));
  if (found) {
    const fix = "Use a path relative to the repository, or os.tmpdir().";
    return [finding("machine-path", path, line, `${found.what}: ${text.trim().slice(0, 80)}`, fix)];
  }
  if (registries.some((pattern) => pattern.test(text))) {
    const fix = "Leave the registry to each machine's npm configuration.";
    return [finding("registry", path, line, `names a registry: ${text.trim().slice(0, 80)}`, fix)];
  }
  return [];
}

export function checkTexts(tree) {
  return tree.files.filter(isText).flatMap((path) => {
    const text = tree.read(path);
    const lines = text.split("\n");
    return [
      ...listComments(path, text).flatMap((comment) => checkComment(path, comment)),
      ...lines.flatMap((line, i) => checkLine(path, line, i + 1)),
    ];
  });
}
