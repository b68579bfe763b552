"""Make `ui/static/ui/icons.svg`, the sprite of line icons, from the npm package lucide-static (ISC).

npm pack lucide-static && tar xzf lucide-static-*.tgz
python scripts/make_icons.py package/icons
"""

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/pasar/ui/static/ui/icons.svg"

ICONS = {
    "home": "house", "categories": "layout-grid", "basket": "shopping-basket", "me": "user-round", "search": "search",
    "star": "star", "alert": "circle-alert", "check": "check", "close": "x", "right": "chevron-right",
    "left": "chevron-left", "down": "chevron-down", "up": "chevron-up", "back": "arrow-left", "plus": "plus",
    "minus": "minus", "truck": "truck", "parcel": "package", "box-check": "package-check", "shop": "store",
    "pin": "map-pin", "globe": "globe", "moon": "moon", "sun": "sun", "theme": "sun-moon", "wallet": "wallet",
    "qr": "qr-code", "cash": "banknote", "clock": "clock", "mail": "mail", "phone": "phone", "bell": "bell",
    "shield": "shield-check", "flag": "flag", "filter": "sliders-horizontal", "sort": "arrow-up-down", "copy": "copy",
    "trash": "trash-2", "edit": "pencil", "camera": "camera", "upload": "upload", "download": "download",
    "print": "printer", "tag": "tag", "percent": "badge-percent", "flash": "zap", "info": "info", "help": "circle-help",
    "heart": "heart", "lock": "lock", "key": "key-round", "undo": "undo-2", "refresh": "refresh-cw", "list": "list",
    "orders": "receipt-text", "chart": "chart-column", "settings": "settings", "out": "log-out", "menu": "menu",
    "image": "image", "calendar": "calendar", "lantern": "lamp-ceiling", "external": "external-link",
    "bank": "landmark",
    "official": "badge-check", "plane": "plane", "hand": "hand-coins", "more": "ellipsis",
    "note": "message-square-text",
    "eye": "eye", "file": "file-text", "share": "share-2", "quick": "gauge",
}  # fmt: skip
ALTERNATIVES = {"circle-help": "circle-question-mark"}


def main(folder: Path) -> None:
    symbols = []
    for name, source in sorted(ICONS.items()):
        file = folder / f"{source}.svg"
        if not file.exists():
            file = folder / f"{ALTERNATIVES[source]}.svg"
        body = re.sub(r"<!--.*?-->", "", file.read_text(encoding="utf-8"), flags=re.S)
        inner = re.search(r"<svg[^>]*>(.*)</svg>", body, re.S)
        assert inner, file
        drawn = re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    TARGET.write_text(head + "\n" + "\n".join(symbols) + "\n</svg>\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
