// What ipywidgets leave out for people who use a keyboard or a screen reader: groups, names, states, keys.
// It looks again whenever something changes, writes only what is not so yet, and knows nothing but the document.

let count = 0;

const all = (selector, root = document) => root.querySelectorAll(selector);
const idOf = (element) => (element.id ||= `shim-${(count += 1)}`);

/** Write an attribute if it differs: writing it anyway would call the observer without end. */
function set(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** The label of a widget, if it says anything. */
function labelOf(widget) {
  const label = widget.querySelector(":scope > .widget-label");
  return label && /[^\s\u200b]/.test(label.textContent) && label.style.display !== "none" ? label : null;
}

function nameBy(element, label) {
  if (label) set(element, "aria-labelledby", idOf(label));
}

/** Radio buttons: one group, one stop for Tab, arrow keys in between; a shared name brings all of it. */
function radios(widget) {
  const group = widget.querySelector(".widget-radio-box");
  if (!group) return;
  set(group, "role", "radiogroup");
  nameBy(group, labelOf(widget));
  for (const radio of all("input[type=radio]", group)) set(radio, "name", `${idOf(group)}-choice`);
}

/** Rows of buttons of which one is chosen, and single ones: whether they are pressed. */
function toggles(button) {
  set(button, "aria-pressed", button.classList.contains("mod-active"));
  const widget = button.closest(".widget-toggle-buttons");
  if (!widget) return;
  set(button.parentElement, "role", "group");
  nameBy(button.parentElement, labelOf(widget));
}

/** The widget draws a share and keeps its numbers to itself. */
function progress(widget) {
  const track = widget.querySelector(".progress");
  const bar = widget.querySelector(".progress-bar");
  if (!track || !bar) return;
  const vertical = widget.classList.contains("widget-vprogress");
  set(track, "role", "progressbar");
  set(track, "aria-valuemin", 0);
  set(track, "aria-valuemax", 100);
  set(track, "aria-valuenow", Math.round(parseFloat(vertical ? bar.style.height : bar.style.width) || 0));
  nameBy(track, labelOf(widget));
}

/** Headers of an accordion: buttons that say whether they are open. */
function accordion(header) {
  const contents = header.parentElement.querySelector(":scope > .jupyter-widget-Collapse-contents");
  set(header, "role", "button");
  set(header, "tabindex", 0);
  if (!contents) return;
  set(header, "aria-expanded", !contents.classList.contains("lm-mod-hidden"));
  set(header, "aria-controls", idOf(contents));
  set(contents, "role", "region");
  nameBy(contents, header);
}

/** Tabs are right already, but for the panel that they lead to. */
function tabs(widget) {
  const panel = widget.querySelector(":scope > .jupyter-widget-TabPanel-tabContents");
  const bar = widget.querySelector(":scope > .jupyter-widget-TabPanel-tabBar");
  if (!panel || !bar) return;
  set(panel, "role", "tabpanel");
  nameBy(panel, bar.querySelector("[role=tab][aria-selected=true]"));
  for (const tab of all("[role=tab]", bar)) set(tab, "aria-controls", idOf(panel));
}

/** Every other control gets the label beside it; without one, its placeholder. */
function controls(widget) {
  const label = labelOf(widget);
  const named = "input:not([type=radio], [type=checkbox], [type=file]), select, textarea, [role=slider], .widget-readout";
  for (const control of all(named, widget)) {
    if (control.classList.contains("widget-readout") && control.isContentEditable) set(control, "role", "textbox");
    if (label && !(control.id && label.htmlFor === control.id)) nameBy(control, label);
    const hint = control.placeholder?.replace("\u200b", "");
    if (!label && hint) set(control, "aria-label", hint);
  }
}

/** Tables as pandas writes them: a header says for what, and an empty one is none. */
function tables(cell) {
  if (cell.textContent.trim()) set(cell, "scope", cell.closest("thead") ? "col" : "row");
  else cell.replaceWith(Object.assign(document.createElement("td"), { className: cell.className }));
}

const MENDED = [
  [".widget-radio", radios],
  [".widget-toggle-button", toggles],
  [".widget-hprogress, .widget-vprogress", progress],
  [".jupyter-widget-Collapse-header", accordion],
  [".jupyter-widget-TabPanel", tabs],
  [".widget-inline-hbox, .widget-inline-vbox", controls],
  ["table.dataframe th", tables],
  ['[title="null"]', (element) => set(element, "title", null)],
];

/** One look at the whole page. */
function mend() {
  for (const [selector, how] of MENDED) for (const element of all(selector)) how(element);
}

function keys(event) {
  const header = event.target.closest?.(".jupyter-widget-Collapse-header");
  if (!header || header !== event.target || !["Enter", " "].includes(event.key)) return;
  event.preventDefault(); // the space bar would scroll
  header.click();
}

let planned = false;
const changed = () => {
  if (planned) return;
  planned = true;
  // Not by animation frame: a page in a tab behind has none.
  queueMicrotask(() => {
    planned = false;
    mend();
  });
};

const LOOKED_AT = ["class", "style", "title", "aria-selected", "placeholder"];
new MutationObserver(changed).observe(document.body, {
  attributeFilter: LOOKED_AT, attributes: true, childList: true, subtree: true,
});
document.addEventListener("keydown", keys);
mend();
