"""The web app: Voila, made small, quick and tight."""

import sys

# jsonschema, which Voila's dependencies import, would build a whole grammar for internationalised addresses at import:
# one to three seconds at every start, for a check that nothing here asks for. None makes it do without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is Python's own mark for a module that must not load
