"""An inventory as a record keeps it: one small value a system, so that hundreds are stored, shared and backed up.

Keys: `meta/layout`, `meta/encoding`, and `row/<number>` with what is not empty of a system. Never a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.core.inventory import Impact, Record, Reported, Stage
from toolkit.exchange.inventory import Inventory, read_inventory
from toolkit.exchange.inventory_out import FORMAT
from toolkit.exchange.problems import Unreadable
from toolkit.exchange.safe_json import load

TEXTS = ("id", "register", "own_id", "agency", "unit", "name", "key")
MOST = 5_000
"""Records of one inventory that are kept; the largest public one that we know has some 3,600."""


def kept(inventory: Inventory) -> dict[str, Any]:
    """The values of a record that holds an inventory; raises BundleError for one that is too large."""
    if len(inventory.records) > MOST:
        raise Unreadable(
            "the inventory has {count} records; at most {most} fit, so split the file",
            count=len(inventory.records),
            most=MOST,
        )
    values: dict[str, Any] = {"meta/layout": inventory.layout, "meta/encoding": inventory.encoding}
    return values | {f"row/{number:05}": _plain(one) for number, one in enumerate(inventory.records)}


def _plain(record: Record) -> dict[str, Any]:
    out: dict[str, Any] = {name: getattr(record, name) for name in TEXTS if getattr(record, name)}
    out |= {"row": record.row, "stage": str(record.stage), "impact": str(record.impact)}
    out |= {"year": record.year} if record.year else {}
    out |= {} if record.personal_data is None else {"personal_data": record.personal_data}
    out["practices"] = {name: str(said) for name, said in record.practices.items()}
    out["texts"] = {name: text for name, text in record.texts.items() if text}
    out["asked"] = [name for name, text in record.texts.items() if not text]
    return out | ({"remarks": list(record.remarks)} if record.remarks else {})


def records_of(values: Mapping[str, Any]) -> tuple[Record, ...]:
    """The systems of a kept inventory, in their order; what is none is left out."""
    rows = sorted((key, raw) for key, raw in values.items() if key.startswith("row/"))
    return tuple(record for _, raw in rows if (record := _record(raw)) is not None)


def _record(raw: object) -> Record | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
        return None
    practices, texts, asked = (raw.get(name) or {} for name in ("practices", "texts", "asked"))
    return Record(
        row=int(raw.get("row") or 0),
        year=raw.get("year"),
        stage=Stage(raw.get("stage", "unknown")),
        impact=Impact(raw.get("impact", "unknown")),
        personal_data=raw.get("personal_data"),
        practices={str(name): Reported(said) for name, said in practices.items()},
        texts={str(name): str(text) for name, text in texts.items()} | dict.fromkeys(asked, ""),
        remarks=tuple(raw.get("remarks") or ()),
        **{name: str(raw.get(name) or "") for name in TEXTS},
    )


def read_any(raw: bytes, given: Mapping[str, Any]) -> tuple[Inventory, ...]:
    """The inventories of a file: as they were published (CSV), or as `toolkit import inventory` wrote them (JSON).

    Raises BundleError for anything else. `given` is the content of `inventories/inventories.json`.
    """
    if raw.lstrip()[:1] != b"{":
        return (read_inventory(raw, given),)
    data = load(raw)
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Unreadable("this is no inventory; give the published CSV, or what “toolkit import inventory” wrote")
    return (Inventory("toolkit", "UTF-8", tuple(_written(data.get("records")))),)


def _written(rows: object) -> Iterable[Record]:
    for place, raw in enumerate(rows if isinstance(rows, Sequence) else (), 1):
        try:
            found = _record(_as_kept(raw))
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            raise Unreadable(
                "record {number} cannot be read ({why}); import the inventory again", number=place, why=error
            ) from error
        if found is not None:
            yield found


def _as_kept(raw: Any) -> dict[str, Any]:
    practices = {one["practice"]: one["reported"] for one in raw["evidence"]}
    return {**raw, "impact": raw["impact_by_its_own_label"], "practices": practices}
