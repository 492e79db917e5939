// Shows the HTML that Python sends and tells Python what the visitor does.
// Every event is delivered exactly once: it keeps its number until Python acknowledges it, and is sent again until then.
// An anywidget front end; with the light page's model (model.light) it also owns the address, the title and the keys.

const TYPING = 600; // milliseconds of rest after which typed text is sent
const HINT = 250; // milliseconds after which “Saving…” is worth showing
const PATIENCE = 4000; // milliseconds without acknowledgement after which the page says so
const STUCK = 15000; // ... and after which the connection is started over
const QUIET = 5000; // milliseconds between two polite announcements

const byId = (id) => document.getElementById(id);
const isText = (node) => node.matches?.("textarea, input:not([type]), input[type=text], input[type=search], input[type=email], input[type=url], input[type=tel], input[type=number], input[type=date], input[type=password]");
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

// ---- delivery ---------------------------------------------------------------------------------------------------

/** What Python has not acknowledged, in order; in a light page also across reloads of this tab. */
class Outbox {
  client = random();

  constructor(model, onChange) {
    this.model = model;
    this.onChange = onChange;
    this.key = model.light ? `toolkit:${location.pathname}${location.search}` : null;
    this.pending = this.load();
    // Numbers go on where an earlier load of the page stopped, so that one number means one event.
    this.seq = Math.max(0, ...this.pending.map((item) => item.event.seq));
  }

  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "[]").map((event) => ({ event, tried: 1, due: true }));
    } catch {
      return [];
    }
  }

  store() {
    if (!this.key) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.pending.map((item) => item.event)));
    } catch {
      // Storage is full or forbidden: the events are still in memory, and only a reload would lose them.
    }
  }

  add({ kind, name, value = null, rev = null, form = {} }) {
    const last = this.pending.at(-1);
    // More of the same text while offline: one event is enough, as long as Python cannot have seen it.
    if (kind === "change" && last && !last.tried && last.event.kind === kind && last.event.name === name) {
      last.event.value = value;
    } else {
      this.seq += 1;
      const event = { type: "event", client: this.client, seq: this.seq, kind, name, value, rev, form };
      this.pending.push({ event, tried: 0, due: true });
    }
    this.store();
    this.flush();
    this.onChange(false);
  }

  flush() {
    if (this.model.online === false) return;
    for (const item of this.pending.filter((one) => one.due)) {
      item.due = false;
      item.tried += 1;
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
    this.store();
    this.onChange(true);
  }

  has(name) {
    return this.pending.some((item) => item.event.name === name);
  }
}

// ---- patching ---------------------------------------------------------------------------------------------------

const name = (node) => node.getAttribute("name");
const radio = (node) => node.type === "radio" || node.type === "checkbox";

/** What makes an element the same one before and after: its id, or what it stands for. */
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.id) return `#${node.id}`;
  if (name(node)) return `${name(node)}=${radio(node) ? node.getAttribute("value") : ""}`;
  return node.dataset?.act ? `${node.dataset.act}!${node.dataset.value ?? ""}` : "";
}

const same = (old, next) => old.nodeName === next.nodeName && key(old) === key(next);

/** Changes the page to what Python sent, keeping every element that stays: with it focus, caret, scrolling, details. */
class Patcher {
  constructor(isHeld, onWrite) {
    this.isHeld = isHeld;
    this.onWrite = onWrite;
  }

  /** Put `html` in the place of an element if it is that element, else into it. */
  graft(target, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const active = document.activeElement;
    const root = template.content.firstElementChild;
    const whole = root && template.content.childElementCount === 1 && root.id === target.id;
    if (whole) this.morph(target, document.importNode(root, true));
    else this.children(target, document.importNode(template.content, true));
    if (active && !active.isConnected) this.refocus(active);
  }

  /** The focused element was moved or made anew: go on in its successor. */
  refocus(gone) {
    const heir = key(gone) && [...document.querySelectorAll(gone.nodeName)].find((node) => key(node) === key(gone));
    if (!heir) return;
    if (isText(gone) && heir.value !== gone.value) heir.value = gone.value;
    heir.focus({ preventScroll: true });
    if (isText(gone) && gone.selectionStart !== null) heir.setSelectionRange(gone.selectionStart, gone.selectionEnd);
  }

  morph(old, next) {
    if (!same(old, next)) return old.replaceWith(next);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== next.data) old.data = next.data;
      return undefined;
    }
    if (old.id === "saved" || old.id === "offline") return undefined; // this file writes there
    const held = this.isHeld(old);
    this.attributes(old, next, held);
    if (!(held && old.nodeName === "TEXTAREA")) this.children(old, next);
    if (!held) this.value(old, next);
    return undefined;
  }

  attributes(old, next, held) {
    const ours = (attribute) =>
      (attribute === "open" && old.nodeName === "DETAILS" && old.id) ||
      (attribute === "aria-expanded" && old.matches("[data-term]")) ||
      (attribute === "hidden" && old.previousElementSibling?.matches("[data-term]")) ||
      (held && (attribute === "value" || attribute === "checked"));
    for (const { name: attribute } of [...old.attributes]) {
      if (!next.hasAttribute(attribute) && !ours(attribute)) old.removeAttribute(attribute);
    }
    for (const { name: attribute, value } of next.attributes) {
      if (old.getAttribute(attribute) !== value && !ours(attribute)) old.setAttribute(attribute, value);
    }
  }

  /** Attributes are only a control's beginning: what it shows now is a property. */
  value(old, next) {
    if (radio(old)) old.checked = next.checked;
    else if (old.matches("textarea, select, input:not([type=file])") && old.value !== next.value) {
      old.value = next.value;
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

// ---- what the visitor is told -----------------------------------------------------------------------------------

class Status {
  lastSpoken = -QUIET;
  spoken = null;

  constructor(model, el) {
    this.text = (id) => (model.get("texts") ?? {})[id] ?? "";
    this.el = el;
    this.live = this.place("announce", "status");
    const hidden = { position: "absolute", inlineSize: "1px", blockSize: "1px", overflow: "hidden", clipPath: "inset(50%)" };
    Object.assign(this.live.style, hidden);
  }

  /** The element of that id; the page has it, or it is added. */
  place(id, role) {
    if (byId(id)) return byId(id);
    const node = Object.assign(document.createElement("p"), { id });
    node.setAttribute("role", role);
    return this.el.appendChild(node);
  }

  /** The line that is seen at once, and heard at most every few seconds. */
  show(text) {
    const line = this.place("saved", "status");
    if (line.textContent === text) return;
    const loud = performance.now() - this.lastSpoken >= QUIET;
    line.setAttribute("aria-live", loud ? "polite" : "off");
    if (loud) this.lastSpoken = performance.now();
    line.textContent = text;
  }

  /** Say something to who listens; of several things within a few seconds only the last. */
  announce(text) {
    clearTimeout(this.spoken);
    const wait = Math.max(0, this.lastSpoken + QUIET - performance.now());
    this.spoken = setTimeout(() => {
      this.lastSpoken = performance.now();
      this.live.textContent = text;
    }, wait);
  }

  banner(text) {
    const area = this.place("offline", "alert");
    if (area.textContent !== text) area.textContent = text;
    area.hidden = !text;
  }
}

// ---- the page ---------------------------------------------------------------------------------------------------

/** The value of a named control as Python gets it: text, true/false, the chosen option, or a list of those ticked. */
function valueOf(control, scope) {
  const group = () => [...scope.querySelectorAll(`[name="${CSS.escape(control.name)}"]`)];
  if (control.type === "radio") return group().find((one) => one.checked)?.value ?? null;
  if (control.type === "checkbox") {
    if (!control.closest("[data-many]")) return control.checked;
    return group().filter((one) => one.checked).map((one) => one.value);
  }
  if (control.multiple && control.options) return [...control.selectedOptions].map((one) => one.value);
  return control.value;
}

/** A choice that excludes the others, such as “none of these”, and the other way round. */
function exclude(control) {
  const set = control.checked && control.closest("[data-many]");
  for (const other of set ? set.querySelectorAll("input[type=checkbox]") : []) {
    const either = control.matches("[data-exclusive]") || other.matches("[data-exclusive]");
    if (other !== control && either) other.checked = false;
  }
}

function save({ filename, mime, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
  Object.assign(document.createElement("a"), { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

class Page {
  typing = new Map(); // text control → timer until it is sent
  sent = new WeakMap(); // text control → what was last sent of it
  opened = []; // details opened for printing
  listeners = [];

  constructor(model, el) {
    this.model = model;
    this.el = el;
    if (model.get("html") !== undefined) el.innerHTML = model.get("html");
    this.status = new Status(model, el);
    this.outbox = new Outbox(model, (progress) => this.watch(progress));
    this.patcher = new Patcher((node) => this.isHeld(node), (node) => this.sent.delete(node));
  }

  get root() {
    return this.el.querySelector("#tk") ?? this.el;
  }

  start() {
    const stage = this.model.light ? document : this.el;
    const table = [
      [stage, { click: "click", change: "change", input: "input", keydown: "keydown", submit: "submit" }],
      [document, { visibilitychange: "flush" }],
      [window, { pagehide: "flush", popstate: "popstate", beforeprint: "beforePrint", afterprint: "afterPrint" }],
    ];
    for (const [target, events] of table) {
      for (const [event, method] of Object.entries(events)) this.listen(target, event, (what) => this[method](what));
    }
    this.model.pending = () => this.outbox.pending.length > 0;
    this.model.on("msg:custom", (message) => this.receive(message));
    this.model.on("tk:online", () => this.online());
    this.model.on("tk:offline", () => this.status.banner(this.status.text("offline")));
    this.model.on("tk:failed", () => this.status.show(this.status.text("failed")));
    if (this.model.online !== false) this.online();
  }

  listen(target, event, handler) {
    target.addEventListener(event, handler);
    this.listeners.push(() => target.removeEventListener(event, handler));
  }

  stop() {
    this.flush();
    for (const remove of this.listeners) remove();
  }

  // -- from Python

  receive(message) {
    const newest = message.ack > 0 && message.ack === this.outbox.seq;
    if (message.ack > 0) this.outbox.acknowledge(message.ack);
    if (message.type === "download") save(message);
    if (message.type === "patch") this.patch(message, newest);
  }

  patch(patch, newest) {
    const { parts = [], saved, announce } = patch;
    this.newest = newest;
    if (patch.full) this.patcher.graft(this.root, parts.map((part) => part.html).join(""));
    else for (const part of parts) if (byId(part.id)) this.patcher.graft(byId(part.id), part.html);
    if (this.model.light) this.address(patch);
    // Whoever has already gone on to something else keeps their place.
    if (patch.focus && newest) byId(patch.focus)?.focus();
    if (saved) this.status.show(this.status.text("saved").replace("{time}", saved));
    if (announce) this.status.announce(announce);
  }

  address({ title, route, lang, dir, ack }) {
    if (title) document.title = title;
    Object.assign(document.documentElement, { ...(lang && { lang }), ...(dir && { dir }) });
    const here = decodeURIComponent(location.hash.slice(1));
    if (!route || !this.root.matches("[data-routes]") || route === here) return;
    const first = !here && !ack; // the answer to attaching names the page we are on already
    history[first ? "replaceState" : "pushState"](null, "", `#${route}`);
    if (!first) window.scrollTo(0, 0);
  }

  online() {
    this.status.banner("");
    const route = (this.model.light && decodeURIComponent(location.hash.slice(1))) || this.model.get("route") || "";
    const lang = this.root.lang || document.documentElement.lang;
    this.outbox.attach({ route, width: window.innerWidth, lang });
    this.watch();
  }

  /** A control that the visitor is ahead of: being typed in, or changed and not yet acknowledged. */
  isHeld(node) {
    if (!node.matches("input, textarea, select")) return false;
    if (this.typing.has(node) || (node.name && this.outbox.has(node.name))) return true;
    if (node !== document.activeElement || !isText(node)) return false;
    // The field of a form that was just handed in may be emptied; any other focused text is the visitor's.
    return !(this.newest && node.closest("[data-form]") && this.sent.get(node) === node.value);
  }

  /** Keep an eye on what is not acknowledged, and say how it stands; `progress` starts the wait anew. */
  watch(progress = true) {
    if (progress || !this.outbox.pending.length) {
      clearTimeout(this.hint);
      clearTimeout(this.alarm);
      this.alarm = null;
    }
    if (!this.outbox.pending.length || this.alarm) return;
    const say = (id) => this.status.show(this.status.text(id));
    // Most answers come within a few milliseconds: no flicker for them.
    this.hint = setTimeout(() => say("saving"), HINT);
    const doubt = (waited) => {
      say("reconnecting");
      this.model.check?.(waited >= STUCK);
      this.alarm = setTimeout(() => doubt(waited + PATIENCE), PATIENCE);
    };
    this.alarm = setTimeout(() => doubt(PATIENCE), PATIENCE);
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
    if (near("[data-term]")) this.toggle(near("[data-term]"));
    else if (near("[data-print]")) window.print();
    else if (act && act.getAttribute("aria-disabled") !== "true") {
      event.preventDefault();
      const again = act.matches("[data-once]") && this.outbox.has(act.dataset.act);
      if (!again) this.act("act", act.dataset.act, act.dataset.value ?? null, act);
    } else if (near("a[href^='#']") && this.root.matches("[data-routes]")) this.jump(event, near("a"));
  }

  /** A link within the page: to a place in it, or to a route of it. The address belongs to the routes. */
  jump(event, link) {
    event.preventDefault();
    const route = decodeURIComponent(link.hash.slice(1));
    const place = byId(route);
    if (!place) return this.act("route", "route", route, link);
    if (!place.matches("a, button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
    place.focus();
    return place.scrollIntoView();
  }

  change({ target }) {
    exclude(target);
    if (target.matches("[data-upload]")) this.upload(target);
    else if (target.matches("select[data-go]")) this.act("act", target.dataset.go, target.value, target);
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
    input.reportValidity();
    if (!fits) return;
    const value = { filename: file.name, text: await file.text() };
    input.value = ""; // the same file may be chosen again
    this.act("upload", input.dataset.upload || input.name, value, input);
  }

  keydown(event) {
    const { key: pressed, target } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const form = pressed === "Enter" && target.matches?.("input:not([type=checkbox], [type=radio], [type=file])") && target.closest("[data-form]");
    const terms = pressed === "Escape" ? this.root.querySelectorAll("[data-term][aria-expanded=true]") : [];
    for (const term of terms) this.toggle(term);
    if (form) {
      event.preventDefault();
      form.querySelector("[data-default]")?.click();
    } else if (this.root.matches("[data-keys]") && !target.matches?.("input, textarea, select, [contenteditable]")) {
      const wanted = this.root.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
      if (wanted) event.preventDefault();
      wanted?.click();
    }
  }

  submit(event) {
    event.preventDefault();
    event.target.querySelector("[data-default]")?.click();
  }

  toggle(term) {
    const open = term.getAttribute("aria-expanded") !== "true";
    term.setAttribute("aria-expanded", String(open));
    term.nextElementSibling.hidden = !open;
    if (!open) term.focus();
  }

  popstate() {
    const route = decodeURIComponent(location.hash.slice(1)) || this.model.get("route");
    if (this.model.light && this.root.matches("[data-routes]")) this.act("route", "route", route, this.root);
  }

  beforePrint() {
    this.opened = [...this.root.querySelectorAll("details:not([open])")];
    for (const details of this.opened) details.open = true;
  }

  afterPrint() {
    for (const details of this.opened) details.open = false;
  }
}

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    page.start();
    return () => page.stop();
  },
};
