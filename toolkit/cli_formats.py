"""What `toolkit export` can write; apart, so that the command line starts without the writers."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """What `export` writes."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    CISO = "ciso"
    CISO_CONTROLS = "ciso-controls"
    CISO_MATRIX = "ciso-matrix"
    SIMPLERISK = "simplerisk"
    OSCAL = "oscal"
    JSONLD = "jsonld"
    ICS = "ics"
    FRIA = "fria"
    PARQUET = "parquet"
