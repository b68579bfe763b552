"""A parcel's label: one A6 page with what a sorter, a driver and a scanner need.

The sort code is the largest thing on it, cash to collect stands in a box, the tracking number is there as Code 128,
as a QR code and as text. Sarabun covers Thai, Vietnamese and the Latin scripts (fonts/OFL.txt).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "Sarabun", "Sarabun-Bold"
WIDTH, HEIGHT = A6
EDGE = 5 * mm
INNER = WIDTH - 2 * EDGE


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed; texts are ready to be read."""

    tracking_number: str
    sort_code: str
    carrier: str
    service: str
    order_number: str
    recipient: tuple[str, ...]
    """Name, phone, then the address line by line."""
    sender: tuple[str, ...]
    weight: str
    cash: str
    """The amount to collect; empty: nothing."""
    cash_title: str = "COD"


@cache
def _fonts() -> None:
    folder = files(__package__) / "fonts"
    for name, file in ((REGULAR, "Sarabun-Regular.ttf"), (BOLD, "Sarabun-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, BytesIO((folder / file).read_bytes())))


def draw(labels: list[Label]) -> bytes:
    """The labels as a PDF, one A6 page each."""
    _fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=A6, pageCompression=1)
    canvas.setTitle(", ".join(label.order_number for label in labels))
    for label in labels:
        _page(canvas, label)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _page(canvas: Canvas, label: Label) -> None:
    y = HEIGHT - EDGE
    y = _head(canvas, label, y)
    y = _barcode(canvas, label, y)
    y = _party(canvas, label.recipient, y, size=11, bold_first=True, most=9)
    if label.cash:
        y = _cash(canvas, label, y)
    _foot(canvas, label)


def _head(canvas: Canvas, label: Label, y: float) -> float:
    canvas.setFont(REGULAR, 9)
    canvas.drawString(EDGE, y - 9, f"{label.carrier} · {label.service}")
    canvas.drawRightString(WIDTH - EDGE, y - 9, label.weight)
    if label.sort_code:
        size = 40.0
        while pdfmetrics.stringWidth(label.sort_code, BOLD, size) > INNER and size > 14:
            size -= 1
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(WIDTH / 2, y - 14 - size * 0.9, label.sort_code)
        y -= size
    y -= 22
    canvas.setLineWidth(1.2)
    canvas.line(EDGE, y, WIDTH - EDGE, y)
    return y


def _barcode(canvas: Canvas, label: Label, y: float) -> float:
    number = label.tracking_number or label.order_number
    height = 15 * mm
    code = code128.Code128(number, barHeight=height, barWidth=0.9, quiet=0)
    scale = min(1.5, INNER / code.width)
    canvas.saveState()
    canvas.translate((WIDTH - code.width * scale) / 2, y - 2 * mm - height)
    canvas.scale(scale, 1)
    code.drawOn(canvas, 0, 0)
    canvas.restoreState()
    canvas.setFont(BOLD, 11)
    canvas.drawCentredString(WIDTH / 2, y - 2 * mm - height - 12, number)
    y -= 2 * mm + height + 17
    canvas.line(EDGE, y, WIDTH - EDGE, y)
    return float(y - 2 * mm)


def _party(
    canvas: Canvas, lines: tuple[str, ...], y: float, *, size: float, bold_first: bool, most: int
) -> float:
    """Lines of an address, folded to the width, `most` at most: the last ones matter least to the driver."""
    folded = [
        (BOLD if bold_first and position == 0 else REGULAR, piece)
        for position, line in enumerate(lines)
        for piece in simpleSplit(line, BOLD if bold_first and position == 0 else REGULAR, size, INNER)
    ]
    for font, piece in folded[:most]:
        canvas.setFont(font, size)
        y -= size * 1.3
        canvas.drawString(EDGE, y, piece)
    return float(y - 2 * mm)


def _cash(canvas: Canvas, label: Label, y: float) -> float:
    height = 11 * mm
    canvas.setLineWidth(2)
    canvas.rect(EDGE, y - height, INNER - 28 * mm, height)
    canvas.setFont(BOLD, 9)
    canvas.drawString(EDGE + 2 * mm, y - 4 * mm, label.cash_title)
    canvas.setFont(BOLD, 17)
    canvas.drawRightString(WIDTH - EDGE - 30 * mm, y - height + 2.6 * mm, label.cash)
    return float(y - height)


def _foot(canvas: Canvas, label: Label) -> None:
    side = 24 * mm
    widget = QrCodeWidget(label.tracking_number or label.order_number, barLevel="M")
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, WIDTH - EDGE - side, EDGE - 2 * mm)
    canvas.setFont(BOLD, 8)
    canvas.drawString(EDGE, EDGE + side * 0.78, label.order_number)
    width = INNER - side - 2 * mm
    y = EDGE + side * 0.78
    for line in label.sender:
        for piece in simpleSplit(line, REGULAR, 7.5, width)[:2]:
            y -= 9.5
            if y < EDGE:
                return
            canvas.setFont(REGULAR, 7.5)
            canvas.drawString(EDGE, y, piece)
