"""Plain data as YAML text that people can read: keys in the order given, texts in their own script."""

from __future__ import annotations

from io import StringIO
from typing import Any


def dump_yaml(data: Any) -> str:
    """Lists, keys, texts and numbers as YAML 1.2; `parse_yaml` reads the same back."""
    from ruamel.yaml import YAML  # only who writes content waits for it

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # declared as None, meant as a switch
    yaml.width = 120
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
