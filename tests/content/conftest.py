"""A copy of the real content that a test may break in one place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.content.broken import ROOT, Copy
from toolkit.content.read import data_root


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken copies must not push the real content out of the reader's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    # without translations: they are work in progress, and each test brings the one it needs
    ignored = shutil.ignore_patterns("__pycache__", "*.py", "locales")
    shutil.copytree(data_root(), tmp_path / "data", ignore=ignored)
    lock = ROOT / "tests" / "golden" / "ids.txt"
    (tmp_path / "tests" / "golden").mkdir(parents=True)
    shutil.copy(lock, tmp_path / "tests" / "golden" / "ids.txt")
    return Copy(tmp_path / "data")
