// The search itself: every word has to occur, names count more than places.

// Among equal matches, what people look for comes first.
const ranks = [
  ...["heading", "function", "class", "type", "method", "macro", "constant"],
  ...["test", "field", "property", "local"],
];

const score = (row, words) => {
  let total = 0;
  for (const word of words) {
    const at = row.key.indexOf(word);
    if (at === 0) total += 4;
    else if (at > 0) total += /[^a-z0-9]/.test(row.key[at - 1]) ? 3 : 2;
    else if (row.place.includes(word)) total += 1;
    else return 0;
  }
  // A place alone is everything in that file; the name has to have its share.
  return total > words.length ? total : 0;
};

/** Makes `search(query, limit)` over rows; equal scores keep the order of the rows. */
export function createSearch(rows) {
  const keyed = rows.map((row) => ({
    row,
    key: row.name.toLowerCase(),
    place: `${row.file} ${row.kind}`.toLowerCase(),
    rank: ranks.indexOf(row.kind),
  }));
  return (query, limit = 20) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return { query, total: 0, hits: [] };
    const found = keyed
      .map((entry) => ({ entry, score: score(entry, words) }))
      .filter((match) => match.score > 0)
      .sort(
        (a, b) =>
          b.score - a.score ||
          a.entry.rank - b.entry.rank ||
          a.entry.key.length - b.entry.key.length,
      );
    return { query, total: found.length, hits: found.slice(0, limit).map((m) => m.entry.row) };
  };
}
