// plotly.js itself: fetched once, when the first chart needs it or the page says so early.

import { PLOTLY } from "./config.js";
import { element } from "./dom.js";

let loading;

export function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = element("script", { src: new URL(`../${PLOTLY}`, import.meta.url) });
    script.onload = () => (window.Plotly ? resolve() : reject(new Error("no Plotly")));
    script.onerror = () => reject(new Error("plotly.js did not load"));
    document.head.append(script);
  });
  return loading;
}
