import { ArtifactCode, SectionType } from "./generated/abi.js";

/** What is wrong with a file; the members of `ArtifactCode`, and three that concern a host. */
export type TraceErrorCode =
  Uncapitalize<keyof typeof ArtifactCode> | "memory" | "foreign" | "late";

/** Where and how. `expected` and `found` are what `ArtifactCode` says of the code. */
export interface TraceErrorPlace {
  readonly code: TraceErrorCode;
  /** Which section, from 0. */
  readonly sectionIndex: number;
  /** Its `SectionType`; 0 if it could not be read. */
  readonly sectionType: number;
  /** In the file. */
  readonly offset: number;
  readonly expected: bigint;
  readonly found: bigint;
}

const nameOf = (members: Readonly<Record<string, number>>, value: number): string | undefined =>
  Object.keys(members).find((name) => members[name] === value);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The name of an `ArtifactCode`. */
export const traceErrorCodeOf = (code: number): TraceErrorCode =>
  lowerFirst(nameOf(ArtifactCode, code) ?? "Value") as TraceErrorCode;

/** The name of a `SectionType`, or its number. */
export const sectionName = (type: number): string =>
  nameOf(SectionType, type)?.toUpperCase() ?? String(type);

const version = (packed: bigint): string => `${packed >> 16n}.${packed & 0xffffn}`;

function sentence({ code, expected, found, offset, sectionType }: TraceErrorPlace): string {
  const section = sectionType === 0 ? "a section" : sectionName(sectionType);
  switch (code) {
    case "cut":
      return `the file is cut in ${section} at byte ${offset}: ${expected} bytes needed, ${found} there`;
    case "magic":
      return "this is not a trace";
    case "version":
      return `the file has version ${found}, and this program reads version ${expected}`;
    case "unknown":
      return `section type ${found} at byte ${offset} needs a reader of version ${version(expected)}`;
    case "checksum":
      return `${section} at byte ${offset} is damaged: checksum ${hex(expected)}, computed ${hex(found)}`;
    case "chain":
      return `${section} was edited: hash ${hex(expected)} expected at byte ${offset}, found ${hex(found)}`;
    case "order":
      return `${section} at byte ${offset} is out of place`;
    case "sequence":
      return `${section} at byte ${offset} belongs to input ${found}, not to input ${expected}`;
    case "count":
      return `the file should hold ${expected} inputs and holds ${found}`;
    case "memory":
      return `${expected} bytes of memory for the file were refused`;
    case "foreign":
      return "the trace was recorded through another version of the ABI";
    case "late":
      return "the recording began in the middle of the run, so it cannot be run again";
    default:
      return `${section} is malformed at byte ${offset}: ${expected} expected, ${found} found`;
  }
}

const hex = (value: bigint): string => value.toString(16);

/** A trace that cannot be read, or not beyond a point. Everything before that point is good. */
export class TraceError extends Error implements TraceErrorPlace {
  override readonly name = "TraceError";
  readonly code: TraceErrorCode;
  readonly sectionIndex: number;
  readonly sectionType: number;
  readonly offset: number;
  readonly expected: bigint;
  readonly found: bigint;

  constructor(place: TraceErrorPlace) {
    const text = sentence(place);
    super(text.charAt(0).toUpperCase() + text.slice(1));
    this.code = place.code;
    this.sectionIndex = place.sectionIndex;
    this.sectionType = place.sectionType;
    this.offset = place.offset;
    this.expected = place.expected;
    this.found = place.found;
  }
}
