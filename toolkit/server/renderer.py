"""Runs a notebook for one visitor and turns it into a page: the light one here, the full one in `full.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from jinja2.bccache import Bucket, BytecodeCache
from jupyter_core.utils import ensure_async
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer

from toolkit.server import assets, shell
from toolkit.server.first import Asker
from toolkit.server.kernels import KERNEL

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

    from toolkit.pages.first import First
    from toolkit.server.handlers import PageHandler
    from toolkit.server.kernels import VisitorKernels
    from toolkit.server.notebooks import Source

STARTS = (10.0, 30.0)
"""How long a kernel may take to answer, in seconds, at the first and the second try."""

AGAIN = 0.5
"""A kernel that has not answered is asked again after so many seconds: the output of the first may come too early."""

TRAITS = ("lang", "dir", "title", "route", "texts")
"""What the browser needs to know of a page's widget, besides its HTML."""


@dataclass(frozen=True, slots=True)
class PageData:
    """What the shell is made from.

    `title` stands until the page's own arrives; `say` has the shell's sentences, `urls` the addresses of static files;
    `sheet` names a further style sheet, or is empty; `account` is whether visitors have a page for their password.
    """

    title: str
    lang: str
    dir: str
    say: Mapping[str, str]
    base_url: str
    urls: Mapping[str, str]
    sheet: str
    xsrf: str
    query: str
    path: str
    account: bool


class Compiled(BytecodeCache):
    """Templates compiled once for all visitors: nbconvert makes an environment for each page, and forgets it again."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled; Jinja compares it with the source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass(frozen=True, slots=True)
class Guest:
    """Who a page is for: whom its assessments belong to, and the place that was reserved (the id of the kernel)."""

    owner: str
    ticket: str


class PageRenderer(NotebookRenderer):  # type: ignore[misc]  # voila's classes are untyped
    """Voila's renderer, with the shell sent before the kernel starts."""

    template = assets.TEMPLATE

    def __init__(self, handler: PageHandler, source: Source, page: PageData, guest: Guest) -> None:
        """`source` is the notebook as it was read."""
        app = handler.toolkit
        super().__init__(
            request_handler=handler,
            voila_configuration=app.voila_configuration,
            traitlet_config=app.config,
            notebook_path=source.name,
            template_paths=[str(self.template), *app.template_paths],
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=page.base_url,
            page_config={},
            kernel_spec_manager=app.kernel_spec_manager,
        )
        self.handler = handler
        self.source = source
        self.page = page
        self.guest = guest
        self.kernel_id = guest.ticket
        self.drawn: First | None = None

    async def initialize(self, **kwargs: Any) -> None:
        """Load the notebook and give the template its data."""
        await super().initialize(**kwargs)
        self.exporter.environment.bytecode_cache = COMPILED
        self.page = replace(self.page, title=self.notebook.metadata.get("title") or self.page.title)
        await self.draw()
        self.resources |= {"page": self.page, **self.given()}

    async def draw(self) -> None:
        """What can be shown before there is a kernel."""

    def given(self) -> dict[str, Any]:
        """What this kind of page gives its template besides `page`."""
        return {}

    async def load_notebook(self, path: str) -> NotebookNode:
        """The notebook, whatever kernel its author had: there is only ours."""
        del path
        notebook = self.source.notebook
        notebook.metadata.kernelspec = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
        return notebook

    async def _jinja_kernel_start(self, nb: NotebookNode, *_: Any, **__: Any) -> str:
        await self.handler.flush()
        env = {"QUERY_STRING": self.page.query, "SCRIPT_NAME": self.page.path, "TOOLKIT_LANG": self.page.lang}
        env["TOOLKIT_ADDRESS"] = self.handler.address
        kernel, client = await living(self.kernels, self.guest, env)
        self.executor = VoilaExecutor(nb, km=kernel, config=self.traitlet_config, show_tracebacks=False)
        self.executor.kc = client
        self.kernel_started = True
        return self.kernel_id

    @property
    def kernels(self) -> VisitorKernels:
        """The kernels of all visitors."""
        return cast("VisitorKernels", self.handler.kernel_manager)

    def broken(self) -> str:
        """The end of a page that failed after its beginning was sent."""
        template = shell.environment().get_template("broken_end.html.j2")
        return template.render(say=self.page.say, base_url=self.page.base_url)

    async def abandon(self) -> None:
        """End the kernel of a page that nobody will see, and give its place back."""
        self.kernels.places.leave(self.kernel_id)
        if self.kernel_id in self.kernels:
            await ensure_async(self.kernels.shutdown_kernel(self.kernel_id))  # type: ignore[no-untyped-call]  # jupyter_server's


class LightRenderer(PageRenderer):
    """The page of our widget host: its first HTML comes in the same answer."""

    def given(self) -> dict[str, Any]:
        """How to start the page, and what to do where the notebook showed none."""

        def boot(model: str) -> dict[str, Any]:  # nbconvert copies functions by reference, but not bound methods
            return self.boot(model)

        def lost() -> None:
            self.log.error("The notebook %s showed no page.", self.notebook_path)

        return {"first": self.drawn, "shown": self.source.page, "boot": boot, "lost": lost}

    async def draw(self) -> None:
        """The page as it will stand, for notebooks that show one of ours; the kernel is not needed for it."""
        asked = {"assessment": self.handler.get_query_argument("assessment", "")}
        asker = Asker(self.guest.owner, self.page.lang, self.handler.address)
        self.drawn = await self.handler.toolkit.first.draw(self.source.page, asker, asked)

    def boot(self, model: str) -> dict[str, Any]:
        """The page's HTML, and what `light.js` needs to speak to the kernel."""
        state = self.executor.widget_state.get(model, {})
        return {
            "html": state.get("html", ""),
            "data": {
                "kernel": self.kernel_id,
                "model": model,
                "form": self.page.urls["form.js"],
                "base": self.page.base_url,
                "xsrf": self.page.xsrf,
                "state": {trait: state[trait] for trait in TRAITS if trait in state},
            },
        }


async def living(
    kernels: VisitorKernels, guest: Guest, env: Mapping[str, str]
) -> tuple[AsyncKernelManager, AsyncKernelClient]:
    """A kernel that answers, and a client of it. One that hangs at its start, as very few do, is replaced once."""
    for patience in STARTS:
        await kernels.start_for(guest.ticket, guest.owner, env)
        kernel = cast("AsyncKernelManager", kernels.get_kernel(guest.ticket))
        try:
            return kernel, await connected(kernel, patience)
        except TimeoutError:
            kernels.log.warning("A kernel said nothing for %.0f seconds and is given up.", patience)
            await kernels.give_up(guest.ticket)
    raise TimeoutError(f"{len(STARTS)} kernels did not start")


async def connected(kernel: AsyncKernelManager, patience: float) -> AsyncKernelClient:
    """A client of a kernel that answers and whose output arrives.

    Jupyter's own waiting listens for another 0.2 seconds for what was said before. Nobody spoke before us, and what we
    said here is told apart by its parent message. Raises RuntimeError if the kernel dies meanwhile, and TimeoutError if
    it says nothing for `patience` seconds.
    """
    client = kernel.client(context=kernel.context)
    client.start_channels(stdin=False, hb=False)
    client.allow_stdin = False
    heard = asyncio.gather(client.get_shell_msg(), client.get_iopub_msg())
    try:
        async with asyncio.timeout(patience):
            await _answered(kernel, client, heard)
    except BaseException:
        heard.cancel()
        client.stop_channels()
        raise
    return client


async def _answered(kernel: AsyncKernelManager, client: AsyncKernelClient, heard: asyncio.Future[Any]) -> None:
    while not heard.done():
        if not await kernel.is_alive():
            raise RuntimeError("the kernel ended while it started")
        client.kernel_info()
        await asyncio.wait([heard], timeout=AGAIN)
