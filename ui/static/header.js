// The question, and the step on the stage, in Streamlit's own header line: shown once the
// page's title has left the screen.

import { element, filled } from "./dom.js";
import { inline } from "./runs.js";
import { pageTitle } from "./streamlit_inside.js";
import { View } from "./view.js";

export class Header extends View {
  build() {
    this.question = element("span", { class: "jl-header-question" });
    this.step = element("span", { class: "jl-header-step" });
    // It only repeats what the title and the steps say themselves.
    this.box = element(
      "div", { class: "jl-header", "aria-hidden": "true" }, this.question, " ", this.step,
    );
    this.parent.append(this.box);
    this.sight = new IntersectionObserver((entries) => {
      const { isIntersecting, boundingClientRect } = entries.at(-1);
      this.box.classList.toggle("jl-shown", !isIntersecting && boundingClientRect.top < 0);
    });
  }

  destroy() {
    this.sight.disconnect();
  }

  mount() {
    this.question.replaceChildren(...inline(this.data.question));
    this.watch();
  }

  follow({ step }) {
    this.watch();
    const count = this.lab.steps.filter((each) => !each.is_check).length;
    const isOne = count > 0 && step <= count;
    const text = isOne ? filled(this.data.words, { step, number: step, count }) : "";
    if (this.step.textContent !== text) this.step.textContent = text;
  }

  // Streamlit may have drawn the title anew.
  watch() {
    const title = pageTitle();
    if (title === this.title) return;
    this.title = title;
    this.sight.disconnect();
    if (title) this.sight.observe(title);
  }
}
