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
_BLOCK = re.compile(
    r"</?(?:p|li|ul|ol|h[1-6]|table|tr|td|th|div|blockquote)\b[^>]*>|<[bh]r\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>")
_EMPTY_LINE = re.compile(r"\n\s*\n")


def clean(text: str) -> str:
    """Clean HTML of what a seller wrote: HTML keeps its plain tags, plain text gets paragraphs. Idempotent."""
    text = text.replace("\0", "").strip()
    if not text:
        return ""
    if _LOOKS_LIKE_HTML.search(text):
        text = str(_CLEANER.clean(text)).strip()
        if _LOOKS_LIKE_HTML.search(text):
            return text
    # Plain text, or what is left when no tag was allowed: written as the cleaner writes it, so that it stays so.
    plain_text = (
        unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\0", "")
    )
    parts = [part.strip() for part in _EMPTY_LINE.split(escape(plain_text, quote=False))]
    return "".join([f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part])


def shown(html: str) -> SafeString:
    """Stored HTML for a page, cleaned once more."""
    return SafeString(_CLEANER.clean(html))  # the one place that vouches for HTML


def plain(html: str, most: int = 0) -> str:
    """The words of an HTML text, at most `most` characters (0: all)."""
    if most:
        html = html[: most * 3]
    # Stored texts are clean already; what a tag leaves behind here is shown escaped wherever it goes.
    text = " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", html))).split())
    return text[:most] if most else text
