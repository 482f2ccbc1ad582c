"""The form of a pattern of one's own: its name, and its parts or its rate."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.practice.patterns import Preset
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.patterns.preview import Preview
from coherence_desktop.ui.patterns.words import not_a_number, number, parts, rate, refusal
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_PARTS = ("Breathe in, s", "Hold, s", "Breathe out, s", "Hold after it, s")
_RATE, _SHARE = "Breaths a minute", "Breathing in, %"


class NotANumber(Problem):
    """A field does not hold a number."""


class PatternForm(QWidget):
    """Asks for a pattern and shows at once what it looks like.

    Parameters
    ----------
    theme : Theme
    """

    written = Signal(object, bool)
    """A `Pattern` to keep, and whether it was given by its rate."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(theme, "", 20, 600)
        self.name = Field(theme, "Name")
        self.kind = SegmentedControl(
            theme, ("In seconds", "By rate"), name="Given", drawn_height=40, size_px=14
        )
        self.parts = tuple(Field(theme, caption) for caption in _PARTS)
        self.rate, self.share = Field(theme, _RATE), Field(theme, _SHARE)
        self.preview = Preview(theme)
        self._said = Label(theme, "", 14, token="ink2")
        self.notice = Notice(theme)
        self.keep = Button(theme, "Keep", ButtonKind.PRIMARY, cap="Enter")
        self.leave = Button(theme, "Leave it", cap="Esc")
        self._lay_out()
        self.kind.chosen.connect(self._given)
        for field in (*self.parts, self.rate, self.share):
            field.line.textChanged.connect(self._show)
        for field in (self.name, *self.parts, self.rate, self.share):
            field.line.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.leave.clicked.connect(self.left)

    def begin(self, preset: Preset | None = None) -> None:
        """Start anew, or with a pattern to change."""
        pattern = Pattern(4.0, 0.0, 6.0) if preset is None else preset.pattern
        self._title.set_text("New pattern" if preset is None else "Change the pattern")
        self.notice.set_text(None)
        self.name.line.setText("" if preset is None else pattern.name)
        for field, seconds in zip(self.parts, pattern.parts_s, strict=True):
            field.line.setText(number(seconds))
        self.rate.line.setText(number(pattern.rate_per_min))
        self.share.line.setText(number(100.0 * pattern.inhale_share))
        self.kind.set_current(1 if preset is not None and preset.by_rate else 0)
        self._given(self.kind.current)
        self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """Say why it is not kept."""
        self.notice.set_text(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Enter keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def _pattern(self) -> Pattern:
        name = self.name.text
        if self.kind.current == 1:
            return Pattern.from_rate(_value(self.rate), _value(self.share) / 100.0, name)
        inhale_s, hold_in_s, exhale_s, hold_out_s = (_value(field) for field in self.parts)
        return Pattern(inhale_s, hold_in_s, exhale_s, hold_out_s, name)

    def _keep(self) -> None:
        try:
            pattern = self._pattern()
        except InvalidPattern as invalid:
            self.tell(refusal(invalid))
        except NotANumber as problem:
            self.tell(problem.message)
        else:
            self.written.emit(pattern, self.kind.current == 1)

    def _given(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._show()

    def _show(self) -> None:
        try:
            pattern = self._pattern()
        except (InvalidPattern, NotANumber):
            self.preview.show_pattern(None)
            self._said.set_text("")
            return
        self.preview.show_pattern(pattern)
        self.notice.set_text(None)
        self._said.set_text(f"{parts(pattern)}. {rate(pattern)}.")

    def _lay_out(self) -> None:
        seconds, by_rate = QWidget(), QWidget()
        for held, fields in ((seconds, self.parts), (by_rate, (self.rate, self.share))):
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(16)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(seconds)
        self._stack.addWidget(by_rate)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.keep)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(32, 24, 32, 32)
        rows.setSpacing(16)
        rows.addWidget(self._title)
        rows.addWidget(self.notice)
        rows.addWidget(self.name)
        rows.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._stack)
        rows.addWidget(self.preview)
        rows.addWidget(self._said)
        rows.addStretch(1)
        rows.addLayout(foot)


def _value(field: Field) -> float:
    text = field.text.replace(",", ".")
    try:
        return float(text)
    except ValueError as error:
        name = field.line.accessibleName().partition(",")[0]
        raise NotANumber(not_a_number(name, field.text), field.text) from error
