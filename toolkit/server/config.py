"""The configuration of a server: one TOML file, the environment, or both.

Every key is also a variable: `max_kernels` is TOOLKIT_MAX_KERNELS. Options of a command win over variables, variables
over the file, the file over the defaults. A secret may stand in a file of its own: `database_url_file`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from toolkit.core.model import ToolkitError
from toolkit.server.configuration import Configuration, Identity, LogFormat, Visitors

PREFIX = "TOOLKIT_"
FILE_VARIABLE = "TOOLKIT_CONFIG"
SECRETS = ("database_url", "metrics_token", "oidc_client_secret", "smtp_url")
"""Keys that may be read from a file of their own, named by the key with `_file` after it."""

SECRET_LIMIT = 10_000
TRUTH = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}


class BadConfiguration(ToolkitError):
    """The configuration cannot be used; the message says which key, where, and what to write."""


KEYS = tuple(field.name for field in fields(Configuration))
KINDS = {field.name: str(field.type) for field in fields(Configuration)}
CHOICES: Mapping[str, type[StrEnum]] = {"identity": Identity, "visitors": Visitors, "log_format": LogFormat}
RANGES: Mapping[str, tuple[float, float]] = {
    "port": (0, 65_535),
    "sign_in_hours": (0.1, 168),
    "sign_in_idle_minutes": (1, 10_080),
    "max_kernels": (1, 10_000),
    "kernels_each": (1, 10_000),
    "idle_minutes": (1, 1_440),
    "max_request_kb": (16, 102_400),
    "slow_client_seconds": (1, 600),
}
NOT_KEYS = frozenset({"CONFIG", "VISITOR", "SERVED", "DEMO", "SHARED", "COOKIE_SECRET"})
"""Variables with our prefix that are no keys; see README. Those for tests begin with TEST."""


def variable(key: str) -> str:
    """The variable of a key."""
    return PREFIX + key.upper()


def load(
    file: Path | None = None, environment: Mapping[str, str] | None = None, options: Mapping[str, object] | None = None
) -> Configuration:
    """The configuration from `file` (else TOOLKIT_CONFIG), the environment and options; None options do not count.

    Raises BadConfiguration for a key, value or file that cannot be used.
    """
    variables = environment or {}
    named = file or (Path(variables[FILE_VARIABLE]) if variables.get(FILE_VARIABLE) else None)
    found: dict[str, Any] = _from_file(named) if named else {}
    found |= _from_variables(variables)
    found |= {key: value for key, value in (options or {}).items() if value is not None}
    return checked(replace(Configuration(), **found))


# ---------------------------------------------------------------- from a file


def _from_file(file: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadConfiguration(
            f"The configuration {file} cannot be read ({error.strerror}): check its path."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"The configuration {file} is not TOML: {error}. Mend that line.") from error
    return _with_secrets(given, str(file), lambda key, value: _from_toml(key, value, file), file.parent)


def _from_toml(key: str, value: object, file: Path) -> Any:
    place = f"“{key}” in {file}"
    match KINDS[key].removesuffix(" | None"):
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "float" if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case "bool" if isinstance(value, bool):
            return value
        case "tuple[str, ...]" if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        case "Path" if isinstance(value, str):
            return file.parent / value
        case "str" | "Identity" | "Visitors" | "LogFormat" if isinstance(value, str):
            return _chosen(key, value, place)
    raise BadConfiguration(f"{place} is {value!r}: write {_wanted(key)}.")


# ---------------------------------------------------------------- from the environment


def _from_variables(variables: Mapping[str, str]) -> dict[str, Any]:
    ours = {name.removeprefix(PREFIX): value for name, value in variables.items() if name.startswith(PREFIX)}
    given: dict[str, str] = {}
    for name, value in ours.items():
        key = name.lower()
        if key in _known():
            given |= {key: value} if value else {}  # an empty variable is one that is not set
        elif name not in NOT_KEYS and not name.startswith("TEST_") and (near := _near(key)):
            raise BadConfiguration(f"There is no setting {PREFIX}{name}: did you mean {variable(near)}?")
    return _with_secrets(given, "the environment", _from_text, Path())


def _from_text(key: str, value: str) -> Any:
    place = variable(key)
    try:
        match KINDS[key].removesuffix(" | None"):
            case "int":
                return int(value)
            case "float":
                return float(value)
            case "bool":
                return TRUTH[value.lower()]
            case "tuple[str, ...]":
                return tuple(part.strip() for part in value.split(",") if part.strip())
            case "Path":
                return Path(value)
    except (ValueError, KeyError) as error:
        raise BadConfiguration(f"{place} is {value!r}: write {_wanted(key)}.") from error
    return _chosen(key, value, place)


# ---------------------------------------------------------------- what both need


def _with_secrets(
    given: Mapping[str, Any], place: str, read: Callable[[str, Any], Any], folder: Path
) -> dict[str, Any]:
    """The values of known keys, with `<secret>_file` read; raises BadConfiguration for an unknown key."""
    found = {}
    for key, value in given.items():
        if key in KEYS:
            found[key] = read(key, value)
        elif key in _known():
            found[key.removesuffix("_file")] = secret(folder / str(value))
        else:
            near = _near(key)
            hint = f"did you mean “{near}”?" if near else f"there are {', '.join(_known())}."
            raise BadConfiguration(f"There is no key “{key}”, which stands in {place}: {hint}")
    return found


def secret(file: Path) -> str:
    """The text of a file that holds one secret; raises BadConfiguration when it cannot be read or is empty."""
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read(SECRET_LIMIT).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"The secret in {file} cannot be read: check the path and its rights.") from error
    if not text:
        raise BadConfiguration(f"The file {file} is empty: write the secret into it.")
    return text


def _known() -> tuple[str, ...]:
    return (*KEYS, *(f"{key}_file" for key in SECRETS))


def _near(key: str) -> str | None:
    return next(iter(difflib.get_close_matches(key, _known(), 1, 0.75)), None)


def _chosen(key: str, value: str, place: str) -> str:
    if key not in CHOICES:
        return value
    if value not in {str(one) for one in CHOICES[key]}:
        raise BadConfiguration(f"{place} is {value!r}: write {_wanted(key)}.")
    return CHOICES[key](value)


def _wanted(key: str) -> str:
    if key in CHOICES:
        return " or ".join(str(one) for one in CHOICES[key])
    kinds = {"int": "a whole number", "float": "a number", "bool": "true or false", "Path": "the path of a file"}
    return kinds.get(KINDS[key].removesuffix(" | None"), "text") if "tuple" not in KINDS[key] else "a list of texts"


def checked(given: Configuration) -> Configuration:
    """The same configuration; raises BadConfiguration for values that cannot be or do not fit each other."""
    for key, (least, most) in RANGES.items():
        value = getattr(given, key)
        if value is not None and not least <= value <= most:
            raise BadConfiguration(f"“{key}” is {value}: write a number from {least:g} to {most:g}.")
    networks(given.trusted_proxies)
    if given.identity is Identity.HEADER and not given.trusted_proxies:
        raise BadConfiguration("“identity” is header: name the proxy in “trusted_proxies”, such as 127.0.0.1.")
    if given.metrics and given.public_url and not given.metrics_token:
        raise BadConfiguration("“metrics” behind a proxy would be open to visitors: set “metrics_token_file”.")
    if given.hub and given.identity is Identity.NONE:
        raise BadConfiguration("“hub” needs visitors who sign in: set “identity” to local, header or oidc.")
    if given.smtp_url and (urlsplit(given.smtp_url).scheme not in {"smtp", "smtps"} or "@" not in given.mail_from):
        raise BadConfiguration("“smtp_url” is smtp://host or smtps://name:password@host, with “mail_from” an address.")
    if given.smtp_url and not given.public_url:
        raise BadConfiguration("“smtp_url” needs “public_url”: else whoever asks could choose where a mail leads.")
    url = urlsplit(given.public_url)
    if given.public_url and (url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/")):
        raise BadConfiguration(
            f"“public_url” is {given.public_url!r}: write the address that visitors use, such as https://toolkit.example."
        )
    return given


def networks(proxies: Iterable[str]) -> tuple[Any, ...]:
    """The addresses and networks of proxies; raises BadConfiguration for what is neither."""
    try:
        return tuple(ip_network(one) for one in proxies)
    except ValueError as error:
        raise BadConfiguration(
            f"“trusted_proxies” has a bad address ({error}): write 127.0.0.1 or 10.0.0.0/24."
        ) from error
