// Draws the figures that Python sends, with plotly.js of the installed package. Loaded only once somebody opens a chart.

let plotly;

/** Plotly adds its rules to a sheet of this name. One of ours bears it: the security policy allows no inline sheet. */
function load(url) {
  plotly ??= new Promise((resolve, reject) => {
    const sheet = document.querySelector("link[rel=stylesheet]");
    if (sheet && !document.getElementById("plotly.js-style-global")) sheet.id = "plotly.js-style-global";
    const restore = withoutSheets();
    const done = (then) => (value) => { restore(); then(value); };
    const script = document.createElement("script");
    Object.assign(script, { src: url, onload: done(() => resolve(window.Plotly)), onerror: done(reject) });
    document.head.append(script);
  });
  return plotly.catch((error) => {
    plotly = undefined; // the next click tries again
    throw error;
  });
}

/** While the program starts it brings a sheet for maps, which we have none of: what it fills is a template instead. */
function withoutSheets() {
  const { createElement } = document;
  document.createElement = (name, ...more) => createElement.call(document, name === "style" ? "template" : name, ...more);
  return () => { delete document.createElement; };
}

/** Colours are names of the page's own, so that they follow its style. */
function coloured(value, style) {
  if (typeof value === "string") {
    const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    return name ? style.getPropertyValue(name).trim() || "black" : value;
  }
  if (Array.isArray(value)) return value.map((one) => coloured(one, style));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one, style)]));
}

const follow = (route) => {
  if (route) location.hash = `#${route}`;
};

/** Arrows go from point to point, Home and End to the ends; Enter opens what a point is about. */
function walk(node, said, data) {
  const points = data.flatMap((trace, curveNumber) =>
    trace.x.map((_, pointNumber) => ({ curveNumber, pointNumber, text: trace.text?.[pointNumber] ?? "", route: trace.customdata?.[pointNumber] })));
  const plain = document.createElement("textarea"); // turns &lt; back into what it stands for
  let at = -1;
  node.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: points.length - 1 }[event.key];
    if (event.key === "Enter") follow(points[at]?.route);
    if (to === undefined || !points.length) return;
    event.preventDefault();
    at = Math.min(Math.max(to, 0), points.length - 1);
    window.Plotly.Fx.hover(node, [points[at]]);
    plain.innerHTML = points[at].text;
    said.textContent = plain.value;
  });
}

/** Draw the figure of an element once; without the program, the sentence for that is shown and the table remains. */
export async function draw(node) {
  const said = node.nextElementSibling;
  node.dataset.drawn = "";
  try {
    await load(new URL(node.dataset.plotly, document.baseURI).href);
    const { data, layout } = coloured(JSON.parse(node.dataset.figure), getComputedStyle(node));
    if (!node.isConnected) return;
    node.replaceChildren();
    await window.Plotly.newPlot(node, data, layout, { displayModeBar: false, responsive: true });
    node.on("plotly_click", (event) => follow(event.points[0]?.customdata));
    walk(node, said, data);
    node.dataset.drawn = "yes";
  } catch {
    delete node.dataset.drawn;
    said.textContent = node.dataset.failed;
  }
}
