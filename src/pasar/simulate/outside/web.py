"""A small HTTP face: routes by pattern, JSON in and out, pages for people."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

LARGEST = 1 << 20

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Refused(Exception):
    """Asked for something that cannot be: `status`, and a `code` for programs."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Asked:
    """A request: the pattern's groups, the query, the JSON or form that came."""

    parts: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case."""


@dataclass(frozen=True)
class Page:
    """An HTML answer, a redirect, or another text."""

    text: str
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


Route = tuple[str, str, Callable[[Asked], Any]]


class Application:
    """WSGI over a list of (method, pattern, handler). A handler returns a JSON-able value or a Page."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = [(method, re.compile(pattern), handler) for method, pattern, handler in routes]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        try:
            answer = self._answer(environ)
        except Refused as refusal:
            answer = Page(json.dumps({"code": refusal.code}), "application/json", refusal.status)
        if not isinstance(answer, Page):
            answer = Page(json.dumps(answer, ensure_ascii=False), "application/json")
        data = answer.text.encode()
        heads = [
            ("Content-Type", answer.kind),
            ("Content-Length", str(len(data))),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'",
            ),
        ]
        if answer.location:
            heads.append(("Location", answer.location))
        start_response(f"{answer.status} {'OK' if answer.status < 300 else 'See'}", heads)
        return [data]

    def _answer(self, environ: dict[str, Any]) -> Any:
        path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
        for wanted, pattern, handler in self._routes:
            if wanted == method and (match := pattern.fullmatch(path)):
                query = {key: values[-1] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
                raw = _raw(environ)
                return handler(Asked(match.groupdict(), query, _body(environ, raw), raw, _headers(environ)))
        raise Refused(404, "no_such_address")


def _raw(environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        raise Refused(413, "too_large")
    return environ["wsgi.input"].read(int(length)) if int(length) else b""


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    return {
        key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")
    }


def _body(environ: dict[str, Any], raw: bytes) -> dict[str, Any]:
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return {key: values[-1] for key, values in parse_qs(raw.decode(errors="replace")).items()}
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refused(400, "not_json") from None
    if not isinstance(body, dict):
        raise Refused(400, "not_an_object")
    return body


def style(package: str) -> Callable[[Asked], Page]:
    """A handler for the package's style sheet."""
    return lambda _asked: Page(files(package).joinpath("style.css").read_text(encoding="utf-8"), "text/css")
