"""What others made, as plain data: scoring profiles, how public inventories are written, what registers ask for."""

from __future__ import annotations

import json
from typing import Any, cast

from toolkit.content.read import ContentError, data_root


def scoring_names() -> tuple[str, ...]:
    """The profiles that ship with the toolkit."""
    return tuple(sorted(path.stem for path in (data_root() / "surveys").glob("*.json")))


def scoring_profile(name: str) -> dict[str, Any]:
    """A profile by its id; raises ContentError with the ids there are."""
    if name not in scoring_names():
        raise ContentError([f"there is no scoring profile “{name}”; choose one of {', '.join(scoring_names())}"])
    return cast(dict[str, Any], json.loads((data_root() / "surveys" / f"{name}.json").read_text("utf-8")))


def inventory_words() -> dict[str, Any]:
    """Layouts and vocabularies of public AI inventories."""
    return cast(dict[str, Any], json.loads((data_root() / "inventories" / "inventories.json").read_text("utf-8")))


def register_words(name: str) -> dict[str, Any]:
    """What the register of another program asks for beside our own content."""
    return cast(dict[str, Any], json.loads((data_root() / "registers" / f"{name}.json").read_text("utf-8")))
