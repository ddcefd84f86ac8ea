// The live parts of a page: sliders, equations, figures that share one state. Streamlit calls
// `part` for each of them, and again when its data change.

// All files that every page needs are named here, so that the browser fetches them at once and not
// one after another.
import "./address.js";
import "./cell_field.js";
import "./channel.js";
import "./dom.js";
import "./figure.js";
import "./glide.js";
import "./goals.js";
import "./handle.js";
import "./icons.js";
import "./labels.js";
import "./letters.js";
import "./paint.js";
import "./plotly_inside.js";
import "./progress.js";
import "./runs.js";
import "./state.js";
import "./streamlit_inside.js";
import "./trails.js";
import "./view.js";
import { Card } from "./card.js";
import { Cells } from "./cells.js";
import { Chart } from "./chart.js";
import { Choice, Switch } from "./choice.js";
import { Code } from "./code.js";
import { Controls } from "./controls.js";
import { element } from "./dom.js";
import { Equations } from "./equations.js";
import { Header } from "./header.js";
import { Matrix } from "./matrix.js";
import { PageState } from "./page_state.js";
import { Question } from "./question.js";
import { Slider } from "./slider.js";
import { Step } from "./step.js";
import { Toolbar } from "./toolbar.js";

export { loadPlotly } from "./plotly.js";

const KINDS = {
  state: PageState,
  slider: Slider,
  choice: Choice,
  switch: Switch,
  equations: Equations,
  matrix: Matrix,
  cells: Cells,
  code: Code,
  chart: Chart,
  step: Step,
  question: Question,
  controls: Controls,
  toolbar: Toolbar,
  header: Header,
  card: Card,
};

// What one page alone shows comes with that page.
const LATER = {
  asked: async () => {
    const [{ Asked }] = await Promise.all([import("./asked.js"), load("asked.css")]);
    return Asked;
  },
};
const come = {};

const STYLES = [
  "live.css", "controls.css", "dock.css", "mathematics.css", "figures.css", "cells.css", "step.css",
  "question.css", "toolbar.css", "header.css", "card.css",
];

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
    const { kind } = component.data;
    const Kind = KINDS[kind] ?? (await (come[kind] ??= LATER[kind]()));
    return Kind.for(component);
  } catch (error) {
    console.warn("A live part of the page gave up.", error);
    component.setTriggerValue("unloadable", true);
    return undefined;
  }
}
