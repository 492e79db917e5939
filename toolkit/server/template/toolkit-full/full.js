// The frame of a full page: says when the page is ready and when its kernel has gone. The stock client does the rest.

const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "null");
const OFTEN = 20_000; // milliseconds between two looks at the kernel

/** The client takes each output's script away when it draws it. */
function waiting() {
  if (document.querySelector('main script[type="application/vnd.voila.cell-output+json"]')) return;
  watcher.disconnect();
  document.getElementById("loading")?.remove();
}

/** A kernel that is gone cannot come back with what was on the screen, so the page says so instead of pretending. */
async function look() {
  const address = new URL(`${boot.base}api/kernels/${boot.kernel}`, location.href);
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  const place = document.getElementById("lost");
  if (answer?.ok) place.replaceChildren();
  else if (!place.firstChild) {
    const link = Object.assign(document.createElement("a"), { href: "", textContent: place.dataset.reload });
    place.append(place.dataset.text, " ", link);
  }
}

function leave(event) {
  if (event.persisted) return;
  const body = new URLSearchParams({ _xsrf: boot.xsrf });
  navigator.sendBeacon(new URL(`${boot.base}voila/api/shutdown/${boot.kernel}`, location.href), body);
}

const watcher = new MutationObserver(waiting);
watcher.observe(document.getElementById("content"), { childList: true, subtree: true });
waiting();
if (boot) {
  addEventListener("pagehide", leave);
  // The client would end the kernel here, where a link that only downloads leads as well.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  addEventListener("pageshow", (event) => event.persisted && look());
  for (const name of ["online", "offline"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, OFTEN);
}
