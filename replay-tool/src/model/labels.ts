/** The text of a label in STRINGS; undefined if the recording does not have it. */
export type Labels = (id: number) => string | undefined;
