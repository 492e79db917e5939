"""Two toolkits behind nginx share one PostgreSQL: one is killed, and its visitors go on at the other."""

import base64
import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import open_page, remember_banners, stored, told_and_over
from tests.pages.desk import Desk
from tests.server.harness import Server, eventually
from tests.store.conftest import fresh_schema, postgresql  # noqa: F401  # a fixture
from toolkit.store import open_store

from .conftest import free_port, nginx, program, running

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(300)]
NOTE = "item/accuracy-wrong-lead/note"
LIKELIHOOD = "item/accuracy-wrong-lead/likelihood"
IMPACT = "item/accuracy-wrong-lead/impact"
TWO = 2


def replica(folder, name, public_url, database, key):
    """`toolkit serve` as on a machine of its own: nothing is shared but the database and the key."""
    home = folder / name
    home.mkdir()
    given = {
        "TOOLKIT_PUBLIC_URL": public_url,
        "TOOLKIT_DATABASE_URL": database,
        "TOOLKIT_KEY_FILE": str(key),
        "TOOLKIT_TRUSTED_PROXIES": "127.0.0.1",
        "XDG_DATA_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return Server([sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT"], home, given)


@dataclass
class Pair:
    """Both toolkits, and the address under which visitors reach them."""

    url: str
    replicas: list
    database: str
    people: list = field(default_factory=list)

    def of(self, person):
        """The toolkit in which a visitor's kernel is."""
        kernel = person.kernel()
        return next(one for one in self.replicas if one.process.poll() is None and one.kernels(kernel))


@dataclass
class Person:
    """A visitor in a browser of their own, and the same one at a desk."""

    page: object
    desk: Desk

    def kernel(self):
        """The kernel that the page came with."""
        return self.page.evaluate("JSON.parse(document.getElementById('boot').textContent).kernel")

    def field(self, name, value=None):
        """An input."""
        return self.page.locator(f'[name="{name}"]' + (f'[value="{value}"]' if value else ""))


@pytest.fixture
def pair(tmp_path, certificate, postgresql):  # noqa: F811  # the fixture
    program("nginx")
    tmp_path.chmod(0o755)
    port = free_port()
    url = f"https://127.0.0.1:{port}"
    with ExitStack() as stack:
        database = stack.enter_context(fresh_schema(postgresql))
        replicas = [replica(tmp_path, name, url, database, tmp_path / "key") for name in ("one", "other")]
        for one in replicas:
            stack.callback(one.stop)
            one.start()
        proxy = nginx(tmp_path, port, replicas[0].port, certificate, lambda text: text, replicas[1].port)
        stack.enter_context(running(proxy, tmp_path, port))
        yield Pair(url, replicas, database)


@contextmanager
def visitors(pair, browser):
    """Visitors at a question each, two at each toolkit."""
    with ExitStack() as stack:
        while not all([pair.of(person) for person in pair.people].count(one) >= TWO for one in pair.replicas):
            pair.people.append(stack.enter_context(visitor(pair, browser)))
            assert len(pair.people) < 24, "the proxy sends nearly everybody to the same toolkit"
        yield {one.port: [person for person in pair.people if pair.of(person) is one] for one in pair.replicas}


@contextmanager
def visitor(pair, browser):
    with ExitStack() as stack:
        context = browser.new_context(ignore_https_errors=True)
        stack.callback(context.close)
        page = context.new_page()
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{pair.url}/risk?lang=en")
        store = stack.enter_context(open_store(pair.database))
        desk = Desk(store, who=owner(context), client="a desk of their own").begin("To be carried over")
        open_page(page, pair, f"{desk.record.id}/section/accuracy")
        yield Person(remember_banners(page), desk)
        assert wrong == []


def owner(context):
    """Whom the toolkit takes the browser for: the value in its signed cookie."""
    (cookie,) = [one for one in context.cookies() if one["name"].startswith("visitor-")]
    return base64.b64decode(cookie["value"].strip('"').split("|")[4].split(":")[1]).decode()


def test_the_visitors_of_a_killed_toolkit_go_on_at_the_other_with_every_answer(pair, browser):
    with visitors(pair, browser) as at:
        first, other = pair.replicas
        (typing, clicking, *_), (calm, *_) = at[first.port], at[other.port]
        for person in pair.people:
            person.field(LIKELIHOOD, 4).press("Space")
            expect(person.page.locator("#saved")).to_contain_text("Saved at")
        typing.field(NOTE).press_sequentially("Typed into ", delay=30)
        orphans = first.kernels()
        first.kill()
        typing.field(NOTE).press_sequentially("a dead toolkit.", delay=30)
        clicking.field(IMPACT, 3).press("Space")
        calm.field(IMPACT, 2).press("Space")
        told_and_over(typing.page)
        told_and_over(clicking.page)
        stored(typing.page, typing.desk, values={LIKELIHOOD: 4, NOTE: "Typed into a dead toolkit."})
        stored(clicking.page, clicking.desk, values={LIKELIHOOD: 4, IMPACT: 3})
        stored(calm.page, calm.desk, values={LIKELIHOOD: 4, IMPACT: 2})
        assert calm.page.evaluate("window.banners") == [], "whoever is at the other toolkit notices nothing"
        assert eventually(lambda: not any(one.is_running() and one.status() != "zombie" for one in orphans))

        typing.page.reload()
        expect(typing.field(NOTE)).to_have_value("Typed into a dead toolkit.")
        expect(clicking.field(IMPACT, 3)).to_be_checked()
        with visitor(pair, browser) as newcomer:
            newcomer.field(LIKELIHOOD, 1).press("Space")
            stored(newcomer.page, newcomer.desk, values={LIKELIHOOD: 1})

        first.start()
        typing.page.reload()
        typing.field(IMPACT, 5).press("Space")
        stored(typing.page, typing.desk, values={LIKELIHOOD: 4, IMPACT: 5, NOTE: "Typed into a dead toolkit."})
