// The invisible part that speaks for the whole lesson: it brings the server's values and the
// palettes, and carries the reports back.

import { setPalettes } from "./paint.js";
import { View } from "./view.js";

export class PageState extends View {
  build() {
    this.lab.send = (report) => this.component.setStateValue("report", report);
  }

  mount() {
    setPalettes(this.data.palettes, this.parent);
    this.lab.receive(this.data);
  }
}
