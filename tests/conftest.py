"""What tests of several floors share: one browser, because Playwright runs only once at a time."""

import os

import pytest

# Content packs that somebody installed on this computer must not change what tests see; those that need some say so.
os.environ.setdefault("TOOLKIT_PACKS", "")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; without one they are skipped, or fail in continuous integration."""
    # Imported here: most tests need no browser.
    from playwright.sync_api import sync_playwright

    from tests.server.harness import chromium

    with sync_playwright() as playwright:
        program = chromium(playwright)
        yield program
        program.close()
