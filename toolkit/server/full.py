"""The full page: a notebook with any widgets, shown by the stock Voila client in our frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.server import assets, client, shell
from toolkit.server.renderer import PageRenderer

if TYPE_CHECKING:
    from nbformat import NotebookNode


class FullRenderer(PageRenderer):
    """A page whose outputs JupyterLab's own widgets draw."""

    template = assets.FULL

    def given(self) -> dict[str, Any]:
        """How the client starts; its address; the language of the notebook where that is not the visitor's."""
        extra = self.source.extensions
        for name in client.missing(extra):
            self.log.warning("%s asks for the lab extension %s, which is not installed.", self.notebook_path, name)
        config = client.page_config(self.page.base_url, self.kernel_id, extra)
        lang = self.source.wishes.get("lang")
        return {
            "config": config,
            "main": f"{config['fullStaticUrl']}/voila.js",
            "headed": self.source.has_heading,
            "written": {"lang": lang, "dir": shell.direction(lang)} if lang else {},
        }

    async def _jinja_kernel_start(self, nb: NotebookNode, *_: Any, **__: Any) -> str:
        kernel = await super()._jinja_kernel_start(nb)
        self.kernels.full[kernel] = self.page.lang
        return kernel
