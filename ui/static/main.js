// The live parts of a page: sliders, equations, figures that share one state. Streamlit calls
// `part` for each of them, and again when its data change.

// All files are named here, so that the browser fetches them at once and not one after another.
import "./address.js";
import "./channel.js";
import "./dom.js";
import "./figure.js";
import "./handle.js";
import "./labels.js";
import "./letters.js";
import "./paint.js";
import "./plotly_inside.js";
import "./state.js";
import "./streamlit_inside.js";
import "./view.js";
import { Chart } from "./chart.js";
import { Choice, Switch } from "./choice.js";
import { Code } from "./code.js";
import { element } from "./dom.js";
import { Equations } from "./equations.js";
import { Matrix } from "./matrix.js";
import { PageState } from "./page_state.js";
import { Slider } from "./slider.js";

export { loadPlotly } from "./plotly.js";

const KINDS = {
  state: PageState,
  slider: Slider,
  choice: Choice,
  switch: Switch,
  equations: Equations,
  matrix: Matrix,
  code: Code,
  chart: Chart,
};

const STYLES = ["live.css", "controls.css", "mathematics.css", "figures.css"];

const styled = Promise.all(STYLES.map(load));
styled.catch(() => {}); // `part` says so

function load(name) {
  return new Promise((resolve, reject) => {
    const link = element("link", { rel: "stylesheet", href: new URL(name, import.meta.url) });
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${name} did not load`));
    document.head.append(link);
  });
}

// Whatever goes wrong here ends in the page turning to Streamlit's own widgets.
export async function part(component) {
  try {
    await styled;
    return KINDS[component.data.kind].for(component);
  } catch (error) {
    console.warn("A live part of the page gave up.", error);
    component.setTriggerValue("unloadable", true);
    return undefined;
  }
}
