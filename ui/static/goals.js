// Whether a step's task is done. The server says at each state which of the goal's conditions
// hold there; what counts over time is kept here.

export class Goal {
  // `at_rest`: only where the hand rests, for what it passes by has not been found.
  constructor({ times = 1, apart = 0, by = [], at_rest: atRest = false } = {}) {
    Object.assign(this, { times, apart, by, atRest });
    this.restart();
  }

  restart() {
    this.next = 0; // the condition that is waited for
    this.found = []; // places where the only condition held
  }

  // One state that the hand has made. Gives whether the goal is reached with it.
  take(flags, values) {
    if (!flags.length) return false;
    if (flags.length === 1 && this.times > 1) {
      if (flags[0] && this.isElsewhere(values)) this.found.push(this.placeOf(values));
      return this.found.length >= this.times;
    }
    // Conditions are met in their order, and one state is one step of the way.
    if (flags[this.next]) this.next += 1;
    return this.next >= flags.length;
  }

  placeOf(values) {
    return this.by.map((name) => Number(values[name]));
  }

  isElsewhere(values) {
    const place = this.placeOf(values);
    return this.found.every((other) => {
      const distance = Math.hypot(...place.map((value, i) => value - other[i]));
      return distance >= this.apart - 1e-9;
    });
  }
}
