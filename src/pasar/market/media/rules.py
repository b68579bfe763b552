"""Sizes of pictures and where their files lie."""

import re

SIZES = (200, 600, 1200)
"""Longest side of the files that are made, in pixels."""
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SIDE = 20_000
LEAST_SIDE = 50

FILE_NAME = re.compile(
    r"([a-z]{2})/([0-9a-f]{2})/(\2[0-9a-f]{6}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(200|600|1200)\.webp"
)


def fit(w: int, h: int, side: int) -> tuple[int, int]:
    """(width, height) with the longest side at most `side`, the shape kept; never larger than it was."""
    longest = max(w, h)
    if longest <= side:
        return w, h
    return max(1, round(w * side / longest)), max(1, round(h * side / longest))


def file_name(country: str, picture_id: str, side: int) -> str:
    """Below MEDIA_ROOT, and below MEDIA_URL."""
    return f"{country}/{picture_id[:2]}/{picture_id}-{side}.webp"
