"""What a browser may do with our pages: the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping


def _policy(rules: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in rules.items())


_LIGHT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    # Bars and grids are drawn with a style attribute each; style elements stay forbidden.
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
_FULL = {
    # anywidget makes a module of each widget's own code, under a blob: address that only running script can make.
    "script-src": "'self' blob:",
    # JupyterLab's client carries its styles as elements, and icons and fonts inside them.
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    # Images that Python sends are shown under a blob: address.
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
}
LIGHT = _policy(_LIGHT)
FULL = _policy(_LIGHT | _FULL)
"""What notebooks with other widgets need. Scripts in outputs and evaluated text stay forbidden."""

SECURITY_HEADERS = {
    "Content-Security-Policy": LIGHT,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
