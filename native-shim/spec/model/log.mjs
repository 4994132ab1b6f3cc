// What happened, in order, during one call.

/** `about` says more than an event does. */
export function note(world, what, object, detail = "", about = "") {
  world.log.push({ what, object, detail: String(detail), about });
}

/** From now on every change of `object.state` is noted. */
export function noteSteps(world, what, object) {
  let { state } = object;
  Object.defineProperty(object, "state", {
    enumerable: true,
    get: () => state,
    set(next) {
      if (next !== state) note(world, what, object, `${state} > ${next}`);
      state = next;
    },
  });
}
