"""What can be practised now, in one list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.catalogue import Offer
from coherence_desktop.ui.forms.row_list import RowList, RowPainter
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_ROW_PX = 72
_INDENT_PX = 20
_KIND_PX = 140
_TIME_PX = 110
_WIDTH_PX = 960
_KINDS = {"breathing": "Breathing", "assessment": "Assessment", "compassion": "Kindness"}


class PractisePage(Page):
    """Everything on offer; arrows choose, Enter begins.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(object)
    """The `Offer` to begin with."""
    patterns_requested = Signal()
    """Breathe for another time, or in a pattern of one's own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Practise")
        self.list = RowList(theme, "What can be practised", _OfferPainter(theme))
        self.begin = Button(theme, "Begin", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16)
        self.patterns = Button(theme, "Patterns and minutes", height=48, size_px=16)
        self.patterns.clicked.connect(self.patterns_requested)
        self._about = Label(theme, "", 16, token="ink2")
        self._notice = Notice(theme, radius=12)
        self.list.opened.connect(self._open)
        self.begin.clicked.connect(lambda: self._open(self.list.current))
        self._lay_out()

    def show_offers(self, offers: Sequence[Offer], about: str = "", problem: str = "") -> None:
        """Show what is on offer, for whom, and what was wrong with a file."""
        current = max(0, self.list.current)
        words = [f"{one.name}, {_minutes(one)}. {one.about}" for one in offers]
        self.list.set_rows(offers, words, min(current, len(offers) - 1))
        self._about.set_text(about)
        self._about.setVisible(bool(about))
        self._notice.set_text(problem or None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins what is selected."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.current)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the list."""
        super().showEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.list.rows):
            self.chosen.emit(self.list.rows[row])

    def _lay_out(self) -> None:
        panel = Panel(self.theme, PATIENT_RADIUS)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.list)
        panel.setMaximumWidth(_WIDTH_PX)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Label(self.theme, "Practise", 40, 500))
        titles.addWidget(self._about)
        head = QHBoxLayout()
        head.addLayout(titles, 1)
        head.addWidget(self.patterns)
        head.addSpacing(8)
        head.addWidget(self.begin)
        held = QWidget()
        held.setMaximumWidth(_WIDTH_PX)
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(24)
        rows.addLayout(head)
        rows.addWidget(self._notice)
        rows.addWidget(panel, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(64, 56, 64, 48)
        whole.addWidget(held, 1)
        whole.addStretch(0)


class _OfferPainter(RowPainter):
    """Name over what it is; kind and length at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _ROW_PX, parent)

    def paint_row(
        self, painter: QPainter, box: QRectF, row: Offer, place: int, *, selected: bool
    ) -> None:
        """Draw one offer."""
        left = box.left() + _INDENT_PX
        time_x = box.right() - _INDENT_PX - _TIME_PX
        kind_x = time_x - _KIND_PX
        room = kind_x - left - 16
        middle = box.center().y()
        self.words(painter, row.name, left, middle - 12, room, size_px=16, weight=600)
        self.words(painter, row.about, left, middle + 12, room, token="ink2")
        kind = _KINDS.get(row.kind, "")
        self.words(painter, kind, kind_x, middle, _KIND_PX, token="ink2")
        self.words(painter, _minutes(row), time_x, middle, _TIME_PX, token="ink2")


def _minutes(offer: Offer) -> str:
    if offer.duration_s < 60.0:
        return f"{offer.duration_s:.0f} s"
    minutes = round(offer.duration_s / 60.0)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
