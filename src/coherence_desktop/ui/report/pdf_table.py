"""Tables on the pages of a PDF: rows stay whole, the head is repeated on each page."""

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from coherence_desktop.ui.report.document import CARE, Table
from coherence_desktop.ui.report.pdf_pages import Piece
from coherence_desktop.ui.report.pdf_text import TextBox, Type, ink, longest_word, natural_width
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

_SIZE, _LEADING = 8.5, 11.5
_SMALL, _SMALL_LEADING = 7.5, 10.0
_PAD, _BETWEEN = 2.5, 9.0
_MARK = 9.0
_SMALL_TABLE = 150.0
"""Rows that take no more than this, in points, stand on one page."""
_MOST_LINES = 24
"""A row with more lines than these is broken over pages, line by line."""


def table_pieces(table: Table, type_: Type, width: float) -> list[Piece]:
    """Lay a table out: caption, head, then its rows."""
    view = table.view
    if not view.rows:
        box = TextBox(view.empty, type_.font(9.0), width, type_.units(12.5), "ink2")
        return [Piece(box.height, box.draw, type_.units(4))]
    widths = column_widths(table, type_, width)
    caption = TextBox(table.caption, type_.font(9.5, 600), width, type_.units(14))
    head = _head(view.columns, widths, type_)
    more = TextBox(f"{table.caption} (continued)", type_.font(7.5), width, type_.units(11), "ink2")
    again = _stacked(Piece(more.height, more.draw), head)
    above = 0.0 if table.titled else type_.units(4)
    pieces = [Piece(head.height, head.draw, above, with_next=True)]
    if table.titled:
        pieces.insert(0, Piece(caption.height, caption.draw, type_.units(9), with_next=True))
    laid_out = [_row(row, view, widths, type_) for row in view.rows]
    high = sum(part.height for parts in laid_out for part in parts)
    whole = high <= type_.units(_SMALL_TABLE)
    last = len(view.rows) - 1
    for place, parts in enumerate(laid_out):
        named = any(row.heading for row in view.rows[max(0, place - 1) : place + 1])
        tied = place < last and (whole or place in (0, last - 1) or named)
        pieces += [Piece(part.height, part.draw, 0.0, tied, again) for part in parts]
    if table.marked:
        pieces[-1] = replace(pieces[-1], with_next=True)
        pieces.append(_care(type_, width))
    return pieces


def column_widths(table: Table, type_: Type, width: float) -> list[float]:
    """Widths of the columns, in units of the page: as agreed, else by their words."""
    if table.shares:
        return [share / sum(table.shares) * width for share in table.shares]
    view = table.view
    gap = type_.units(_BETWEEN + 0.5)  # nothing may break for want of a rounding
    rows = [row for row in view.rows if not row.heading]
    natural, least = [], []
    for place, column in enumerate(view.columns):
        texts = [(column.title, type_.font(_SMALL, 500))]
        texts += [(row.cells[place].text, _font(row, row.cells[place], type_)) for row in rows]
        natural.append(max(natural_width(*one) for one in texts) + gap)
        least.append(max(longest_word(*one) for one in texts) + gap)
    if sum(natural) <= width:
        stretch = [float(column.stretch) for column in view.columns]
        if not any(stretch):
            stretch = [1.0] * len(natural)
        rest = width - sum(natural)
        return [n + rest * s / sum(stretch) for n, s in zip(natural, stretch, strict=True)]
    if sum(least) >= width:
        return [one / sum(least) * width for one in least]
    return _shared_out(natural, least, width)


def _shared_out(natural: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    """Short columns as wide as their words; the others share what is left."""
    widths = dict.fromkeys(range(len(natural)), 0.0)
    open_ = list(widths)
    room = width
    while open_:
        weight = sum(math.sqrt(natural[place]) for place in open_)
        offered = {place: math.sqrt(natural[place]) / weight * room for place in open_}
        settled = [place for place in open_ if natural[place] <= offered[place]]
        bounds = natural
        if not settled:
            settled = [place for place in open_ if least[place] > offered[place]]
            bounds = least
        if not settled:
            widths |= offered
            break
        for place in settled:
            widths[place] = bounds[place]
            room -= bounds[place]
            open_.remove(place)
    return list(widths.values())


def _head(columns: Sequence[Column], widths: Sequence[float], type_: Type) -> Piece:
    boxes = [
        TextBox(
            column.title,
            type_.font(_SMALL, 500),
            _inner(wide, place, len(columns), type_),
            type_.units(_SMALL_LEADING),
            "ink2",
            right=column.right,
        )
        for place, (column, wide) in enumerate(zip(columns, widths, strict=True))
    ]
    height = max(box.height for box in boxes) + type_.units(_PAD + 1)

    def draw(painter: QPainter, x: float, y: float) -> None:
        at = x
        for box, wide in zip(boxes, widths, strict=True):
            box.draw(painter, at, y + height - type_.units(_PAD) - box.height)
            at += wide
        painter.setPen(QPen(ink("edge"), type_.units(0.6)))
        painter.drawLine(QPointF(x, y + height), QPointF(at, y + height))

    return Piece(height, draw)


def _row(row: Row, view: TableView, widths: Sequence[float], type_: Type) -> list[Piece]:
    if row.heading:
        return [_heading(row, sum(widths), type_)]
    boxes = [
        _box(row, cell, column, _inner(wide, place, len(widths), type_), type_)
        for place, (cell, column, wide) in enumerate(
            zip(row.cells, view.columns, widths, strict=True)
        )
    ]
    if max(box.lines for box in boxes) > _MOST_LINES:
        return _broken(boxes, widths, type_)
    pad = type_.units(_PAD)
    height = max(box.height for box in boxes) + 2 * pad

    def draw(painter: QPainter, x: float, y: float) -> None:
        if row.leading:
            painter.fillRect(QRectF(x, y, sum(widths), height), ink("sunken"))
        at = x
        for place, (box, cell, wide) in enumerate(zip(boxes, row.cells, widths, strict=True)):
            inset = type_.units(3) if row.leading and place == 0 else 0.0
            down = (type_.units(_LEADING) - box.leading) / 2
            box.draw(painter, at + inset, y + pad + down)
            if cell.level is QualityLevel.CARE:
                _mark(painter, at + _inner(wide, place, len(widths), type_), y + pad, type_)
            at += wide
        painter.setPen(QPen(ink("line"), type_.units(0.5)))
        painter.drawLine(QPointF(x, y + height), QPointF(at, y + height))

    return [Piece(height, draw)]


def _broken(boxes: Sequence[TextBox], widths: Sequence[float], type_: Type) -> list[Piece]:
    """A row of long texts, line by line."""
    leading = max(box.leading for box in boxes)
    count = max(box.lines for box in boxes)

    def piece(number: int) -> Piece:
        def draw(painter: QPainter, x: float, y: float) -> None:
            at = x
            for box, wide in zip(boxes, widths, strict=True):
                if number < box.lines:
                    box.draw_line(painter, number, at, y)
                at += wide
            if number == count - 1:
                painter.setPen(QPen(ink("line"), type_.units(0.5)))
                painter.drawLine(QPointF(x, y + leading), QPointF(at, y + leading))

        return Piece(leading, draw)

    return [piece(number) for number in range(count)]


def _heading(row: Row, width: float, type_: Type) -> Piece:
    font = type_.font(_SIZE, 600)
    box = TextBox(row.cells[0].text, font, width, type_.units(_LEADING))
    above = type_.units(7)

    def draw(painter: QPainter, x: float, y: float) -> None:
        box.draw(painter, x, y + above)
        bottom = y + above + box.height + type_.units(2)
        painter.setPen(QPen(ink("line"), type_.units(0.5)))
        painter.drawLine(QPointF(x, bottom), QPointF(x + width, bottom))

    return Piece(above + box.height + type_.units(2), draw)


def _box(row: Row, cell: Cell, column: Column, width: float, type_: Type) -> TextBox:
    quiet = cell.quiet or column.quiet
    room = type_.units(_MARK) if cell.level is QualityLevel.CARE else 0.0
    leading = _SMALL_LEADING if quiet else _LEADING
    return TextBox(
        cell.text,
        _font(row, cell, type_, quiet=quiet),
        width - room,
        type_.units(leading),
        "ink2" if quiet else "ink",
        right=column.right,
    )


def _font(row: Row, cell: Cell, type_: Type, *, quiet: bool = False) -> QFont:
    if cell.quiet or quiet:
        return type_.font(_SMALL)
    return type_.font(_SIZE, 500 if row.leading else 400)


def _inner(wide: float, place: int, count: int, type_: Type) -> float:
    """Width that words have in a column; the last one has no gap after it."""
    return wide - (type_.units(3) if place == count - 1 else type_.units(_BETWEEN))


def _mark(painter: QPainter, right: float, y: float, type_: Type) -> None:
    """The diamond that says: read with care."""
    far, x = type_.units(2.4), right - type_.units(3)
    middle = y + type_.units(_LEADING) / 2
    corners = ((x, middle - far), (x + far, middle), (x, middle + far), (x - far, middle))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink("note"))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _care(type_: Type, width: float) -> Piece:
    """What the diamond says."""
    indent = type_.units(_MARK)
    box = TextBox(CARE, type_.font(_SMALL), width - indent, type_.units(_LEADING), "ink2")

    def draw(painter: QPainter, x: float, y: float) -> None:
        _mark(painter, x + type_.units(6), y, type_)
        box.draw(painter, x + indent, y)

    return Piece(box.height, draw, type_.units(3))


def _stacked(first: Piece, second: Piece) -> Piece:
    def draw(painter: QPainter, x: float, y: float) -> None:
        first.draw(painter, x, y)
        second.draw(painter, x, y + first.height)

    return Piece(first.height + second.height, draw)
