"""Puts pieces on pages: what belongs together stays together, tables repeat their heads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

Draw = Callable[[QPainter, float, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is never broken; lengths in units of the page."""

    height: float
    draw: Draw
    """Draws it with its upper left corner at a place."""
    before: float = 0.0
    """Room above it, but not at the top of a page."""
    with_next: bool = False
    """It must not be the last thing on a page."""
    head: "Piece | None" = None
    """What is repeated above it at the top of a page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and how far down the page it begins."""

    piece: Piece
    y: float


Page = tuple[Placed, ...]


def paginate(pieces: Sequence[Piece], height: float) -> list[Page]:
    """Put pieces on pages of some height.

    A piece that is higher than a page stands on one of its own and reaches beyond it; a chain of
    pieces that is higher than a page is broken where the page ends.
    """
    pages: list[list[Placed]] = [[]]
    y = 0.0
    for group in _groups(pieces, height):
        needed = sum(piece.before + piece.height for piece in group)
        if not pages[-1]:
            needed -= group[0].before
        if pages[-1] and y + needed > height:
            pages.append([])
            y = 0.0
        for piece in group:
            if pages[-1] and y + piece.before + piece.height > height:
                pages.append([])
                y = 0.0
            if not pages[-1] and len(pages) > 1 and piece.head is not None:
                pages[-1].append(Placed(piece.head, 0.0))
                y = piece.head.height
            elif pages[-1]:
                y += piece.before
            pages[-1].append(Placed(piece, y))
            y += piece.height
    return [tuple(page) for page in pages]


def filled(page: Page) -> float:
    """How far down a page there is something, in units of the page."""
    return max((one.y + one.piece.height for one in page), default=0.0)


def _groups(pieces: Iterable[Piece], height: float) -> Iterable[list[Piece]]:
    """Pieces that belong on one page, as far as one page holds them."""
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.with_next or sum(one.before + one.height for one in group) > 0.9 * height:
            yield group
            group = []
    if group:
        yield group
