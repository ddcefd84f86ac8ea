// The invisible part that speaks for the whole lesson: it brings the server's values and the
// palettes, carries the reports back, and notes which step is on the stage.

import { setPalettes } from "./paint.js";
import { onProgress, progress } from "./progress.js";
import { markDone } from "./streamlit_inside.js";
import { View } from "./view.js";

const mark = () => markDone(progress.donePaths());

export class PageState extends View {
  build() {
    this.lab.send = (report) => this.component.setStateValue("report", report);
    this.forget = onProgress(mark);
    mark();
  }

  destroy() {
    this.forget();
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
