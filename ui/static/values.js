// States are plain objects: name of a control → value.

// Whether all that some values say is so in others.
export const isSame = (some, others) =>
  Object.entries(some).every(([name, value]) => others[name] === value);

// Of each step's state the server tells what differs from the step before.
export function whole(steps) {
  let state = {};
  return steps.map((step) => ({ ...step, state: (state = { ...state, ...step.state }) }));
}
