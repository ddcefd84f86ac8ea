// The invisible part that speaks for the whole lesson: it brings the server's values and the
// palettes, carries the reports back, and notes which step is on the stage.

import { setPalettes } from "./paint.js";
import { onProgress, progress } from "./progress.js";
import { markDone, runAgain, watchConnection } from "./streamlit_inside.js";
import { View } from "./view.js";

const PATIENCE_MS = 2000; // for an answer, once the connection is back

const mark = () => markDone(progress.donePaths());

export class PageState extends View {
  build() {
    this.lab.send = (report) => this.component.setStateValue("report", report);
    const ends = [
      onProgress(mark),
      watchConnection((isThere) => this.attempt(() => this.connection(isThere))),
    ];
    this.forget = () => ends.forEach((end) => end());
    mark();
  }

  destroy() {
    this.forget();
    clearTimeout(this.waiting);
  }

  // What was reported without a connection has not arrived. A server that was started anew knows
  // nothing of this page and is silent to its parts; then all of it has to run again.
  connection(isThere) {
    this.lab.tellConnection(isThere);
    clearTimeout(this.waiting);
    if (!isThere || !this.lab.isKnown()) return;
    const { lab } = this;
    lab.sendReport([...lab.ahead.keys()], false);
    const { seq } = lab;
    this.waiting = setTimeout(() => {
      if (lab.unanswered?.seq === seq) runAgain();
    }, PATIENCE_MS);
  }

  mount() {
    setPalettes(this.data.palettes, this.parent);
    this.lab.receive(this.data);
  }

  follow({ step }) {
    const { lesson, steps } = this.lab;
    if (!steps.length || step === this.step) return;
    this.step = step;
    const names = steps.filter((each) => !each.is_check).map(({ name }) => name);
    const path = window.location.pathname.split("/").at(-1);
    progress.visit(lesson, { step, names, path });
  }
}
