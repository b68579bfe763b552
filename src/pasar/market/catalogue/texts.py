"""Sellers' HTML: one allow-list, applied when written and again when shown, so that a hole in either is none."""

import re
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString

TAGS = {
    "b", "strong", "i", "em", "u", "s", "br", "p", "ul", "ol", "li", "h3", "h4", "h5", "table", "thead", "tbody", "tr",
    "th", "td", "blockquote", "hr", "sub", "sup",
}  # fmt: skip
"""Nothing that loads, links, runs or positions: a description is text."""

_CLEANER = nh3.Cleaner(tags=TAGS, attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}})
_PLAIN = nh3.Cleaner(tags=set())
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|tr|div|td)>|<br\s*/?>", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>")
_SPACES = re.compile(r"[ \t\u00a0]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")


def clean(text: str) -> str:
    """Clean HTML of what a seller wrote: HTML keeps its plain tags, plain text gets paragraphs. Idempotent."""
    text = text.replace("\0", "").strip()
    if not text:
        return ""
    if _LOOKS_LIKE_HTML.search(text):
        text = str(_CLEANER.clean(text)).strip()
        if _LOOKS_LIKE_HTML.search(text):
            return text
    # Plain text, or what is left when no tag was allowed; through the cleaner too, which is what cleaning it again does.
    paragraphs = (
        escape(part, quote=False).replace("\n", "<br>") for part in _LINES.split(unescape(text).strip())
    )
    return str(_CLEANER.clean("".join(f"<p>{part}</p>" for part in paragraphs if part))).strip()


def shown(html: str) -> SafeString:
    """Stored HTML for a page, cleaned once more."""
    return SafeString(_CLEANER.clean(html))  # the one place that vouches for HTML


def plain(html: str, most: int = 0) -> str:
    """The words of an HTML text, at most `most` characters (0: all)."""
    if most:
        html = html[: most * 3]
    text = unescape(_PLAIN.clean(_BLOCK_END.sub(" ", html)))
    text = " ".join(text.split())
    return text[:most] if most else text
