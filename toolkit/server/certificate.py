"""GET and POST /read/certificate: a plain form for the name, and the signed certificate as a page to print."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError, RequestHandler

from toolkit.core.certificate import LONGEST_NAME
from toolkit.exchange.certificate import public_of, sign, written
from toolkit.pages import reading_page
from toolkit.pages.reading_certificate import earned, problem_with, signing
from toolkit.pages.reading_state import Reading
from toolkit.server.reading import LightPage
from toolkit.server.signing import place, signing_key

ADDRESS, PATH = r"/read/certificate", "certificate"


class CertificateHandler(LightPage):
    """Signs for readers whose own cookie says that they passed every check. Keeps neither name nor certificate."""

    async def prepare(self, **more: Any) -> None:
        """Nobody signs in to read; the token against forgery needs to know that."""
        await super().prepare(**more)
        self.current_user = None

    async def get(self) -> None:
        """Show the form, or what is still to pass."""
        self._show(signing(await self.reading(), token=self.xsrf_token.decode()))

    head = get

    async def post(self) -> None:
        """Answer with the certificate; 400 for a name that is none, 403 for open checks or a form that is not ours."""
        # Jupyter's own check waits for a user, who never comes.
        RequestHandler.check_xsrf_cookie(self)
        given = await self.reading()
        name = self.get_body_argument("name", "")[: 2 * LONGEST_NAME]
        if problem := problem_with(name, given):
            self.set_status(400)
            self._show(signing(given, token=self.xsrf_token.decode(), typed=name, problem=problem))
            return
        made = earned(self.reader(PATH, given), given, name)
        if made is None:
            raise HTTPError(403)
        private = signing_key(place())
        self._show(signing(given, made=made, code=sign(made, private), public=written(public_of(private))))

    def _show(self, given: Reading) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(reading_page.document(self.reader(PATH, given), given, **self.static))
