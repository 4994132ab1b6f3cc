// What the server wrote into the page.
const read = (name: string): string => {
  const value = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
  return value.startsWith("%") ? "" : value;
};

export const pageFacts = {
  /** Where the naive side searches: a server of its own, see server.mjs. */
  naiveOrigin: read("naive-origin"),
  rowCount: read("row-count"),
  /** Address of the replay tool; empty where it has not been built. */
  replayTool: read("replay-tool"),
};
