// Comfort only: the reading pages are whole without it. A form or a choice of view changes <main>, not the whole page.

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

let newest = 0;

/** Fetch an address of ours and put its <main> in the place of this one; anything unexpected is left to the browser. */
async function swap(url, from) {
  const id = from?.id;
  const mine = ++newest;
  const answer = await fetch(url, { credentials: "same-origin" });
  const next = answer.ok && parse(await answer.text());
  const main = next && next.querySelector("main");
  if (mine !== newest) return undefined; // a later choice is on its way
  if (!main) return location.assign(url);
  document.querySelector("main").replaceWith(main);
  document.title = next.title;
  const goal = document.getElementById(new URL(url).hash.slice(1));
  const heir = goal ?? (id && document.getElementById(id)) ?? [...main.querySelectorAll("a")].find((one) => one.href === from?.href);
  if (heir && !heir.matches("a, button, input, select, summary, [tabindex]")) heir.tabIndex = -1;
  heir?.focus({ preventScroll: !goal });
  return goal?.scrollIntoView();
}

function go(url, from) {
  history.pushState(null, "", url);
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
  if (form) go(address(form).replace(/#.*/, ""), target);
});

addEventListener("popstate", () => location.reload());

// On paper every disclosure is open.
const folded = () => document.querySelectorAll("details:not([open])");
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});

// A slider beside a number, which only a script can keep equal to it; without one there is none to be seen.
document.documentElement.classList.add("scripted");
document.addEventListener("input", ({ target }) => {
  const id = target.dataset.twin ?? `${target.id}-slider`;
  const other = id && document.getElementById(id);
  if (other && (target.dataset.twin || other.dataset.twin)) other.value = target.value;
});
