import { CapabilityDeniedError } from "./errors.js";

/**
 * What a context may do. Undefined means everything; a missing or false entry is denied. A context
 * can be attenuated with `cx.restrict`, never widened: what was denied stays denied below it.
 */
export interface Capabilities {
  readonly spawn?: boolean;
  readonly time?: boolean;
  readonly random?: boolean;
  readonly trace?: boolean;
  readonly fetch?:
    | boolean
    | {
        /** Origins such as `https://api.example.com`; `"self"` is the page's own. */
        readonly origins?: readonly string[];
        readonly methods?: readonly string[];
        /** May cookies and such be sent? Default false. */
        readonly credentials?: boolean;
      };
}

export type Capability = keyof Capabilities;

export function has(capabilities: Capabilities | undefined, capability: Capability): boolean {
  if (capabilities === undefined) return true;
  const granted = capabilities[capability];
  return granted !== undefined && granted !== false;
}

export function demand(
  capabilities: Capabilities | undefined,
  capability: Capability,
  what: string,
): void {
  if (!has(capabilities, capability)) throw new CapabilityDeniedError(capability, what);
}

const both = (a: readonly string[] | undefined, b: readonly string[] | undefined) =>
  a === undefined ? b : b === undefined ? a : a.filter((entry) => b.includes(entry));

type Fetch = Capabilities["fetch"];

function meetFetch(a: Fetch, b: Fetch): Fetch {
  if (a === undefined || a === false || b === undefined || b === false) return false;
  if (a === true) return b;
  if (b === true) return a;
  const origins = both(a.origins, b.origins);
  const methods = both(a.methods, b.methods);
  return {
    ...(origins === undefined ? {} : { origins }),
    ...(methods === undefined ? {} : { methods }),
    credentials: a.credentials === true && b.credentials === true,
  };
}

/** What is left of `a` where somebody asks for no more than `b`; undefined is everything. */
export function narrowed(
  a: Capabilities | undefined,
  b: Capabilities | undefined,
): Capabilities | undefined {
  return b === undefined ? a : meet(a, b);
}

/** What both allow. */
export function meet(a: Capabilities | undefined, b: Capabilities): Capabilities {
  if (a === undefined) return b;
  const flag = (capability: Capability) => has(a, capability) && has(b, capability);
  return {
    spawn: flag("spawn"),
    time: flag("time"),
    random: flag("random"),
    trace: flag("trace"),
    fetch: meetFetch(a.fetch, b.fetch) ?? false,
  };
}
