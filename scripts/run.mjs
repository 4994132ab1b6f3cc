// Runs commands: streamed into a log, with a time limit, and with nothing left behind.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { root } from "./repository.mjs";

const running = new Set();

// The whole group: a test runner's browsers and servers must not outlive it.
function stop(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has already ended.
  }
}

// Only while something runs; otherwise the signal keeps the meaning it had.
const abandon = (signal) => {
  for (const child of running) stop(child, "SIGKILL");
  process.exit(signal === "SIGINT" ? 130 : 143);
};

function started(child) {
  if (running.size === 0) process.on("SIGINT", abandon).on("SIGTERM", abandon);
  running.add(child);
}

function ended(child) {
  // Nothing a command started may outlive it, whatever it left in its group.
  stop(child, "SIGKILL");
  running.delete(child);
  if (running.size === 0) process.off("SIGINT", abandon).off("SIGTERM", abandon);
}

/**
 * Runs one command without a shell and without stdin; never rejects.
 *
 * @param words the command and its arguments
 * @param options.log a write stream that gets stdout and stderr; default: the terminal
 * @param options.minutes after which the command and its children are killed
 * @param options.echo whether the terminal gets what the log gets
 * @param options.onLine called with each line, for progress
 * @returns `{ code, ms, reason }`; `reason` says why when it did not end by itself
 */
export function run(words, { log, minutes = 10, env = {}, cwd = root, onLine, echo } = {}) {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: log ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      detached: true,
    });
    started(child);
    let reason;
    const limit = setTimeout(() => {
      reason = `killed after ${minutes} minutes`;
      stop(child, "SIGKILL");
    }, minutes * 60_000);
    const end = (code) => {
      clearTimeout(limit);
      ended(child);
      resolve({ code, ms: Date.now() - start, reason });
    };
    if (log) {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8");
        stream.on("data", (text) => {
          log.write(text);
          if (echo) process.stdout.write(text);
          const lines = text.split("\n").filter((line) => line.trim());
          if (onLine && lines.length > 0) onLine(lines.at(-1));
        });
      }
    }
    child.on("error", (error) => {
      reason = error.code === "ENOENT" ? `${words[0]}: no such command` : error.message;
      log?.write(`${reason}\n`);
      end(127);
    });
    // A grandchild may hold the pipes open for ever; give it a moment, then end the group.
    child.on("exit", () => setTimeout(() => stop(child, "SIGKILL"), 2_000).unref());
    child.on("close", (code, signal) => {
      if (signal) reason ??= `ended by ${signal}`;
      end(code ?? 1);
    });
  });
}

/** Runs commands one after the other into one log file, up to the first that fails. */
export async function runLogged(commands, logFile, options = {}) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const start = Date.now();
  let result = { code: 0 };
  for (const words of commands) {
    log.write(`$ ${words.join(" ")}\n`);
    result = await run(words, { ...options, log });
    if (result.code !== 0) break;
  }
  await new Promise((resolve) => log.end(resolve));
  return { code: result.code, reason: result.reason, ms: Date.now() - start };
}

// Not the line that starts with "$": it is the command, and may name anything.
const looksLikeFailure = /^(?!\$ ).*(?:FAILED|✖|✘|×|\bnot ok\b|\berror:|ERROR|Assertion)/;

/** What somebody wants to see of a log first: lines that look like failures, then its end. */
export function excerpt(file, { failureCount = 15, lineCount = 30 } = {}) {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const end = Math.max(0, lines.length - lineCount);
  const failures = lines
    .slice(0, end)
    .flatMap((line, i) => (looksLikeFailure.test(line) ? [`${i + 1}: ${line.slice(0, 200)}`] : []));
  const shown = failures.slice(0, failureCount);
  if (failures.length > shown.length) shown.push(`(${failures.length - shown.length} more)`);
  return [...shown, ...(shown.length > 0 ? ["..."] : []), ...lines.slice(end)].join("\n");
}
