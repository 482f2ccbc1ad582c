"""The sessions of a client, each of which can be reviewed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.forms.row_list import RowList, RowPainter
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import cap_width, paint_cap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.dates import date_words
from coherence_desktop.ui.words.values import length

_ROW_PX = 56
_SOURCES = {
    "strap": "",
    "none": "without a strap",
    "replay": "played back",
    "simulation": "simulated",
    "import": "imported",
    "lsl": "from a stream",
}
_STATES = {
    SessionState.RUNNING: "runs now",
    SessionState.RECOVERED: "ended without closing",
    SessionState.COMPLETE: "",
}


def session_words(session: SessionSummary) -> str:
    """Everything about a session in one line."""
    when = f"{date_words(session.started.date())}, {session.started:%H:%M}"
    return ", ".join((session.title or "Session", when, session_details(session)))


def session_details(session: SessionSummary) -> str:
    """How long, and what was not usual."""
    parts = (length(session.duration_s), _SOURCES.get(session.source, ""), _STATES[session.state])
    return ", ".join(part for part in parts if part)


class _SessionPainter(RowPainter):
    def paint_row(
        self, painter: QPainter, box: QRectF, row: SessionSummary, place: int, *, selected: bool
    ) -> None:
        """Draw what was done, when, and for how long."""
        left, middle = box.left() + 16, box.center().y() - 0.5
        width = box.width() - 32
        day = f"{date_words(row.started.date())}, {row.started:%H:%M}"
        weight = 600 if selected else 500
        self.words(painter, row.title or "Session", left, middle - 10, width * 0.5, weight=weight)
        self.words(painter, day, left, middle + 10, width * 0.5, size_px=12, token="ink2")
        x = left + width * 0.55
        self.words(painter, session_details(row), x, middle, width * 0.45 - 96)
        if selected and self.focused:
            color = self.theme.color
            cap = cap_width(self.theme, "Enter")
            rect = QRectF(box.right() - 16 - cap, middle - 12, cap, 24)
            paint_cap(
                painter,
                self.theme,
                rect,
                "Enter",
                text=color("ink2"),
                border=color("edge"),
                fill=color("surface"),
            )


class SessionsPanel(Panel):
    """The list, the newest first.

    Parameters
    ----------
    theme : Theme
    """

    review_requested = Signal(str)
    """Open the review of the session with this id."""
    import_requested = Signal()
    """Add recordings from files."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Sessions")
        self.list = RowList(theme, "Sessions", _SessionPainter(theme, _ROW_PX))
        self._count = Label(theme, "", 14, token="ink2")
        self._empty = Empty(theme, "No session yet.", "The first one can be a few quiet breaths.")
        self.add = Button(theme, "Import", ButtonKind.TEXT)
        self.add.setAccessibleName("Import recordings from files")
        self.news = Label(theme, "", 14, token="ink2", wrap=True)
        self.news.hide()
        told = QHBoxLayout()
        told.setContentsMargins(16, 0, 16, 0)
        told.addWidget(self.news)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(Label(theme, "Sessions", 16, 600))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addSpacing(8)
        head.addWidget(self.add)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(told)
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self.add.clicked.connect(self.import_requested)
        self.list.opened.connect(lambda row: self.review_requested.emit(self.list.rows[row].id))

    def tell(self, sentence: str, *, busy: bool = False) -> None:
        """Say what becomes of files that are imported."""
        self.news.set_text(sentence)
        self.news.setVisible(bool(sentence))
        self.add.setEnabled(not busy)

    def set_sessions(self, sessions: Sequence[SessionSummary], today: date) -> None:
        """Show these, the newest first."""
        current = 0 if self.list.current < 0 else self.list.current
        self.list.set_rows(sessions, [session_words(session) for session in sessions], current)
        self._stack.setCurrentIndex(0 if sessions else 1)
        recent = sum((today - session.started.date()).days < 28 for session in sessions)
        self._count.set_text(f"{recent} in the last four weeks" if sessions else "")
