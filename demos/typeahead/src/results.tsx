import type { Answer, Hit } from "./answer.js";

const shownMax = 7;

// Splits a name where the words of the query occur, so that odd parts are matches.
function splitMatches(name: string, query: string): string[] {
  const words = query.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [name];
  const escaped = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return name.split(new RegExp(`(${escaped.join("|")})`, "i"));
}

function Name({ name, query }: { name: string; query: string }) {
  return (
    <span className="hit-name">
      {splitMatches(name, query).map((part, i) =>
        i % 2 === 1 ? <mark key={i}>{part}</mark> : <span key={i}>{part}</span>,
      )}
    </span>
  );
}

function Row({ hit, query }: { hit: Hit; query: string }) {
  return (
    <li className="hit" title={hit.text}>
      <Name name={hit.name} query={query} />
      <span className="hit-kind">{hit.kind}</span>
      <span className="hit-place">
        {hit.file}:{hit.line}
      </span>
    </li>
  );
}

/** The matches of one answer. */
export function Results({ answer, isOld }: { answer: Answer; isOld: boolean }) {
  const hits = answer.hits.slice(0, shownMax);
  if (hits.length === 0) return null;
  return (
    <ul className="hits" data-old={isOld} aria-busy={isOld}>
      {hits.map((hit) => (
        <Row key={`${hit.file}:${hit.line}:${hit.name}`} hit={hit} query={answer.query} />
      ))}
    </ul>
  );
}

/** What was found, in a sentence. */
export function sayTotal({ query, total }: Answer): string {
  if (query === "") return "Nothing searched yet";
  if (total === 0) return `Nothing is called “${query}”`;
  return `${total.toLocaleString("en")} ${total === 1 ? "match" : "matches"} for “${query}”`;
}
