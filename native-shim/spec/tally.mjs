// How often what can happen to names, links and monitors did happen in a run: programs that agree
// say nothing about what never came up.
const isOfName = ({ object }) => object.lease !== undefined;

/** What has to come up: its name, and whether a note of the model is one. */
const situations = {
  "a name is reserved": ({ what }) => what === "NameReserved",
  "is active": ({ what, detail }) => what === "LeaseStep" && detail === "reserved > active",
  "is released": ({ what, detail }) => what === "LeaseStep" && detail === "active > released",
  "is given up before it is active": ({ what, detail }) =>
    what === "LeaseStep" && detail === "reserved > aborted",
  "is aborted": ({ what, detail }) => what === "LeaseStep" && detail === "active > aborted",
  "is handed over": (note) => note.what === "ObligationTransferred" && isOfName(note),
  "ends with its holder": (note) => note.what === "ObligationLeaked" && isOfName(note),
  "ends with a holder that is forced": (note, { notes }) =>
    note.what === "ObligationAborted" &&
    isOfName(note) &&
    notes.some(({ what, object }) => what === "TaskForced" && object === note.object.holder),
};

export const createTally = () => ({
  counts: { ...Object.fromEntries(Object.keys(situations).map((each) => [each, 0])), refused: 0 },
});

/** Counts the call that was made last. */
export function count(tally, { notes, answer, world }) {
  const { counts } = tally;
  if (answer === "name-taken") counts.refused += 1;
  for (const note of notes) {
    for (const [name, is] of Object.entries(situations)) {
      if (is(note, { notes, world })) counts[name] += 1;
    }
  }
}

export const missing = ({ counts }) => Object.keys(counts).filter((name) => counts[name] === 0);

export const show = ({ counts }) =>
  Object.entries(counts)
    .map(([name, times]) => `  ${name}: ${times}`)
    .join("\n");
