"""/hub/learning: paths and modules. Nothing is kept about a reader but what they mark as done themselves."""

from __future__ import annotations

from tornado.web import HTTPError

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import available
from toolkit.core.hub import LearningPath, Module
from toolkit.core.hub_access import Action
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_learning
from toolkit.server.hub import Answer, HubHandler, Rights


class LearningHandler(HubHandler):
    """GET /hub/learning?role=&level=: the paths and the modules."""

    rights = Rights(Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show them."""
        role, level = self.get_query_argument("role", ""), self.get_query_argument("level", "")
        role, level = role if role in hub_learning.ROLES else "", level if level in hub_learning.LEVELS else ""
        chosen = "&".join(f"{name}={value}" for name, value in (("role", role), ("level", level)) if value)
        frame = self.frame(f"learning?{chosen}" if chosen else "learning")
        done = self.store.learned(self.me.member.code)
        return Answer(hub_learning.learning_page(frame, self.content, role, level, done))


class PathHandler(HubHandler):
    """GET /hub/learning/path-…: one path."""

    rights = Rights(Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show it."""
        path = self._path(args[0])
        done, guides = self.store.learned(self.me.member.code), load_guides(available(self.lang))
        frame = self.frame(f"learning/{path.id}")
        principles = {one.id: one.name for one in load_library(available(self.lang)).principles}
        return Answer(hub_learning.path_page(frame, self.content, guides, principles, path, done))

    def _path(self, name: str) -> LearningPath:
        found = next((one for one in self.content.paths if one.id == name), None)
        if found is None:
            raise HTTPError(404)
        return found


class ModuleHandler(HubHandler):
    """GET and POST /hub/learning/mod-…: one module; its check is answered in the address and kept nowhere."""

    rights = Rights(Action.LEARN, Action.LEARN)

    def read(self, *args: str) -> Answer:
        """Show it: the warning first, where there is one."""
        module, seen = self._module(args[0]), self.get_query_argument("read", "")
        given = {one.id: value for one in module.check if (value := self.get_query_argument(one.id, ""))}
        done = module.id in self.store.learned(self.me.member.code)
        warned, short = seen in {"all", "short"}, seen == "short"
        frame = self.frame(f"learning/{module.id}" + (f"?read={seen}" if warned else ""))
        page = hub_learning.module_page(frame, self.content, module, given, done=done, warned=warned, short=short)
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
