// The light page's line to its kernel: a websocket, and a model as small as form.js needs.
// When the connection, the kernel or the server goes away it finds a way back by itself; the page stays as it is.

const DELAYS = [300, 600, 1200, 2400, 5000, 8000]; // milliseconds before each new try; the last one repeats
const session = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

const readBoot = (doc) => JSON.parse(doc.getElementById("boot")?.textContent ?? "null");

/** The part of a Jupyter widget model that form.js uses, and what only a light page can tell it. */
class Model {
  light = true;
  online = false;
  listeners = new Map();

  constructor(line, state) {
    this.line = line;
    this.state = state;
  }

  get(name) {
    return this.state[name];
  }

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) ?? []).filter((known) => known !== listener));
  }

  emit(event, ...values) {
    for (const listener of this.listeners.get(event) ?? []) listener(...values);
  }

  send(content) {
    this.line.send({ method: "custom", content });
  }

  /** Find out whether the kernel is still there; `sure` means to start the connection over in any case. */
  check(sure) {
    this.line.check(sure);
  }

  /** Show a change of connection once. */
  connection(online) {
    if (this.online === online) return;
    this.online = online;
    this.emit(online ? "tk:online" : "tk:offline");
  }
}

class Line {
  socket = null;
  timer = null;
  tries = 0;
  busy = false;
  leaving = false;

  constructor(boot) {
    this.boot = boot;
    this.model = new Model(this, {});
  }

  address(path) {
    return new URL(this.boot.base + path, location.href);
  }

  open() {
    const url = this.address(`api/kernels/${this.boot.kernel}/channels?session_id=${session}`);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => {
      this.tries = 0;
      this.model.connection(true);
    };
    socket.onmessage = (event) => this.receive(JSON.parse(event.data));
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  send(data) {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const header = { msg_id: `${session}-${performance.now()}`, msg_type: "comm_msg", session, username: "", version: "5.3" };
    const content = { comm_id: this.boot.model, data };
    this.socket.send(
      JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: [] }),
    );
  }

  receive({ header, content }) {
    if (header.msg_type === "status" && content.execution_state === "dead") this.lost();
    if (header.msg_type !== "comm_msg" || content.comm_id !== this.boot.model) return;
    const { method, state, content: message } = content.data;
    if (method === "custom") this.model.emit("msg:custom", message, []);
    if (method === "update") Object.assign(this.model.state, state);
  }

  /** Say so, and try again a little later. */
  lost(soon = false) {
    const old = this.socket;
    this.socket = null;
    old?.close();
    if (this.leaving) return;
    this.model.connection(false);
    clearTimeout(this.timer);
    const wait = DELAYS[Math.min(this.tries, DELAYS.length - 1)] * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.revive(), soon ? 0 : wait);
  }

  /** Back to the same kernel if it lives, else to a fresh one from the same address. */
  async revive() {
    if (this.busy || this.leaving) return;
    this.busy = true;
    try {
      if ((await this.alive()) === false) await this.renew();
      this.open();
    } catch {
      this.lost();
    } finally {
      this.busy = false;
    }
  }

  /** True or false as the server says; an error where there is no answer. 403: the cookie by which it knew us is gone. */
  async alive() {
    const answer = await fetch(this.address(`api/kernels/${this.boot.kernel}`), { cache: "no-store" });
    if (!answer.ok && ![403, 404].includes(answer.status)) throw new Error(String(answer.status));
    return answer.ok;
  }

  /** Fetch this page again for its kernel. What is on the screen stays until the page has answered. */
  async renew() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.redirected) location.reload(); // signed out: this address now leads to the sign-in page, and back
    // Every place is taken: asking again, as any lost connection does, keeps ours in the queue.
    if ([429, 503].includes(answer.status)) throw new Error(String(answer.status));
    const boot = readBoot(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!boot) {
      this.model.emit("tk:failed");
      throw new Error(String(answer.status));
    }
    // A newer version of the toolkit: its page and ours may no longer understand each other.
    if (boot.form !== this.boot.form) location.reload();
    this.boot = boot;
    Object.assign(this.model.state, boot.state);
  }

  async check(sure) {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) return;
    const lives = sure ? false : await this.alive().catch(() => false);
    if (!lives) this.lost(true);
  }

  /** The visitor leaves. A kernel that may still have something to save is left to end by itself. */
  leave(event) {
    this.leaving = true;
    clearTimeout(this.timer);
    this.socket?.close();
    if (!this.boot.kernel) return; // it ends by itself: nobody came to it
    if (event.persisted || this.model.pending?.()) return;
    const body = new URLSearchParams({ _xsrf: this.boot.xsrf });
    navigator.sendBeacon(this.address(`voila/api/shutdown/${this.boot.kernel}`), body);
  }

  back(event) {
    if (!event.persisted || !this.boot.kernel) return;
    this.leaving = false;
    this.model.connection(false);
    this.revive();
  }
}

/** What the server draws for the address after the “#”, which browsers do not send with the page; null if it cannot. */
async function drawn(given) {
  const query = new URLSearchParams(location.search);
  query.set("route", decodeURIComponent(location.hash.slice(1)));
  query.set("width", window.innerWidth);
  const answer = await fetch(new URL(`${given.base}first/${given.page}?${query}`, location.href), { cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

const parsed = new Promise((done) => {
  if (document.readyState !== "loading") done();
  else document.addEventListener("DOMContentLoaded", done);
});

/** Show the page as soon as there is one, and let it be used; what is done before the kernel is there waits for it. */
async function start(given, app) {
  const line = new Line(given);
  const loading = import(given.form);
  let shown = null;
  const show = (html, state) => {
    shown ??= loading.then((form) => {
      if (html) app.innerHTML = html;
      Object.assign(line.model.state, state);
      form.default.render({ model: line.model, el: app });
      // After form.js has added its own: it must hear of the leaving first, to send what is still being typed.
      addEventListener("pagehide", (event) => line.leave(event));
      addEventListener("pageshow", (event) => line.back(event));
    });
    return shown;
  };
  if (!location.hash && given.state) show(null, given.state);
  else if (given.state) drawn(given).then((page) => page && show(page.html, page.state), () => null);
  await parsed;
  const boot = readBoot(document);
  if (!boot) return app.remove(); // what went wrong stands below it
  line.boot = boot;
  await show(document.getElementById("html")?.innerHTML, given.state ?? boot.state);
  line.open();
  addEventListener("online", () => line.socket || line.revive());
  document.addEventListener("visibilitychange", () => document.hidden || line.check(false));
}

start(JSON.parse(document.getElementById("given").textContent), document.getElementById("app"));
