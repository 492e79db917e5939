"""What tests of the hub do in the browser: come as somebody who is there already, look whether a screen is whole."""

from contextlib import contextmanager

WIDER = """() => [...document.querySelectorAll('#tk *')].filter(one => {
  const box = one.getBoundingClientRect(), wide = document.documentElement.clientWidth;
  return box.width && (box.right > wide + 1 || box.left < -1) && !one.closest('.scroll, .said, .skip');
}).map(one => one.outerHTML.slice(0, 120))"""


@contextmanager
def signed_in(browser, house, role, width=1280, **more):
    """A page of somebody who has an account; `person` on it is their code."""
    visitor = house.browser(role, **more)
    context = browser.new_context(viewport={"width": width, "height": 800})
    given = [{"name": n, "value": v, "url": house.server.url} for n, v in visitor.server.cookies.items()]
    context.add_cookies(given)
    page = context.new_page()
    page.person = visitor.code
    yield page
    context.close()


def whole(page, axe):
    """Nothing stands out of the screen, nothing is empty, and axe finds nothing."""
    assert axe(page) == []
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("h1").count() == 1
