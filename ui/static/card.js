// A lesson on the map: a small picture, its question, its minutes, and what the visitor has
// done of it. The whole card is one link.

import { element, filled } from "./dom.js";
import { icon } from "./icons.js";
import { onTheme, theme } from "./paint.js";
import { onProgress, progress } from "./progress.js";
import { inline } from "./runs.js";
import { isDark, turnOnClick } from "./streamlit_inside.js";
import { View } from "./view.js";

export class Card extends View {
  build() {
    // A page without a figure has a sign in its place.
    this.picture = this.data.picture
      ? element("img", { class: "jl-card-picture", alt: "", width: 60, height: 46 })
      : element("span", { class: "jl-card-picture jl-card-sign" }, icon("questions", 32));
    this.question = element("span", { class: "jl-card-question" });
    this.state = element("span", { class: "jl-card-state" });
    this.box = element(
      "a", { class: "jl-card" }, this.picture, element("span", {}, this.question, this.state),
    );
    this.parent.append(this.box);
    turnOnClick(this.box);
    const ends = [onProgress(() => this.render()), onTheme(() => this.paint())];
    this.forget = () => ends.forEach((end) => end());
  }

  destroy() {
    this.forget();
  }

  mount() {
    this.box.href = this.data.href;
    this.question.replaceChildren(...inline(this.data.question));
    this.paint();
    this.render();
  }

  paint() {
    if (!this.data.picture) return;
    const name = theme() ?? (isDark(this.parent) ? "dark" : "light");
    this.picture.src = new URL(`../${this.data.picture[name]}`, import.meta.url);
  }

  render() {
    const { slug, words, minutes } = this.data;
    const isDone = progress.isDone(slug);
    const isHere = !isDone && progress.last === slug;
    this.box.classList.toggle("jl-here", isHere);
    this.box.classList.toggle("jl-done", isDone);
    const { step } = progress.of(slug);
    if (isDone) this.state.replaceChildren(icon("tick"), words.done);
    else if (isHere) this.state.replaceChildren(element("strong", {}, filled(words.here, { step })));
    else this.state.replaceChildren(filled(words.minutes, { minutes }));
  }
}
