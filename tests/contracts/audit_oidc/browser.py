"""A browser of few words: opens the address it is given, signs in as LOGIN, agrees to everything.

``BROWSER`` may name it as a command: the ``huiying`` command then opens it like any other.
"""

import os
import sys
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

MOST_PAGES = 10


class Form(HTMLParser):
    """The first form of a page: where it goes and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = given.get("action") or ""
        if tag == "input" and (name := given.get("name")):
            self.fields[name] = given.get("value") or ""


def visit(address: str, login: str) -> str:
    """Follow every form from this address on; return the text of the last page."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    answer = browser.open(address, timeout=20)
    for _ in range(MOST_PAGES):
        text: str = answer.read().decode()
        form = Form()
        form.feed(text)
        if form.action is None:
            return text
        fields = form.fields | ({"login": login, "password": "x"} if "login" in form.fields else {})
        target = urljoin(answer.url, form.action)
        answer = browser.open(target, urlencode(fields).encode(), timeout=20)
    raise RuntimeError(f"forms without end at {answer.url}")


if __name__ == "__main__":
    # as a browser does, it returns at once and goes on in the background
    if os.fork() == 0:
        visit(sys.argv[1], os.environ["LOGIN"])
