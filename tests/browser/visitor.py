"""What the tests do in the browser: open a screen, go to another, press keys as somebody without a mouse does."""

import re

from playwright.sync_api import expect

expect.set_options(timeout=30_000)  # generous: a busy machine is no failure

LOOK = """() => {
  const now = document.activeElement, moved = now !== window.before;
  window.before = now.matches?.('[type=date]') ? null : now;  // a date has several stops of its own
  if (!now || now === document.body) return {moved: true, body: true};
  const style = getComputedStyle(now), box = now.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2);
  const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 20), 1), innerHeight - 2);
  const top = document.elementFromPoint(x, y);
  const own = top && (now.contains(top) || top.contains(now) || [...(now.labels ?? [])].some(one => one.contains(top)));
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {
    moved, ring: now.matches('[type=date]') || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: Boolean(inside && own), what: now.outerHTML.slice(0, 160),
  };
}"""


def open_page(page, server, route="list", lang="en", notebook="risk"):
    """A fresh page at a screen, with its kernel attached."""
    page.goto(f"{server.url}/{notebook}?lang={lang}")
    attached(page)
    return page if page.url.endswith(f"#{route}") else go(page, route)


def attached(page):
    """Wait until the kernel has named the screen that it shows, in the address."""
    expect(page).to_have_url(re.compile("#."))
    expect(page.locator("#tk h1")).to_be_visible()


def settled(page, route):
    """Wait until the page is at an address."""
    expect(page).to_have_url(re.compile(re.escape(f"#{route}") + "$"))
    expect(page.locator("#tk h1")).to_be_visible()
    return page


def go(page, route):
    """Another screen of the same page."""
    title = page.title()
    page.evaluate("route => { location.hash = route }", route)
    page.wait_for_function("title => document.title !== title", arg=title)
    return settled(page, route)


def tab(page, key="Tab"):
    """One step with the keyboard: the focus moves on, can be seen, and is not covered."""
    page.keyboard.press(key)
    look = page.evaluate(LOOK)
    for _ in range(10):  # an answer may have come at this very moment: what counts is what lasts
        if look.get("body") or look["seen"]:
            break
        page.wait_for_timeout(500)
        look = page.evaluate(LOOK) | {"moved": look["moved"]}
    assert look["moved"], f"the focus is trapped at {look}"
    assert look.get("body") or (look["ring"] and look["seen"]), f"the focus cannot be seen at {look}"


def reach(page, selector, limit=200):
    """Tab until the focus is at something."""
    for _ in range(limit):
        tab(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached with {limit} steps")


def press(page, selector, key="Enter"):
    """Tab to something and press a key there."""
    reach(page, selector)
    page.keyboard.press(key)


def choose(page, name, value):
    """Choose in a radio group with arrows only."""
    reach(page, f'[name="{name}"]')
    wanted = page.locator(f'[name="{name}"][value="{value}"]')
    page.keyboard.press("Space")
    for _ in range(12):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} has no {value}")


def arrived(page, screen):
    """A new screen: its address, and the focus on its heading."""
    expect(page).to_have_url(re.compile(rf"/{screen}$"))
    expect(page.locator("#title")).to_be_focused()


BANNER = "Connection lost. Your answers are kept and will be sent."


def remember_banners(page):
    """Note every banner that is shown from now on."""
    page.evaluate("""() => {
      const area = document.getElementById('offline');
      window.banners = [];
      const note = () => area.hidden || window.banners.push(area.textContent);
      new MutationObserver(note).observe(area, {attributes: true, childList: true});
    }""")
    return page


def told_and_over(page):
    """The banner was shown, and went away again."""
    page.wait_for_function("() => window.banners.length > 0")
    expect(page.locator("#offline")).to_be_hidden(timeout=40_000)
    assert page.evaluate("window.banners")[0] == BANNER


def stored(page, desk, **wanted):
    """Everything is in the database once, and the page says that it is saved."""
    expect(page.locator("#saved")).to_contain_text("Saved at", timeout=40_000)
    page.wait_for_timeout(700)
    values = desk.values
    assert {key: values.get(key) for key in wanted["values"]} == wanted["values"]
    for key, value in wanted["values"].items():
        assert [one.after for one in desk.visit.store.history(desk.record.id, key)].count(value) == 1, key
