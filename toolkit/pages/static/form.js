// Shows the HTML that Python sends and tells Python what the visitor does.
// Every event is delivered exactly once: it keeps its number until Python acknowledges it, and is sent again until then.
// An anywidget front end; with the light page's model (model.light) it also owns the address, the title and the keys.

const TYPING = 600; // milliseconds of rest after which typed text is sent
const HINT = 250; // milliseconds after which “Saving…” is worth showing
const PATIENCE = 4000; // milliseconds without acknowledgement after which the page says so
const STUCK = 12000; // ... and after which the connection is started over
const QUIET = 5000; // milliseconds between two polite announcements

const byId = (id) => document.getElementById(id);
const isChoice = (node) => node.type === "radio" || node.type === "checkbox";
const isText = (node) =>
  Boolean(node.matches?.("textarea, input:not([type=radio], [type=checkbox], [type=file], [type=range], [type=color])"));
const hashRoute = () => decodeURIComponent(location.hash.slice(1));
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

/** What Python has not acknowledged, in order; in a light page also across reloads of this tab. */
class Outbox {
  client = random();

  constructor(model, onChange) {
    this.model = model;
    this.onChange = onChange;
    const query = new URLSearchParams(location.search);
    query.delete("lang"); // another language is still the same page
    this.key = model.light ? `toolkit:${location.pathname}?${query}` : null;
    const kept = JSON.parse((this.key && sessionStorage.getItem(this.key)) || "[]");
    this.pending = kept.map((event) => ({ event, tried: true, due: true }));
    // Numbers go on where an earlier load of the page stopped, so that one number means one event.
    this.seq = Math.max(0, ...kept.map((event) => event.seq));
  }

  keep() {
    try {
      if (this.key) sessionStorage.setItem(this.key, JSON.stringify(this.pending.map((item) => item.event)));
    } catch {
      // Storage is full: the events are still in memory, and only a reload would lose them.
    }
  }

  add({ kind, name, value = null, rev = null, form = {} }) {
    const last = this.pending.at(-1);
    // More of the same answer while offline: one event is enough, as long as Python cannot have seen it.
    if (kind === "change" && last && !last.tried && last.event.kind === kind && last.event.name === name) {
      last.event.value = value;
    } else {
      this.seq += 1;
      const event = { type: "event", client: this.client, seq: this.seq, kind, name, value, rev, form };
      this.pending.push({ event, tried: false, due: true });
    }
    this.keep();
    this.flush();
    this.onChange(false);
  }

  flush() {
    if (this.model.online === false) return;
    for (const item of this.pending.filter((one) => one.due)) {
      Object.assign(item, { due: false, tried: true });
      this.model.send(item.event);
    }
  }

  /** A new connection: introduce ourselves, then everything again. Attaching has number 0 and is not kept. */
  attach(value) {
    this.model.send({ type: "event", client: this.client, seq: 0, kind: "attach", name: "", value, rev: null, form: {} });
    for (const item of this.pending) item.due = true;
    this.flush();
  }

  acknowledge(seq) {
    this.pending = this.pending.filter((item) => item.event.seq !== seq);
    this.keep();
    this.onChange(true);
  }

  has(name) {
    return this.pending.some((item) => item.event.name === name);
  }
}

/** What makes an element the same one before and after: its id, or what it stands for. */
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const name = node.getAttribute("name");
  if (node.id) return `#${node.id}`;
  if (name) return `${name}=${isChoice(node) ? node.getAttribute("value") : ""}`;
  return node.dataset?.act ? `${node.dataset.act}!${node.dataset.value ?? ""}` : "";
}

const drawn = (node) => node.dataset?.drawn !== undefined;

const same = (old, next) => old.nodeName === next.nodeName && key(old) === key(next);

/** Whether a part of an element, other than the page as a whole, is on the screen. */
function inView(node) {
  const { top, bottom } = node?.getBoundingClientRect() ?? {};
  return node !== document.body && bottom > 0 && top < window.innerHeight;
}

/** Changes the page to what Python sent, keeping every element that stays: with it focus, caret, scrolling, details. */
class Patcher {
  constructor(isHeld, onWrite) {
    this.isHeld = isHeld; // controls that the visitor is ahead of keep what they show
    this.onWrite = onWrite;
  }

  /** Put `html` in the place of an element if it is that element, else into it. */
  graft(target, html) {
    const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
    const active = document.activeElement;
    const fresh = document.importNode(content, true);
    const whole = fresh.childElementCount === 1 && fresh.firstElementChild.id === target.id;
    if (whole) this.morph(target, fresh.firstElementChild);
    else this.children(target, fresh);
    if (active && !active.isConnected) this.refocus(active);
  }

  /** The focused element had to be made anew: go on in its successor. */
  refocus(gone) {
    const heir = key(gone) && [...document.querySelectorAll(gone.nodeName)].find((node) => same(node, gone));
    if (!heir) return;
    if (isText(gone)) heir.value = gone.value;
    heir.focus({ preventScroll: true });
    if (isText(gone) && gone.selectionStart !== null) heir.setSelectionRange(gone.selectionStart, gone.selectionEnd);
  }

  morph(old, next) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== next.data) old.data = next.data;
    } else if (drawn(old) && old.dataset.figure === next.dataset.figure) {
      // a chart that shows the same figure stays as it was drawn
    } else if (old.id !== "saved" && old.id !== "offline") { // Status writes in these two
      const held = this.isHeld(old);
      const { value } = next; // a textarea's goes away with its text, which moves over
      this.attributes(old, next, held);
      if (!held || old.nodeName !== "TEXTAREA") this.children(old, next);
      if (!held) this.value(old, next, value);
    }
  }

  attributes(old, next, held) {
    const theirs = (name) => // what the visitor opened, wrote or chose
      (name === "open" && old.nodeName === "DETAILS" && old.id) ||
      (name === "aria-expanded" && old.matches("[data-term]")) ||
      (name === "hidden" && old.previousElementSibling?.matches("[data-term]")) ||
      (held && (name === "value" || name === "checked"));
    for (const { name } of [...old.attributes]) if (!next.hasAttribute(name) && !theirs(name)) old.removeAttribute(name);
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value && !theirs(name)) old.setAttribute(name, value);
    }
  }

  /** Attributes are only a control's beginning: what it shows now is a property. */
  value(old, next, value) {
    if (isChoice(old)) old.checked = next.checked;
    else if (old.matches("textarea, select, input:not([type=file])") && old.value !== value) {
      old.value = value;
      this.onWrite(old);
    }
  }

  children(parent, fresh) {
    let old = parent.firstChild;
    const drop = () => {
      const gone = old;
      old = old.nextSibling;
      gone.remove();
    };
    for (const next of [...fresh.childNodes]) {
      let match = old;
      while (key(next) && match && !same(match, next)) match = match.nextSibling;
      if (match && same(match, next)) {
        while (old !== match) drop();
        old = old.nextSibling;
        this.morph(match, next);
      } else parent.insertBefore(next, old);
    }
    while (old) drop();
  }
}

/** What the visitor is told: the line about saving, the banner about the connection, and what is only heard. */
class Status {
  spoken = -QUIET;

  constructor(model, el) {
    this.model = model;
    this.el = el;
    const hidden = { position: "absolute", inlineSize: "1px", blockSize: "1px", overflow: "hidden", clipPath: "inset(50%)" };
    Object.assign(this.place("announce", "status").style, hidden);
  }

  text(id) {
    return (this.model.get("texts") ?? {})[id] ?? "";
  }

  /** The element of that id; the page has it, or it is added. */
  place(id, role) {
    if (byId(id)) return byId(id);
    const node = Object.assign(document.createElement("p"), { id });
    node.setAttribute("role", role);
    return this.el.appendChild(node);
  }

  /** Seen at once, but heard at most every few seconds. */
  show(text) {
    const line = this.place("saved", "status");
    if (line.textContent === text) return;
    const loud = performance.now() - this.spoken >= QUIET;
    line.setAttribute("aria-live", loud ? "polite" : "off");
    if (loud) this.spoken = performance.now();
    line.textContent = text;
  }

  /** Only heard; of several things within a few seconds the last. */
  announce(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.spoken = performance.now();
      this.place("announce", "status").textContent = text;
    }, Math.max(0, this.spoken + QUIET - performance.now()));
  }

  banner(text) {
    const area = this.place("offline", "alert");
    area.hidden = !text;
    if (area.textContent !== text) area.textContent = text;
  }
}

/** The value of a named control as Python gets it: text, true/false, the chosen option, or a list of those ticked. */
function valueOf(control, scope) {
  const chosen = () => [...scope.querySelectorAll(`[name="${CSS.escape(control.name)}"]`)].filter((one) => one.checked);
  if (control.type === "radio") return chosen()[0]?.value ?? null;
  if (control.type !== "checkbox") return control.value;
  return control.closest("[data-many]") ? chosen().map((one) => one.value) : control.checked;
}

/** A choice that excludes the others, such as “none of these”, and the other way round. */
function exclude(control) {
  const set = control.checked && control.closest("[data-many]");
  for (const other of set ? set.querySelectorAll("input[type=checkbox]") : []) {
    const either = control.matches("[data-exclusive]") || other.matches("[data-exclusive]");
    if (other !== control && either) other.checked = false;
  }
}

function download({ filename, mime, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
  Object.assign(document.createElement("a"), { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** A file's bytes as text: what stands behind the comma of its data address. */
const base64 = async (file) =>
  new Promise((resolve, reject) => {
    const reader = Object.assign(new FileReader(), { onload: () => resolve(reader.result.split(",")[1] ?? ""), onerror: reject });
    reader.readAsDataURL(file);
  });

class Page {
  typing = new Map(); // text control → timer until it is sent
  sent = new WeakMap(); // text control → what was last sent of it
  unfolded = []; // details opened for printing
  ended = new AbortController();
  pagehide = () => this.flush();
  visibilitychange = this.pagehide;

  constructor(model, el) {
    Object.assign(this, { model, el, seen: model.get("seen") ?? null });
    if (model.get("html") !== undefined) el.innerHTML = model.get("html");
    this.status = new Status(model, el);
    this.outbox = new Outbox(model, (progress) => this.watch(progress));
    this.patcher = new Patcher((node) => this.isHeld(node), (node) => this.sent.delete(node));
    model.pending = () => this.outbox.pending.length > 0;
  }

  get root() {
    return this.el.querySelector("#tk") ?? this.el;
  }

  get routed() {
    return this.model.light && this.root.matches("[data-routes]");
  }

  start() {
    const listen = (target, names) => {
      const options = { signal: this.ended.signal };
      for (const name of names) target.addEventListener(name, (event) => this[name](event), options);
    };
    listen(this.model.light ? document : this.el, ["click", "change", "input", "keydown"]);
    listen(document, ["visibilitychange"]);
    listen(window, ["pagehide", "popstate", "beforeprint", "afterprint"]);
    this.model.on("msg:custom", (message) => this.receive(message));
    this.model.on("tk:online", () => this.online());
    this.model.on("tk:offline", () => this.status.banner(this.status.text("offline")));
    this.model.on("tk:failed", () => this.status.show(this.status.text("failed")));
    if (this.model.light) this.address({ title: this.model.get("title"), lang: this.root.lang, dir: this.root.dir });
    if (this.model.online !== false) this.online();
  }

  stop() {
    this.flush();
    this.ended.abort();
  }

  // -- from Python

  receive(message) {
    this.newest = message.ack > 0 && message.ack === this.outbox.seq;
    const awaited = this.outbox.pending.some((item) => item.event.seq === message.ack);
    if (message.ack > 0) this.outbox.acknowledge(message.ack);
    if (message.type === "download" && awaited) download(message); // sent again after a lost connection, it counts once
    if (message.type === "patch") this.patch(message);
  }

  patch(patch) {
    const { full, parts = [], ack, focus, saved, unsaved, announce } = patch;
    const seen = inView(document.activeElement);
    if (full) this.patcher.graft(this.root, parts.map((part) => part.html).join(""));
    else for (const part of parts) if (byId(part.id)) this.patcher.graft(byId(part.id), part.html);
    this.freeze();
    this.charts();
    if (seen && !inView(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
    if (this.model.light) this.address(patch);
    // Whoever has gone on to something else in the meantime keeps their place.
    if (focus && this.newest) byId(focus)?.focus();
    if (saved && ack) this.status.show(this.status.text("saved").replace("{time}", saved));
    if (unsaved) this.status.show(this.status.text("unsaved"));
    if (announce) this.status.announce(announce);
  }

  /** Charts that somebody opened: what draws them is fetched now, and only then. */
  charts() {
    for (const node of this.root.querySelectorAll("[data-figure]")) {
      const fail = () => { node.nextElementSibling.textContent = node.dataset.failed; };
      if (!drawn(node)) import(new URL(node.dataset.module, document.baseURI).href).then(({ draw }) => drawn(node) || draw(node), fail);
    }
  }

  /** A submitted version shows its answers, and takes no others. */
  freeze() {
    if (!this.root.matches("[data-frozen]")) return;
    for (const field of this.root.querySelectorAll("[data-save]")) field.disabled = true;
  }

  address({ title, route, lang, dir, ack }) {
    if (title) document.title = title;
    Object.assign(document.documentElement, lang && { lang }, dir && { dir });
    if (!route || !this.routed || route === hashRoute()) return;
    const first = !location.hash && !ack; // the answer to attaching names the screen that is there already
    history[first ? "replaceState" : "pushState"](null, "", `#${route}`);
    if (!first) window.scrollTo(0, 0);
  }

  online() {
    this.freeze();
    this.charts();
    this.status.banner("");
    const route = (this.routed && hashRoute()) || this.model.get("route") || "";
    const lang = this.root.lang || document.documentElement.lang;
    this.outbox.attach({ route, width: window.innerWidth, lang, seen: this.seen });
    this.seen = null; // from now on the page may be another than the one that was sent first
    this.watch(true);
  }

  /** Whether the visitor is ahead of Python in this control: typing, or waiting for an answer about it. */
  isHeld(node) {
    if (!node.matches("input, textarea, select")) return false;
    if (this.typing.has(node) || (node.name && this.outbox.has(node.name))) return true;
    if (node !== document.activeElement || !isText(node)) return false;
    // The field of a form that was just handed in may be emptied; any other focused text is the visitor's.
    return !(this.newest && !node.closest("[data-save]") && this.sent.get(node) === node.value);
  }

  /** Keep an eye on what is not acknowledged, and say how it stands; `progress` starts the wait anew. */
  watch(progress) {
    const waiting = this.outbox.pending.length > 0;
    if (progress || !waiting) [this.hint, this.alarm].forEach(clearTimeout);
    if (waiting && !progress && this.watching) return;
    this.watching = waiting;
    if (!waiting) return;
    const say = (id) => this.status.show(this.status.text(id));
    const doubt = (waited) => {
      say("reconnecting");
      this.model.check?.(waited >= STUCK);
      this.alarm = setTimeout(doubt, PATIENCE, waited + PATIENCE);
    };
    this.hint = setTimeout(say, HINT, "saving"); // most answers come sooner: no flicker for them
    this.alarm = setTimeout(doubt, PATIENCE, PATIENCE);
  }

  // -- from the visitor

  act(kind, name, value, node) {
    this.flush();
    const scope = node.closest("[data-form]");
    const form = {};
    for (const control of scope?.querySelectorAll("[name]:not([type=file])") ?? []) {
      form[control.name] = valueOf(control, scope);
      this.sent.set(control, control.value);
    }
    this.outbox.add({ kind, name, value, form });
  }

  click(event) {
    const near = (selector) => event.target.closest?.(selector);
    const act = near("[data-act]");
    if (near("a") && (event.ctrlKey || event.metaKey || event.shiftKey)) return; // a new tab or window
    if (near("[data-term]")) this.toggle(near("[data-term]"));
    else if (near("[data-print]")) window.print();
    else if (act) {
      event.preventDefault();
      const again = act.matches("[data-once]") && this.outbox.has(act.dataset.act);
      const ready = !again && act.getAttribute("aria-disabled") !== "true";
      if (ready) this.act("act", act.dataset.act, act.dataset.value ?? null, act);
    } else if (this.routed && near("a[href^='#']")) this.jump(event, near("a"));
    else if (this.routed && near("a[href^='?']")) near("a").hash = location.hash; // e.g. another language, same screen
  }

  /** A link within the page: to a place in it, or to a route of it. The address belongs to the routes. */
  jump(event, link) {
    event.preventDefault();
    const goal = decodeURIComponent(link.hash.slice(1));
    const place = byId(goal);
    if (!place) return this.act("route", "route", goal, link);
    if (!place.matches("a, button, input, select, textarea, summary, [tabindex]")) place.tabIndex = -1;
    return place.focus();
  }

  change({ target }) {
    exclude(target);
    if (target.matches("[data-upload]")) this.upload(target);
    else if (target.matches("[data-go]")) this.act("act", target.dataset.go, target.value, target);
    else if (target.closest("[data-save]") && target.name) this.save(target);
  }

  input({ target }) {
    if (!isText(target) || !target.closest("[data-save]")) return;
    clearTimeout(this.typing.get(target));
    this.typing.set(target, setTimeout(() => this.save(target), TYPING));
  }

  save(control) {
    clearTimeout(this.typing.get(control));
    this.typing.delete(control);
    const value = valueOf(control, control.closest("fieldset") ?? this.root);
    if (isText(control) && this.sent.get(control) === value) return;
    if (isText(control)) this.sent.set(control, value);
    const rev = control.closest("[data-rev]")?.dataset.rev;
    this.outbox.add({ kind: "change", name: control.name, value, rev: rev ? Number(rev) : null });
  }

  flush() {
    for (const control of [...this.typing.keys()]) this.save(control);
  }

  async upload(input) {
    const [file] = input.files;
    if (!file) return;
    const fits = file.size <= Number(input.dataset.max || 2 ** 20);
    input.setCustomValidity(fits ? "" : input.dataset.tooBig || "");
    const told = input.parentElement.querySelector(".field-error") || document.createElement("p");
    told.className = "field-error";
    told.setAttribute("role", "alert");
    input.after(told);
    told.textContent = input.validationMessage; // a browser's own bubble goes away before everybody has read it
    if (!input.reportValidity()) return;
    const binary = input.matches("[data-bytes]");
    const value = { filename: file.name, [binary ? "base64" : "text"]: await (binary ? base64(file) : file.text()) };
    input.value = ""; // the same file may be chosen again
    this.act("upload", input.dataset.upload || input.name, value, input);
  }

  keydown(event) {
    const { key: pressed, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.("[data-grid]")) this.step(event, target.closest("[data-grid]"));
    const shortCut = this.root.matches("[data-keys]") && !target.matches("input, textarea, select");
    const wanted = shortCut && this.root.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    const form = pressed === "Enter" && target.matches("input") && isText(target) && target.closest("[data-form]");
    if (pressed === "Escape") this.root.querySelectorAll("[data-term][aria-expanded=true]").forEach(this.toggle);
    if (form || wanted) event.preventDefault();
    (wanted || (form && form.querySelector("[data-default]")))?.click?.();
  }

  /** Arrow keys go from link to link in a table: one row or one cell on, as it looks to the reader. */
  step(event, grid) {
    const ahead = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const [down, on] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowRight: [0, ahead], ArrowLeft: [0, -ahead] }[event.key] ?? [0, 0];
    const here = event.target.closest("td");
    const next = here && (down || on) && grid.rows[here.parentElement.rowIndex + down]?.cells[here.cellIndex + on]?.querySelector("a");
    if (down || on) event.preventDefault();
    next?.focus?.();
  }

  toggle(term) {
    const open = term.getAttribute("aria-expanded") !== "true";
    term.setAttribute("aria-expanded", String(open));
    term.nextElementSibling.hidden = !open;
    if (!open) term.focus();
  }

  popstate() {
    if (this.routed) this.act("route", "route", hashRoute() || this.model.get("route"), this.root);
  }

  beforeprint() {
    this.unfolded = [...this.root.querySelectorAll("details:not([open])")];
    for (const details of this.unfolded) details.open = true;
  }

  afterprint() {
    for (const details of this.unfolded) details.open = false;
  }
}

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    page.start();
    return () => page.stop();
  },
};
