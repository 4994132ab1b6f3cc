// Shortens a program that shows a disagreement: leaves out runs of calls, long ones first, as long
// as something still differs. References to what is no longer made become stale, which is fine.
export async function shrink(program, run) {
  let shortest = program;
  for (let length = Math.ceil(program.length / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let at = shortest.length - length; at >= 0; at -= length) {
      const without = [...shortest.slice(0, at), ...shortest.slice(at + length)];
      const result = await run(without);
      if (result) shortest = without.slice(0, result.at + 1);
      at = Math.min(at, shortest.length);
    }
  }
  return shortest;
}
