"""The only reader of `data/`: content files to nouns, in a language."""

from toolkit.content.load import Library, load_library
from toolkit.content.read import ContentError

__all__ = ["ContentError", "Library", "load_library"]
