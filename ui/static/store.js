// All that the channel has said about one lesson. Each answer holds only what differs from the
// one before, so every one is taken in, in order.

const MOST_WAITING = 2;

export class Store {
  parts = {}; // part → path → value
  values = {}; // those that the parts show
  waiting = []; // answers that are not yet taken in

  // `judge` hears of every answer, `show` of each that is to be drawn.
  constructor({ judge, show }) {
    Object.assign(this, { judge, show });
  }

  put(answer) {
    if (!this.waiting.length) requestAnimationFrame(() => this.draw());
    this.waiting.push(answer);
  }

  // One a frame. A long way makes answers come in twos with a gap behind them: the second waits
  // for the next frame, so that the picture moves evenly. More than that are not waited for.
  draw() {
    while (this.waiting.length > MOST_WAITING) this.takeIn(this.waiting.shift());
    const answer = this.waiting.shift();
    if (this.waiting.length) requestAnimationFrame(() => this.draw());
    if (!answer) return;
    this.takeIn(answer);
    this.show(answer);
  }

  takeIn({ parts, values, isByHand }) {
    for (const [name, fields] of Object.entries(parts)) {
      this.parts[name] = Object.assign(this.parts[name] ?? {}, fields);
    }
    this.values = values;
    if (isByHand && this.parts.goal) this.judge(this.parts.goal, values);
  }
}
