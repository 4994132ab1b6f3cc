// The tables of planted bugs: <layer>/mutants/<noun>.json is about <layer>/src/<noun>.c.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { at } from "../repository.mjs";

const layers = ["kernel", "browser-backend"];
const fields = ["id", "rule", "what", "find", "replace", "killedBy"];

/** One table a file, as `{ path, rows }`; throws on a row that lacks something. */
export function readTables() {
  return layers.flatMap((layer) =>
    readdirSync(at(layer, "mutants"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => {
        const path = `${layer}/mutants/${name}`;
        const rows = JSON.parse(readFileSync(at(path), "utf8"));
        for (const row of rows) {
          const wrong = Object.keys(row).join() !== fields.join();
          if (wrong) throw new Error(`${path}: ${row.id}: its fields are not ${fields.join(", ")}`);
        }
        return { path, rows };
      }),
  );
}

/** The rows of all tables, each with the `source` it is about. */
export const listMutants = (tables) =>
  tables.flatMap(({ path, rows }) => {
    const source = path.replace("/mutants/", "/src/").replace(/json$/, "c");
    return rows.map((row) => ({ ...row, source }));
  });

/** Writes down who kills: `found` maps ids to tests. */
export function writeKillers(tables, found) {
  for (const { path, rows } of tables) {
    if (!rows.some(({ id }) => found.has(id))) continue;
    const changed = rows.map((row) => ({ ...row, killedBy: found.get(row.id) ?? row.killedBy }));
    writeFileSync(at(path), `${JSON.stringify(changed, null, 2)}\n`);
  }
}
