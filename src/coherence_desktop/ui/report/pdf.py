"""A report as a PDF: pages with running heads, numbers and a foot; fonts are embedded."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from coherence_desktop.ui.report.choices import Paper
from coherence_desktop.ui.report.document import Document
from coherence_desktop.ui.report.pdf_blocks import pieces_of
from coherence_desktop.ui.report.pdf_pages import Page, Piece, filled, paginate
from coherence_desktop.ui.report.pdf_text import DOTS_PER_POINT, TextBox, Type, ink, natural_width

Progress = Callable[[float], None]

_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_SIDE, _TOP, _FOOT = 51.0, 54.0, 54.0
"""Margins in points; running head and foot stand in the upper and lower one."""
_LOGO_HIGH, _LOGO_WIDE = 34.0, 130.0
_SMALLEST, _SMALLEST_OF_ONE_PAGE = 0.9, 0.74
_SMALLER = 0.97
_NEARLY_EMPTY = 0.3
"""A last page with less on it is avoided, as far as a little smaller type does it."""
_POINTS_PER_INCH = 72


def pdf_bytes(document: Document, paper: Paper, progress: Progress | None = None) -> bytes:
    """Write a report as PDF.

    Needs a ``QGuiApplication``, on any platform; usable from any thread.

    Parameters
    ----------
    document : Document
    paper : Paper
    progress : callable, optional
        Is told the share that is done; may raise to stop.
    """
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_POINT * _POINTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(_SIZES[paper]), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
    )
    writer.setTitle(document.title)
    writer.setCreator("Coherence Desktop")
    sheet = QRectF(0, 0, writer.width(), writer.height())
    tell = progress or _nobody
    pages, type_ = _fitting(document, sheet, tell)
    painter = QPainter(writer)
    try:
        for number, page in enumerate(pages):
            tell(0.5 + 0.5 * number / len(pages))
            if number:
                writer.newPage()
            _paint(painter, page)
            _paint_margins(painter, document, number, len(pages), sheet, type_)
    finally:
        # A painter that outlives what it paints on brings the process down.
        painter.end()
        buffer.close()
    return bytes(store.data())


def _fitting(document: Document, sheet: QRectF, tell: Progress) -> tuple[list[Page], Type]:
    """Pages, set smaller where that spares a page; as large as usual where it does not."""
    usual = Type()
    pages = _pages(document, usual, sheet, tell)
    found = None
    if document.one_page and len(pages) > 1:
        found = _smaller(document, sheet, tell, most=1, smallest=_SMALLEST_OF_ONE_PAGE)
    if found is None and len(pages) > 1 and filled(pages[-1]) < _NEARLY_EMPTY * _height(sheet):
        found = _smaller(document, sheet, tell, most=len(pages) - 1, smallest=_SMALLEST)
    return found or (pages, usual)


def _smaller(
    document: Document, sheet: QRectF, tell: Progress, *, most: int, smallest: float
) -> tuple[list[Page], Type] | None:
    """At most so many pages in the largest type that does it; ``None`` if none does."""
    scale = _SMALLER
    while scale >= smallest:
        type_ = Type(scale)
        pages = _pages(document, type_, sheet, lambda _: tell(0.5))
        if len(pages) <= most:
            return pages, type_
        scale *= _SMALLER
    return None


def _pages(document: Document, type_: Type, sheet: QRectF, tell: Progress) -> list[Page]:
    width = sheet.width() - 2 * _SIDE * DOTS_PER_POINT
    pieces = _title(document, type_, width)
    for place, block in enumerate(document.blocks):
        tell(0.5 * place / len(document.blocks))
        pieces += pieces_of(block, type_, width)
    return paginate(pieces, _height(sheet))


def _height(sheet: QRectF) -> float:
    """Of what stands between the margins."""
    return sheet.height() - (_TOP + _FOOT) * DOTS_PER_POINT


def _title(document: Document, type_: Type, width: float) -> list[Piece]:
    pieces = []
    logo = QImage.fromData(document.logo) if document.logo else QImage()
    if document.clinic or not logo.isNull():
        pieces.append(_clinic(document.clinic, logo, type_, width))
    title = TextBox(document.title, type_.font(20.0, 600), width, type_.units(26))
    pieces.append(Piece(title.height, title.draw, type_.units(12), with_next=True))
    if document.subtitle:
        font = type_.font(11.0)
        below = TextBox(document.subtitle, font, width, type_.units(15), "ink2")
        pieces.append(Piece(below.height + type_.units(4), below.draw, with_next=True))
    return pieces


def _clinic(clinic: str, logo: QImage, type_: Type, width: float) -> Piece:
    words = TextBox(clinic, type_.font(9.5, 500), width * 0.7, type_.units(13), "ink2")
    wide = high = 0.0
    if not logo.isNull():
        most = (type_.units(_LOGO_WIDE), type_.units(_LOGO_HIGH))
        scale = min(most[0] / logo.width(), most[1] / logo.height())
        wide, high = logo.width() * scale, logo.height() * scale
    inner = max(words.height, high)
    below = type_.units(8)

    def draw(painter: QPainter, x: float, y: float) -> None:
        words.draw(painter, x, y + (inner - words.height) / 2)
        if high:
            box = QRectF(x + width - wide, y + (inner - high) / 2, wide, high)
            painter.drawImage(box, logo)
        painter.setPen(QPen(ink("line"), type_.units(0.8)))
        base = y + inner + below
        painter.drawLine(QPointF(x, base), QPointF(x + width, base))

    return Piece(inner + below, draw)


def _paint(painter: QPainter, page: Page) -> None:
    left, top = _SIDE * DOTS_PER_POINT, _TOP * DOTS_PER_POINT
    for placed in page:
        placed.piece.draw(painter, left, top + placed.y)


def _paint_margins(
    painter: QPainter, document: Document, number: int, count: int, sheet: QRectF, type_: Type
) -> None:
    """Running head from the second page on; foot with the number of the page."""
    left, right = _SIDE * DOTS_PER_POINT, sheet.width() - _SIDE * DOTS_PER_POINT
    font, leading = type_.font(7.5), type_.units(10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rule = QPen(ink("line"), type_.units(0.6))
    if number and document.running:
        running = QFontMetricsF(font).elidedText(
            document.running, Qt.TextElideMode.ElideMiddle, right - left - type_.units(1)
        )
        head = TextBox(running, font, right - left, leading, "ink2")
        y = (_TOP - 24) * DOTS_PER_POINT
        head.draw(painter, left, y)
        painter.setPen(rule)
        base = y + leading + type_.units(3)
        painter.drawLine(QPointF(left, base), QPointF(right, base))
    y = sheet.height() - (_FOOT - 20) * DOTS_PER_POINT
    painter.setPen(rule)
    painter.drawLine(QPointF(left, y), QPointF(right, y))
    paging = f"Page {number + 1} of {count}"
    if document.made_words:
        paging = f"{document.made_words}, page {number + 1} of {count}"
    wide = natural_width(paging, font) + type_.units(2)
    foot = TextBox(document.foot, font, right - left - wide, leading, "ink2")
    foot.draw(painter, left, y + type_.units(4))
    page = TextBox(paging, font, wide, leading, "ink2", right=True)
    page.draw(painter, right - wide, y + type_.units(4))


def _nobody(_share: float) -> None:
    """Take progress where nobody asks for it."""
