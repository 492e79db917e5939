"""A trainer without a script: the control view as a browser sends its forms."""

import re
from html import unescape
from urllib.parse import urlencode

FORM = re.compile(r"<form method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)
BUTTON = re.compile(r"<button([^>]*)>(.*?)</button>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class Trainer:
    """Somebody with a trainer’s link."""

    def __init__(self, server, token):
        self.browser, self.path = server.stranger(), f"/t/{token}"

    def get(self, query="lang=en", **headers):
        """The page."""
        return self.browser.get(f"{self.path}?{query}", **headers)

    def form(self, page, label, **more):
        """What the form of the first button with these words sends; the fields as pairs."""
        for form in FORM.findall(page.text):
            for attributes, words in BUTTON.findall(form):
                if label in unescape(TAG.sub("", words)):
                    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
                    fields += re.findall(r'name="(\w+)" value="([^"]*)"', attributes)
                    return [(name, unescape(value)) for name, value in fields if name not in more] + [*more.items()]
        raise AssertionError(f"no button “{label}” on the page")

    def send(self, fields):
        """Send a form."""
        return self.browser.get(f"{self.path}?lang=en", method="POST", data=urlencode(fields).encode())

    def press(self, label, page=None, **more):
        """Press a button of the page; it must count. The page as it is then."""
        done = self.send(self.form(page or self.get(), label, **more))
        assert done.status == 303, done.text
        return self.browser.get(done.headers["Location"])

    def news(self):
        """The short word."""
        return self.browser.get(f"{self.path}/news").text


def step(page):
    """The words of the one big button, or link."""
    found = re.search(r'<div class="step">.*?<(?:button|a) class="button [^>]*>(.*?)</', page.text, re.DOTALL)
    return unescape(TAG.sub("", found[1])) if found else ""
