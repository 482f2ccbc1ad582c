"""The page with the list of clients: search, open, add."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Identified
from coherence_desktop.errors import Problem
from coherence_desktop.ui.clients.add_panel import WIDTH_PX, AddPanel
from coherence_desktop.ui.clients.client_list import (
    INDENT_PX,
    ClientPainter,
    ClientRow,
    client_rows,
    plain,
)
from coherence_desktop.ui.clients.source import ChartStore
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.forms.fields import Line
from coherence_desktop.ui.forms.row_list import RowList
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.painting import crisp, line_text
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.words.dates import today_here
from coherence_desktop.ui.worker import Worker

_STACKED_BELOW_PX = 1200 - 88
_HEADER_PX = 40


class _Search(Line):
    """The search; arrows and Enter go to the list, Esc empties it first."""

    stepped = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -10,
            Qt.Key.Key_PageDown: 10,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Header(QWidget):
    """Names of the columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(_HEADER_PX)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names over a rule."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        day_x, count_x, _end = ClientPainter.columns(self.width())
        for x, name in (
            (INDENT_PX, "Name or code"),
            (day_x, "Last session"),
            (count_x, "Sessions"),
        ):
            line_text(painter, theme.font(12), theme.color("ink2"), x, _HEADER_PX / 2, name)
        rule = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(rule, theme.color("line"))


class ClientsPage(Page):
    """All clients; `refresh` reads them anew, which also happens whenever the page is shown.

    Parameters
    ----------
    theme : Theme
    charts : ChartStore
    today : callable
        The day.
    """

    open_requested = Signal(str)
    """Open the chart of the client with this id."""
    back_requested = Signal()
    loaded = Signal()
    """The list shows what is kept."""

    def __init__(
        self,
        theme: Theme,
        charts: ChartStore,
        *,
        today: Callable[[], date] = today_here,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Clients")
        self._charts, self._today = charts, today
        self._rows: list[ClientRow] = []
        self._read = False
        self._worker = Worker(self)
        self._state = Label(theme, "", 14, token="ink2")
        self._notice = Notice(theme, radius=12)
        self._told = ""
        self.search = _Search(theme, "Search by name or code", "Search by name or code")
        self.search.setFixedWidth(280)
        self.which = SegmentedControl(
            theme, ("Seen", "Archived"), name="Clients shown", drawn_height=40, size_px=14
        )
        self._painter = ClientPainter(theme, today())
        self.list = RowList(theme, "Clients", self._painter)
        self._empty = Empty(theme)
        self.add_panel = AddPanel(theme, self._is_taken, today)
        self._lay_out()
        self.search.textChanged.connect(self._show)
        self.search.stepped.connect(self.list.step)
        self.search.entered.connect(lambda: self._open(self.list.current))
        self.which.chosen.connect(lambda _: self._show())
        self.list.opened.connect(self._open)
        self.add_panel.wanted.connect(self._add)

    @property
    def shown(self) -> Sequence[ClientRow]:
        """The clients in the list, from the top."""
        return self.list.rows

    @property
    def problem(self) -> str:
        """What went wrong, as it is shown."""
        return self._notice.text

    def tell(self, sentence: str) -> None:
        """Say something that the list, when it is read next, leaves standing."""
        self._told = sentence
        self._notice.set_text(sentence)

    def refresh(self) -> None:
        """Read the clients anew, in the background."""
        self._worker.run(lambda: client_rows(self._charts.clients()), self._have, self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+N adds, Ctrl+F searches, Enter opens, Esc goes back."""
        key = event.key()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and key == Qt.Key.Key_N:
            self.add_panel.begin()
        elif control and key == Qt.Key.Key_F:
            self._take_search()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.current)
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now, ready to search."""
        super().showEvent(event)
        self._painter.today = self._today()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the form below where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if stacked else across)
        self.add_panel.setMaximumWidth(16777215 if stacked else WIDTH_PX)
        self.add_panel.setMinimumWidth(0 if stacked else WIDTH_PX)

    def _lay_out(self) -> None:
        theme = self.theme
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Label(theme, "Clients", 28, 500))
        titles.addWidget(self._state)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(titles, 1)
        head.addWidget(self.which, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self._panel = Panel(theme)
        listing = QWidget()
        inside = QVBoxLayout(listing)
        inside.setContentsMargins(8, 0, 8, 8)
        inside.setSpacing(0)
        inside.addWidget(_Header(theme))
        inside.addWidget(self.list, 1)
        self._stack = QStackedLayout(self._panel)
        self._stack.addWidget(listing)
        self._stack.addWidget(self._empty)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.addWidget(self._panel, 1)
        self._columns.addWidget(self.add_panel, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(head)
        whole.addWidget(self._notice)
        whole.addLayout(self._columns, 1)

    def _have(self, rows: list[ClientRow]) -> None:
        self._rows, self._read = rows, True
        self._notice.set_text(self._told or None)
        self._told = ""
        self._show()
        self.loaded.emit()

    def _failed(self, problem: Problem) -> None:
        self._notice.set_text(problem.message)

    def _show(self) -> None:
        """Show those that are searched for; the selected one stays selected."""
        archived = self.which.current == 1
        wanted = plain(self.search.text())
        found = [
            row for row in self._rows if row.archived == archived and wanted in plain(row.name)
        ]
        before = self.list.rows[self.list.current].id if self.list.current >= 0 else ""
        ids = [row.id for row in found]
        current = ids.index(before) if before in ids else 0
        words = [row.words(self._today()) for row in found]
        self.list.set_rows(found, words, current)
        self._stack.setCurrentIndex(0 if found or not self._read else 1)
        seen = sum(not row.archived for row in self._rows)
        put_away = len(self._rows) - seen
        self._state.set_text(f"{seen} seen, {put_away} archived" if self._rows else "")
        if wanted:
            self._empty.say("Nobody goes by that.", "Esc empties the search.")
        elif archived:
            self._empty.say("Nobody is archived.", "Archived clients keep everything.")
        else:
            self._empty.say("Nobody here yet.", "Begin with the first one; a code is enough.")

    def _is_taken(self, name: str) -> bool:
        return any(plain(row.name) == plain(name) for row in self._rows)

    def _add(self, name: str, born: date | None) -> None:
        at_utc = datetime.now(UTC).isoformat()
        first = Identified(
            at_utc, name=name, date_of_birth=None if born is None else born.isoformat()
        )
        self.add_panel.setEnabled(False)
        self._worker.run(lambda: self._charts.add([first]), self._added, self._not_added)

    def _added(self, client_id: str) -> None:
        self.add_panel.setEnabled(True)
        self.add_panel.clear()
        self._notice.set_text(None)
        self.refresh()
        self.open_requested.emit(client_id)

    def _not_added(self, problem: Problem) -> None:
        self.add_panel.setEnabled(True)
        self._notice.set_text(problem.message)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            self.open_requested.emit(self.shown[row].id)

    def _take_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
