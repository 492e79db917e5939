// Comfort only: the reading pages are whole without it.

const byId = (id) => document.getElementById(id);
const bare = (url) => url.split("#")[0];

let newest = 0;
let shown = bare(location.href);

/** Take over what an address of ours changes; anything unexpected is left to the browser. */
async function swap(url, from) {
  const id = from?.id;
  const mine = ++newest;
  const answer = await fetch(url);
  const next = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = next?.querySelector?.("main");
  if (mine !== newest) return undefined; // a later choice won
  if (!main) return location.assign(url);
  for (const part of ["nav", ".crumbs", "main"]) {
    const fresh = next.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(fresh);
  }
  document.title = next.title;
  byId("said").textContent = main.querySelector("[data-said]")?.textContent ?? "";
  let goal = byId("errors") ?? byId(new URL(url).hash.slice(1));
  const heir = goal || (id && byId(id)) || [...main.querySelectorAll("a")].find((one) => one.href === from?.href) || (goal = byId("title"));
  if (heir && !heir.matches("a, button, input, select, summary, [tabindex]")) heir.tabIndex = -1;
  heir?.focus({ preventScroll: !goal });
  return goal?.scrollIntoView();
}

function go(url, from) {
  history.pushState(null, "", url);
  shown = bare(url);
  swap(url, from).catch(() => location.assign(url));
}

function address(form) {
  const url = new URL(form.action);
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(filled);
  return url.href;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || !form.matches("[data-swap]")) return;
  event.preventDefault();
  go(address(form), event.submitter);
});

for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href, link);
});

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-live]");
  if (form) go(bare(address(form)), target);
});

addEventListener("popstate", () => bare(location.href) !== shown && location.reload());

// On paper every disclosure is open.
let opened = [];
const fold = (open) => opened.forEach((one) => (one.open = open));
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  fold(true);
});
addEventListener("afterprint", () => fold(false));

// A slider beside its number; without a script there is none.
document.documentElement.classList.add("scripted");
document.addEventListener("input", ({ target }) => {
  const other = byId(target.dataset.twin ?? `${target.id}-slider`);
  if (other) other.value = target.value;
});
