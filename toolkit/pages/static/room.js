// Comfort only: the pages of a workshop work without it. In words of 2018, for old phones.

const find = (id) => document.getElementById(id);
const byId = (id) => find(id) || document.createElement("p"); // pages may leave out what they do not need
const { dataset } = document.body;
const store = sessionStorage;
const [OUT, DRAFT] = ["out", "draft"].map((name) => location.pathname + name);
const kept = (name) => JSON.parse(store.getItem(name));
const keep = (name, more) => store.setItem(name, JSON.stringify({ key: key(), fields: filled(), ...more }));
const form = () => document.querySelector("form[data-keep]");
const filled = () => [...new FormData(form())].filter(([name]) => name !== "_xsrf" && name !== "id");
const key = () => byId("main").dataset.key;

let word = byId("main").dataset.word;
let dirty, sending;
let turns = 0;

/** What an address answers; throws where nobody does, or a server that is not well. */
async function get(url, options) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), 60000);
  try {
    const answer = await fetch(url, { cache: "no-store", headers: { "X-Part": "main" }, signal: stop.signal, ...options });
    if (answer.status > 428) throw answer;
    return [answer.status, await answer.text()];
  } finally {
    clearTimeout(clock);
  }
}

function banner(text) {
  if (byId("net").textContent !== text) byId("net").textContent = text;
}

function lost() {
  banner(kept(OUT) ? dataset.kept : dataset.lost);
  setTimeout(turn, 4000, ++turns);
}

/** What somebody had begun comes back, while the same round of the same question is asked. */
function restore() {
  const draft = form() && (kept(OUT) || kept(DRAFT));
  dirty = draft && draft.key === key();
  const given = new Map(dirty ? draft.fields : []);
  for (const one of dirty ? form().elements : []) {
    if (one.type === "radio") one.checked = given.get(one.name) === one.value;
    else if (given.has(one.name)) one.value = given.get(one.name);
  }
}

function swap(text) {
  const next = new DOMParser().parseFromString(text, "text/html").getElementById("main");
  if (!next) throw text;
  const old = byId("main");
  const focus = document.activeElement;
  const inside = old.contains(focus);
  const same = key() === next.dataset.key;
  for (const one of next.querySelectorAll("details[id]")) one.open = (find(one.id) || one).open;
  old.replaceWith(next);
  word = next.dataset.word;
  byId("fresh").hidden = true;
  byId("said").textContent = next.dataset.say || "";
  document.title = next.dataset.title || document.title;
  restore();
  if (inside) ((same && find(focus.id)) || byId("title")).focus({ preventScroll: same });
  if (!same) scrollTo(0, 0);
}

/** Send what waits; the same answer keeps its id, so it counts once however often it is sent. */
async function send() {
  const out = kept(OUT);
  if (sending || !out) return;
  sending = true;
  const slow = setTimeout(banner, 4000, dataset.kept); // nobody waits a minute to hear that nothing came through
  try {
    const body = new URLSearchParams(out.fields.concat(out.more));
    const [status, text] = await get(out.url, { method: "POST", body });
    if (kept(OUT).more[0][1] === out.more[0][1]) store.removeItem(OUT); // else it was changed in the meantime
    if (status === 403) throw location.reload(); // too old a page; the draft comes back in the new one
    store.removeItem(DRAFT);
    if (status === 200) history.replaceState(null, "", out.url);
    swap(text);
    banner("");
  } finally {
    clearTimeout(slow);
    sending = false;
  }
  return send();
}

async function ask() {
  const [status, text] = await get(`${dataset.news}?seen=${word || ""}`);
  if (status !== 200) throw location.reload();
  if (!word || word === text) word = text;
  else if (dirty) byId("fresh").hidden = !(word = text); // nobody loses what they are choosing
  else swap((await get(location.href.replace(/&?saved=[^&]*/, "")))[1]);
}

async function turn(mine = ++turns) {
  const start = Date.now();
  try {
    await send();
    await ask();
    banner("");
  } catch (_) {
    return mine === turns && lost();
  }
  // News that were long in coming are asked for again at once.
  const pause = Math.max(200, (document.hidden ? 30000 : 4000) + start - Date.now());
  if (mine === turns && word !== "ended") setTimeout(turn, pause, mine);
}

document.addEventListener("input", () => {
  dirty = true;
  if (form()) keep(DRAFT);
});

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const out = kept(OUT);
  const { action, elements } = form();
  const id = crypto.getRandomValues(new Uint32Array(3)).join("-");
  if (!out || String(out.fields) !== String(filled()))
    keep(OUT, { url: action, more: [["id", id], ["_xsrf", elements._xsrf.value]] });
  send().catch(lost);
});

addEventListener("offline", lost);
addEventListener("online", () => turn());
document.addEventListener("visibilitychange", () => document.hidden || turn());

restore();
turn();
