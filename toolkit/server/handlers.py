"""What answers a browser: pages, static files, the kernel's websocket, the health check, and calm errors."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, cast

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError

from toolkit.pages.first import SHEETS
from toolkit.server import client, notebooks, policy, shell
from toolkit.server.first import Asker
from toolkit.server.full import FullRenderer
from toolkit.server.kernels import NoPlace
from toolkit.server.local import LocalIdentity
from toolkit.server.renderer import Guest, LightRenderer, PageData, PageRenderer
from toolkit.server.signed_in import SignedIn
from toolkit.server.vouched import Vouched

if TYPE_CHECKING:
    from toolkit.server.app import ToolkitApp
    from toolkit.server.kernels import VisitorKernels

AGAIN = 10
"""A page that waits for a place asks again after so many seconds."""

UNTIL_CHANGED = "public, max-age=31536000, immutable"


class Calm(JupyterHandler):
    """A handler whose errors are pages for people: what happened and the way on, in the visitor's language."""

    anybody = False
    """Whether it is there also for people who may not, or not yet, take part in the hub."""

    @property
    def toolkit(self) -> ToolkitApp:
        """The application."""
        app: ToolkitApp = self.settings["toolkit"]
        return app

    @property
    def kernels(self) -> VisitorKernels:
        """The kernels of all visitors."""
        return cast("VisitorKernels", self.kernel_manager)

    @property
    def lang(self) -> str:
        """The language to answer in: `?lang=`, else the browser's, else the first that is offered."""
        accepted = self.request.headers.get("Accept-Language", "")
        return shell.choose(self.get_query_argument("lang", None), accepted, self.toolkit.languages)

    @property
    def address(self) -> str:
        """Where visitors reach this server, with a slash at its end: as configured, else as this visitor asked."""
        request, configured = self.request, self.toolkit.configuration.public_url
        return (configured.rstrip("/") or f"{request.protocol}://{request.host}") + self.base_url

    def get_login_url(self) -> str:
        """Where a visitor whom nobody knows is sent; an identity that others vouch for has no such page."""
        provider = self.identity_provider
        return provider.sign_in_url() if isinstance(provider, Vouched) else super().get_login_url()

    def set_default_headers(self) -> None:
        """Add the security headers and leave the server's name and version out."""
        super().set_default_headers()
        self.clear_header("Server")

    def url(self, asset: str) -> str | None:
        """The address of a static file, or None where there is none of that name."""
        found = self.toolkit.assets.get(asset)
        return url_path_join(self.base_url, found.path) if found else None

    def _request_summary(self) -> str:
        """How the log names a request: without its query, which may lead somewhere that is nobody else's business."""
        return f"{self.request.method} {self.said_path()}"

    def said_path(self) -> str:
        """The path as the log may know it."""
        return self.request.path

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer with the error page; the cause is in the log."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        page = shell.error_page(status_code, self.lang, base_url=self.base_url, css=self.url("toolkit.css"))
        self.finish(page)

    def show(self, template: str, **values: object) -> None:
        """Send a page that needs no kernel and that nothing keeps."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        lang = self.lang
        given = {"lang": lang, "dir": shell.direction(lang), "say": shell.words(lang), "css": self.url("toolkit.css")}
        page = shell.environment().get_template(template)
        self.finish(page.render(given | values, base_url=self.base_url, xsrf=self.xsrf_token.decode()))


class Public(Calm):
    """Answers anyone and sets no cookie; it looks at the host name only, against rebinding of foreign names."""

    async def prepare(self, **_: Any) -> None:
        """Refuse a request under a host name that is not ours."""
        if not self.check_host():
            raise tornado.web.HTTPError(403)


class NothingHere(Public):
    """Every address that is not one of ours, whatever the method."""

    def get(self) -> None:
        """Answer 404."""
        raise tornado.web.HTTPError(404)

    post = put = patch = delete = head = options = get


class StaticHandler(Public):
    """GET /static/<digest>/<name>: a file that may be cached until its name changes."""

    def get(self, digest: str, name: str) -> None:
        """Send the file; 404 for an unknown name or a digest that is not the present one."""
        asset = self.toolkit.assets.get(name)
        if asset is None or asset.digest != digest:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", asset.mime + ("; charset=utf-8" if asset.mime.startswith("text/") else ""))
        self.set_header("Cache-Control", UNTIL_CHANGED)
        self.finish(asset.body)


class ClientHandler(Public):
    """GET /client/<digest>/<path>: a file of the stock Voila client or of a lab extension, compressed once for all."""

    async def get(self, digest: str, path: str) -> None:
        """Send the file; 404 for one that is not listed, or a digest that is not the present one."""
        stock = client.load()
        if digest != stock.digest or path not in stock.files:
            raise tornado.web.HTTPError(404)
        small = "gzip" in self.request.headers.get("Accept-Encoding", "")
        # In a thread: the largest of them takes longer to compress than a visitor's click may wait.
        body = await asyncio.to_thread(client.body, stock.files[path], small=small)
        if small:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Content-Type", client.mime(path))
        self.set_header("Cache-Control", UNTIL_CHANGED)
        self.finish(body)


class PlotlyHandler(Public):
    """GET /plotly/<version>/plotly.min.js: the program of the installed package, for whoever opens a chart."""

    async def get(self, version: str) -> None:
        """Send it, compressed once for all; 404 for another version than the installed one."""
        found = client.plotly()
        if found is None or version != found[0]:
            raise tornado.web.HTTPError(404)
        small = "gzip" in self.request.headers.get("Accept-Encoding", "")
        # In a thread: compressing it takes longer than a visitor's click may wait.
        body = await asyncio.to_thread(client.body, found[1], small=small)
        if small:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Content-Type", client.mime("plotly.min.js"))
        self.set_header("Cache-Control", UNTIL_CHANGED)
        self.finish(body)


class HealthHandler(Public):
    """GET /healthz: whether the server answers, for whoever watches it."""

    def get(self) -> None:
        """Answer with JSON: `status` and the number of running kernels."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"status": "ok", "kernels": len(self.kernel_manager)}))


class FirstHandler(Calm):
    """GET /first/<name>?route=…&width=…: a page at an address within it, before its kernel is there, as JSON."""

    @allow_unauthenticated
    async def get(self, name: str) -> None:
        """Answer with the HTML and what `light.js` must know besides.

        403 for whoever has not opened the page itself, 404 where only the kernel can tell.
        """
        if not self.current_user:
            raise tornado.web.HTTPError(403)
        asked = {part: self.get_query_argument(part, "") for part in ("assessment", "route", "width")}
        drawn = await self.toolkit.first.draw(name, Asker(self.current_user.name, self.lang, self.address), asked)
        if drawn is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"html": drawn.html, "state": drawn.state}))


class PageHandler(Calm):
    """GET /<name>: the notebook of that name, as a page with a kernel of its own."""

    @allow_unauthenticated
    async def get(self, name: str | None = None) -> None:
        """Send the shell at once and the page when its notebook has run.

        404 where there is no such notebook, 503 with a place in the queue where every kernel is taken, 429 where the
        visitor has as many as one may have.
        """
        notebook = self.toolkit.notebook(name or "home")
        if notebook is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        source = notebooks.read(notebook)
        user = self.toolkit.identity_provider.welcome(self)
        try:
            guest = Guest(user.name, self.kernels.admit(user.username))
        except NoPlace as full:
            self._wait(full.position)
            return
        page = self._page_data(notebook.stem)
        if source.full:
            self.set_header("Content-Security-Policy", policy.FULL)
        await self._serve((FullRenderer if source.full else LightRenderer)(self, source, page, guest))

    async def _serve(self, renderer: PageRenderer) -> None:
        try:
            await self.toolkit.introduce(renderer.guest.owner)
            await renderer.initialize()
            await self._send(renderer)
        except StreamClosedError:  # the visitor has left before the page was ready
            await renderer.abandon()
        except BaseException:
            await renderer.abandon()
            raise

    def _wait(self, position: int) -> None:
        """Answer with the page that asks again by itself, in the browser's own way and without a script."""
        self.set_status(503 if position else 429)
        self.set_header("Retry-After", str(AGAIN))
        page = shell.waiting_page(position, self.lang, again=AGAIN, base_url=self.base_url, css=self.url("toolkit.css"))
        self.finish(page)

    async def _send(self, renderer: PageRenderer) -> None:
        try:
            async for html, _ in renderer.generate_content_generator(None, None):
                self.write(html)
        except StreamClosedError:
            raise
        except Exception:
            self.log.exception("The page %s could not be prepared.", renderer.notebook_path)
            self.write(renderer.broken())
            await renderer.abandon()
        await self.finish()

    def _page_data(self, name: str) -> PageData:
        lang = self.lang
        return PageData(
            title=name.replace("-", " ").capitalize(),
            lang=lang,
            dir=shell.direction(lang),
            say={**shell.words(lang), **self._signed_in(lang)},
            base_url=self.base_url,
            urls={name: url_path_join(self.base_url, asset.path) for name, asset in self.toolkit.assets.items()},
            sheet=SHEETS.get(name, ""),
            xsrf=self.xsrf_token.decode(),
            query=self.request.query,
            path=self.request.path,
            account=isinstance(self.identity_provider, LocalIdentity),
        )

    def _signed_in(self, lang: str) -> dict[str, str]:
        """What the page says of a visitor who signed in here."""
        if not isinstance(self.identity_provider, SignedIn):
            return {}
        return {"signed-in": shell.words(lang)["signed-in-as"].replace("{name}", self.current_user.username)}
