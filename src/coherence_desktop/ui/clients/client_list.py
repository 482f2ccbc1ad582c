"""The rows of the list of clients: who, and when last."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from coherence_desktop.ui.clients.source import ClientHead
from coherence_desktop.ui.forms.row_list import RowPainter
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.key_cap import cap_width, paint_cap
from coherence_desktop.ui.words.dates import day_words, local_day

ROW_PX = 56
INDENT_PX = 16
NO_SESSION = "no session yet"
UNREADABLE = "A chart from a newer version"
_NUMBERS = re.compile(r"([0-9]+)")
_DAY_PX = 168
_COUNT_PX = 120
_CAP_PX = 88


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as the list shows one."""

    id: str
    name: str
    archived: bool
    last: date | None
    sessions: int

    def words(self, today: date) -> str:
        """For a screen reader."""
        return f"{self.name}, {last_words(self, today)}"


def last_words(row: ClientRow, today: date) -> str:
    """When the last session was."""
    return NO_SESSION if row.last is None else f"last session {day_words(row.last, today)}"


def client_rows(heads: Iterable[ClientHead]) -> list[ClientRow]:
    """Order clients by name; "M-2" stands before "M-14"."""
    rows = [
        ClientRow(
            head.id,
            head.name if head.readable else head.name or UNREADABLE,
            head.archived,
            local_day(head.last_session_utc) if head.last_session_utc else None,
            head.sessions,
        )
        for head in heads
    ]
    return sorted(rows, key=lambda row: (_in_order(row.name), row.id))


def plain(text: str) -> str:
    """Letters without their accents and case, for searching."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()


def _in_order(name: str) -> list[tuple[int, str]]:
    parts = _NUMBERS.split(plain(name))
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


class ClientPainter(RowPainter):
    """Name, last session, number of sessions, and the key that opens.

    Parameters
    ----------
    theme : Theme
    today : date
    """

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__(theme, ROW_PX)
        self.today = today

    @staticmethod
    def columns(width: float) -> tuple[float, float, float]:
        """X of the last session, of the number, and of the right end of the words."""
        end = width - INDENT_PX - _CAP_PX
        return end - _COUNT_PX - _DAY_PX, end - _COUNT_PX, end

    def paint_row(
        self, painter: QPainter, box: QRectF, row: ClientRow, place: int, *, selected: bool
    ) -> None:
        """Draw one client."""
        day_x, count_x, end = self.columns(box.width())
        middle = box.center().y() - 0.5
        left = box.left()
        x = left + INDENT_PX
        weight = 600 if selected else 500
        room = left + day_x - x - 16
        self.words(painter, row.name, x, middle, room, size_px=16, weight=weight)
        token = "ink2" if row.last is None else "ink"
        day = NO_SESSION if row.last is None else day_words(row.last, self.today)
        self.words(painter, day, left + day_x, middle, _DAY_PX - 16, token=token)
        if row.sessions:
            self.words(painter, str(row.sessions), left + count_x, middle, _COUNT_PX)
        if selected:
            color = self.theme.color
            width = cap_width(self.theme, "Enter")
            cap = QRectF(left + end + _CAP_PX - width, middle - 12, width, 24)
            paint_cap(
                painter,
                self.theme,
                cap,
                "Enter",
                text=color("ink2"),
                border=color("edge"),
                fill=color("surface"),
            )
