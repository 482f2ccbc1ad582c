"""Turns the blocks of a report into pieces for pages."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.ui.report.document import (
    Block,
    Facts,
    Figure,
    Heading,
    Manner,
    Quote,
    Table,
    Words,
)
from coherence_desktop.ui.report.pdf_drawing import draw as draw_figure
from coherence_desktop.ui.report.pdf_pages import Piece
from coherence_desktop.ui.report.pdf_table import table_pieces
from coherence_desktop.ui.report.pdf_text import TextBox, Type, from_right, ink, natural_width

_HEADINGS = {2: (13.0, 18.0, 16.0), 3: (10.5, 14.0, 10.0)}
"""Size, leading and room above, in points."""
_FACT_NAME, _FACT_GAP = 102.0, 12.0
_SOME_LINES = 2
"""So many lines of a paragraph stay together at the end and at the start of a page."""


def pieces_of(block: Block, type_: Type, width: float) -> list[Piece]:
    """Lay a block out in some width, in units of the page."""
    match block:
        case Heading(text=text, level=level):
            size, leading, before = _HEADINGS[level]
            box = TextBox(text, type_.font(size, 600), width, type_.units(leading))
            return [
                Piece(box.height + type_.units(2), box.draw, type_.units(before), with_next=True)
            ]
        case Words(text=text, manner=Manner.NOTICE):
            return [_notice(text, type_, width)]
        case Words(text=text, manner=manner):
            quiet = manner is Manner.QUIET
            size, leading = (7.5, 10.5) if quiet else (9.0, 12.5)
            token = "ink2" if quiet else "ink"
            box = TextBox(text, type_.font(size), width, type_.units(leading), token)
            return lines_of(box, type_.units(6))
        case Quote():
            return _quote(block, type_, width)
        case Facts():
            return _facts(block, type_, width)
        case Table():
            return table_pieces(block, type_, width)
        case Figure():
            return [_figure(block, type_, width)]


def lines_of(box: TextBox, before: float, indent: float = 0.0) -> list[Piece]:
    """A text line by line; a page neither ends with its first line nor begins with its last."""
    pieces = []
    for number in range(box.lines):

        def draw(painter: QPainter, x: float, y: float, number: int = number) -> None:
            box.draw_line(painter, number, x + indent, y)

        tied = number < _SOME_LINES - 1 or number == box.lines - _SOME_LINES
        last = number == box.lines - 1
        room = before if number == 0 else 0.0
        pieces.append(Piece(box.leading, draw, room, tied and not last))
    return pieces


def _notice(text: str, type_: Type, width: float) -> Piece:
    pad = type_.units(7)
    font = type_.font(9.0, 500)
    box = TextBox(text, font, width - 2 * pad, type_.units(12.5), "note")

    def draw(painter: QPainter, x: float, y: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("note_soft"))
        corner = type_.units(4)
        painter.drawRoundedRect(QRectF(x, y, width, box.height + pad), corner, corner)
        box.draw(painter, x + pad, y + pad / 2)

    return Piece(box.height + pad, draw, type_.units(6))


def _quote(quote: Quote, type_: Type, width: float) -> list[Piece]:
    indent = type_.units(9)
    about = TextBox(quote.about, type_.font(7.5), width - indent, type_.units(10.5), "ink2")
    right = from_right(quote.text)
    text = TextBox(quote.text, type_.font(9.0), width - indent, type_.units(12.5), right=right)
    lines = lines_of(about, type_.units(8), indent)
    first = [Piece(p.height, p.draw, p.before, with_next=True) for p in lines]
    pieces = [*first, *lines_of(text, 0.0, indent)]
    return [
        Piece(one.height, partial(_barred, one, type_), one.before, one.with_next)
        for one in pieces
    ]


def _barred(piece: Piece, type_: Type, painter: QPainter, x: float, y: float) -> None:
    painter.setPen(QPen(ink("line"), type_.units(1.2)))
    painter.drawLine(QPointF(x, y), QPointF(x, y + piece.height))
    piece.draw(painter, x, y)


def _facts(facts: Facts, type_: Type, width: float) -> list[Piece]:
    """Pairs, two in a row where both are short."""
    pieces: list[Piece] = []
    half = (width - type_.units(_FACT_GAP)) / 2
    rows = _fact_rows(facts, type_, half)
    for place, row in enumerate(rows):
        wide = half if len(row) == 2 or _is_short(row[0][1], type_, half) else width
        boxes = [_fact(name, value, type_, wide) for name, value in row]

        def draw(
            painter: QPainter, x: float, y: float, boxes: list[list[TextBox]] = boxes
        ) -> None:
            for number, (one, two) in enumerate(boxes):
                left = x + number * (half + type_.units(_FACT_GAP))
                one.draw(painter, left, y)
                two.draw(painter, left + type_.units(_FACT_NAME), y)

        height = max(box.height for pair in boxes for box in pair) + type_.units(1.5)
        last = place == len(rows) - 1
        tied = not last and place in (0, len(rows) - 2)
        pieces.append(Piece(height, draw, type_.units(4) if place == 0 else 0.0, tied))
    return pieces


def _fact(name: str, value: str, type_: Type, width: float) -> list[TextBox]:
    left, leading, font = type_.units(_FACT_NAME), type_.units(12.5), type_.font(9.0)
    return [
        TextBox(name, font, left - type_.units(6), leading, "ink2"),
        TextBox(value, font, width - left, leading),
    ]


def _fact_rows(facts: Facts, type_: Type, half: float) -> list[list[tuple[str, str]]]:
    rows: list[list[tuple[str, str]]] = []
    joins = False
    for pair in facts.pairs:
        short = _is_short(pair[1], type_, half)
        if joins and short:
            rows[-1].append(pair)
            joins = False
        else:
            rows.append([pair])
            joins = short
    return rows


def _is_short(value: str, type_: Type, half: float) -> bool:
    room = half - type_.units(_FACT_NAME)
    return "\n" not in value and natural_width(value, type_.font(9.0)) <= room


def _figure(figure: Figure, type_: Type, width: float) -> Piece:
    title = TextBox(figure.title, type_.font(9.5, 600), width, type_.units(13))
    says = TextBox(figure.says, type_.font(7.5), width, type_.units(10.5), "ink2")
    above = title.height + says.height + type_.units(5)
    height = figure.drawing.height * width / figure.drawing.width

    def draw(painter: QPainter, x: float, y: float) -> None:
        title.draw(painter, x, y)
        says.draw(painter, x, y + title.height)
        draw_figure(painter, figure.drawing, type_, x, y + above, width)

    return Piece(above + height, draw, type_.units(10))
