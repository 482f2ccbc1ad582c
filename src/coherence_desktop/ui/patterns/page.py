"""The page before breathing: how, and for how many minutes."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.patterns import Preset
from coherence_desktop.ui.forms.row_list import RowList, RowPainter
from coherence_desktop.ui.patterns.details import PatternDetails
from coherence_desktop.ui.patterns.form import PatternForm
from coherence_desktop.ui.patterns.own_patterns import OwnPatterns
from coherence_desktop.ui.patterns.words import parts, rate
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_ROW_PX = 64
_RATE_PX = 150


class PatternsPage(Page):
    """Every pattern, the chosen one at the right; own ones can be written, changed, deleted.

    Parameters
    ----------
    theme : Theme
    patterns : OwnPatterns
    """

    pattern_chosen = Signal(object, float)
    """The `Pattern` to breathe, and for how many minutes."""
    back_requested = Signal()

    def __init__(self, theme: Theme, patterns: OwnPatterns, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Breathing")
        self._patterns = patterns
        self._changing = ""
        self.list = RowList(theme, "Patterns", _PatternPainter(theme), click_opens=False)
        self.new = Button(theme, "New pattern", glyph=Icon("plus", 20, "ink"))
        self.details = PatternDetails(theme)
        self.form = PatternForm(theme)
        self.notice = Notice(theme, radius=12)
        self._right = QStackedWidget()
        self._lay_out()
        self.list.selected.connect(lambda _: self._show_current())
        self.list.opened.connect(lambda _: self._begin())
        self.new.clicked.connect(lambda: self._write(None))
        self.details.begin.clicked.connect(self._begin)
        self.details.change.clicked.connect(lambda: self._write(self.current))
        self.details.delete.clicked.connect(self._delete)
        self.form.written.connect(self._keep)
        self.form.left.connect(self._leave_form)
        self.show_patterns()

    @property
    def current(self) -> Preset | None:
        """The pattern that is selected."""
        row = self.list.current
        return self.list.rows[row] if 0 <= row < len(self.list.rows) else None

    def show_patterns(self, select: str = "") -> None:
        """Read the patterns again; select one by id, or keep the selection."""
        found = self._patterns.load()
        presets = list(found.by_id.values())
        wanted = select or (self.current.id if self.current is not None else "")
        row = next((at for at, one in enumerate(presets) if one.id == wanted), 0)
        words = [f"{one.pattern.name}. {parts(one.pattern)}. {one.about}" for one in presets]
        self.list.set_rows(presets, words, row)
        self.notice.set_text(" ".join(one.message for one in found.problems) or None)
        self._show_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins, Esc goes back."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif self._right.currentWidget() is self.form:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._begin()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the list."""
        super().showEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        current = self.current
        if current is not None:
            self.pattern_chosen.emit(current.pattern, self.details.minutes)

    def _show_current(self) -> None:
        current = self.current
        if current is not None:
            self.details.show_preset(current)
        self._right.setCurrentWidget(self.details)

    def _write(self, preset: Preset | None) -> None:
        self._changing = "" if preset is None else preset.id
        self._right.setCurrentWidget(self.form)
        self.form.begin(preset)

    def _keep(self, pattern: Pattern, by_rate: bool) -> None:  # noqa: FBT001 - a Qt slot
        try:
            key = self._patterns.keep(pattern, by_rate=by_rate, instead_of=self._changing)
        except Problem as problem:
            self.form.tell(problem.message)
            return
        self.show_patterns(key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete(self) -> None:
        current = self.current
        if current is None or not current.own:
            return
        try:
            self._patterns.delete(current.id)
        except Problem as problem:
            self.notice.set_text(problem.message)
            return
        self.show_patterns()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_form(self) -> None:
        self._show_current()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        left, right = Panel(self.theme, PATIENT_RADIUS), Panel(self.theme, PATIENT_RADIUS)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(8, 8, 8, 16)
        inside.setSpacing(16)
        inside.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.new)
        foot.addStretch(1)
        inside.addLayout(foot)
        self._right.addWidget(self.details)
        self._right.addWidget(self.form)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(1, 1, 1, 1)
        beside.addWidget(self._right)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(left, 5)
        columns.addWidget(right, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(64, 56, 64, 48)
        whole.setSpacing(24)
        whole.addWidget(Label(self.theme, "Breathing", 40, 500))
        whole.addWidget(self.notice)
        whole.addLayout(columns, 1)


class _PatternPainter(RowPainter):
    """Name over what it is for; the rate at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _ROW_PX, parent)

    def paint_row(
        self, painter: QPainter, box: QRectF, row: Preset, place: int, *, selected: bool
    ) -> None:
        """Draw one pattern."""
        left = box.left() + 16
        rate_x = box.right() - 16 - _RATE_PX
        room = rate_x - left - 16
        middle = box.center().y()
        self.words(painter, row.pattern.name, left, middle - 11, room, size_px=16, weight=600)
        about = row.about or ("Your own pattern" if row.own else "")
        self.words(painter, about, left, middle + 12, room, token="ink2")
        self.words(painter, rate(row.pattern), rate_x, middle, _RATE_PX, token="ink2")
