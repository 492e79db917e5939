"""On which line of a JSON text each value stands, so that a problem can be found with any editor."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)


@dataclass
class _Open:
    """An object or list that is being walked: its path, and the key or place that comes next."""

    path: str
    is_list: bool
    place: int = 0
    key: str = ""
    wants_value: bool = False

    def next(self) -> str:
        if self.is_list:
            return f"{self.path}[{self.place}]"
        return f"{self.path}.{self.key}" if self.path else self.key


def lines_of(text: str) -> dict[str, int]:
    """Path (`pages[0].elements[2].name`) to line, for a text that is valid JSON."""
    found: dict[str, int] = {}
    stack: list[_Open] = []
    line = place = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        _step(match.group(), stack, found, line + 1)
    return found


def _step(token: str, stack: list[_Open], found: dict[str, int], line: int) -> None:
    top = stack[-1] if stack else None
    if token in "]}":
        stack.pop()
    elif token == ",":
        if top:
            top.place, top.wants_value = top.place + 1, False
    elif token == ":":
        if top:
            top.wants_value = True
    elif top and not top.is_list and not top.wants_value:
        top.key = json.loads(token)
    else:
        path = top.next() if top else ""
        found[path] = line
        if token in "[{":
            stack.append(_Open(path, token == "["))
