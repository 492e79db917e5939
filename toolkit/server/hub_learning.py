"""/hub/learning: paths and modules. Nothing is kept about a reader but what they mark as done themselves."""

from __future__ import annotations

from tornado.web import HTTPError

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import available
from toolkit.core.certificate import LONGEST_NAME, BadName
from toolkit.core.hub import LearningPath, Module
from toolkit.core.hub_access import Action, may
from toolkit.core.model import ToolkitError
from toolkit.exchange.certificate import public_of, sign, written
from toolkit.pages import hub_certificate, hub_learning
from toolkit.pages.hub_certificate import Issued
from toolkit.pages.hub_learning import Help, Reading
from toolkit.pages.reading_certificate import NO_NAME
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.server.signing import place, signing_key


class LearningPages(HubHandler):
    """What the pages of the learning centre share."""

    def help(self) -> Help:
        """Where people of the visitor's agency find help, and whether the visitor enters it."""
        me = self.me.member
        mine = may(me, Action.DESCRIBE_AGENCY, self.today, accepted=self.accepted)
        return Help(self.store.agency(me.agency).contacts, mine)

    def path(self, name: str) -> LearningPath:
        """A path by its id; 404 where there is none."""
        found = next((one for one in self.content.paths if one.id == name), None)
        if found is None:
            raise HTTPError(404)
        return found


class LearningHandler(LearningPages):
    """GET /hub/learning?role=&level=: the paths and the modules."""

    rights = Rights(Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show them."""
        role, level = self.get_query_argument("role", ""), self.get_query_argument("level", "")
        role, level = role if role in hub_learning.ROLES else "", level if level in hub_learning.LEVELS else ""
        chosen = "&".join(f"{name}={value}" for name, value in (("role", role), ("level", level)) if value)
        frame = self.frame(f"learning?{chosen}" if chosen else "learning")
        done = self.store.learned(self.me.member.code)
        return Answer(hub_learning.learning_page(frame, self.content, role, level, done, self.help()))


class PathHandler(LearningPages):
    """GET /hub/learning/path-…: one path."""

    rights = Rights(Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show it."""
        path = self.path(args[0])
        done, guides = self.store.learned(self.me.member.code), load_guides(available(self.lang))
        frame = self.frame(f"learning/{path.id}")
        principles = {one.id: one.name for one in load_library(available(self.lang)).principles}
        return Answer(hub_learning.path_page(frame, self.content, guides, principles, path, done, self.help()))


class CertificateHandler(LearningPages):
    """GET and POST /hub/learning/path-…/certificate: signed, shown and never kept."""

    rights = Rights(Action.LEARN, Action.LEARN)

    def read(self, *args: str) -> Answer:
        """The form for the name, or what is still missing."""
        return self._form(self.path(args[0]))

    def write_(self, *args: str) -> Answer:
        """The certificate; 400 for a name that is none, 409 while something is missing."""
        path, name = self.path(args[0]), self.field("name", 2 * LONGEST_NAME)
        done = self.store.learned(self.me.member.code)
        frame = self.frame(f"learning/{path.id}/certificate")
        try:
            made = hub_certificate.earned(self.content, path, done, name, self.today)
        except BadName:
            return self._form(path, frame.spoken.gettext(NO_NAME), 400)
        if made is None:
            return self._form(path, status=409)
        private = signing_key(place())
        issued = Issued(made, sign(made, private), written(public_of(private)))
        return Answer(hub_certificate.issued_page(frame, path, issued))

    def _form(self, path: LearningPath, problem: str = "", status: int = 200) -> Answer:
        done, frame = self.store.learned(self.me.member.code), self.frame(f"learning/{path.id}/certificate")
        return Answer(hub_certificate.form_page(frame, self.content, path, done, problem), status=status)


class ModuleHandler(LearningPages):
    """GET and POST /hub/learning/mod-…: one module; its check is answered in the address and kept nowhere."""

    rights = Rights(Action.LEARN, Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show it: the warning first, where there is one."""
        module, seen = self._module(args[0]), self.get_query_argument("read", "")
        given = {one.id: value for one in module.check if (value := self.get_query_argument(one.id, ""))}
        done = module.id in self.store.learned(self.me.member.code)
        warned, short = seen in {"all", "short"}, seen == "short"
        frame = self.frame(f"learning/{module.id}" + (f"?read={seen}" if warned else ""))
        how = Reading(done, warned, short)
        page = hub_learning.module_page(frame, self.content, module, given, how, self.help())
        return Answer(page)

    def write_(self, *args: str) -> Answer:
        """Mark it as done, or take the mark away."""
        module = self._module(args[0])
        self.store.learn(self.me.member.code, module.id, done=self.field("do") == "done")
        return Answer(to="learning")

    def _module(self, name: str) -> Module:
        try:
            return self.content.module(name)
        except ToolkitError as error:
            raise HTTPError(404) from error
