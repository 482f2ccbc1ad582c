"""Fields of a chart: what is written in them is kept on leaving."""

from dataclasses import asdict

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.own_words import OwnWords
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.text_field import TextField

HEIGHT_PX = 40
_LINE_STYLE = """
QLineEdit {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: 8px;
    padding: 0 11px; selection-background-color: {accent}; selection-color: {on_accent};
    placeholder-text-color: {ink3};
}}
QLineEdit:focus {{ border: 1px solid {accent}; }}
QLineEdit:disabled {{ border: 1px solid {line}; color: {ink3}; }}
"""


class Line(TextField):
    """A line of the clinician's height; Esc and Enter leave it, and leaving keeps it.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    """

    left = Signal()
    """The field was left, or Enter pressed."""

    def __init__(
        self, theme: Theme, name: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, hint, parent=parent)
        self.setFont(theme.font(14))
        self.setFixedHeight(HEIGHT_PX)
        self.editingFinished.connect(self.left)

    def _restyle(self) -> None:
        self.setStyleSheet(_LINE_STYLE.format(**asdict(self._theme.tokens)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the keys back to the page; keys that write never reach it."""
        if event.key() == Qt.Key.Key_Escape:
            _give_keys_back(self)
            return
        super().keyPressEvent(event)
        if event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()


class Field(QWidget):
    """A caption over a line, with room for a sentence about what was written.

    Parameters
    ----------
    theme : Theme
    caption : str
        Also the accessible name.
    hint : str
        Quiet words while it is empty.
    """

    kept = Signal(str)
    """The line was left with other words than before."""

    def __init__(
        self, theme: Theme, caption: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.line = Line(theme, caption, hint)
        self._last = ""
        self._told = Label(theme, "", 12, 500, "note", wrap=True)
        self._told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(theme, caption, 12, 500, "ink2"))
        column.addWidget(self.line)
        column.addWidget(self._told)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.left.connect(self.keep)

    @property
    def text(self) -> str:
        """What is written, without spaces around it."""
        return self.line.text().strip()

    @property
    def told(self) -> str:
        """The sentence below."""
        return self._told.text()

    def set_text(self, text: str) -> None:
        """Show what is kept, unless somebody is writing here."""
        self._last = text
        if not (self.line.hasFocus() and self.line.isModified()):
            if self.line.text() != text:
                self.line.setText(text)
            self.line.setModified(False)

    def say(self, sentence: str) -> None:
        """Say something about what is written; empty: all is well."""
        self._told.set_text(sentence)
        self._told.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)

    def keep(self) -> None:
        """Tell what is written if it is new."""
        self.line.setModified(False)
        if self.text != self._last:
            self._last = self.text
            self.kept.emit(self.text)


class NumberLine(Line):
    """A short line for a number, or nothing; Up and Down step.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name, with the scale.
    low, high : int
        What may be written.
    hint : str
    step : int
    """

    kept = Signal(object)
    """A number or ``None``, other than before."""
    wrong = Signal(str)
    """What is written cannot be kept, and why; empty when it can again."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        low: int,
        high: int,
        *,
        hint: str = "",
        step: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, hint, parent)
        self._name, self._low, self._high, self._step = name, low, high, step
        self._last: float | None = None
        self._was_wrong = False
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.left.connect(self.keep)

    @property
    def value(self) -> float | None:
        """The number, if it is one that may be written."""
        text = self.text().strip().replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            return None
        return number if self._low <= number <= self._high else None

    def set_value(self, value: float | None) -> None:
        """Show what is kept, unless somebody is writing here, or wrote what cannot be."""
        self._last = value
        if not (self.hasFocus() and self.isModified()) and not self._was_wrong:
            text = "" if value is None else f"{value:g}"
            if self.text() != text:
                self.setText(text)
            self.setModified(False)

    def clear_wrong(self) -> None:
        """Forget that something cannot be kept, as when another thing is shown here."""
        self._was_wrong = False
        self.setModified(False)

    def keep(self) -> None:
        """Tell the number if it is new; say why if it is none."""
        self.setModified(False)
        value = self.value
        if value is None and self.text().strip():
            self._was_wrong = True
            self.wrong.emit(f"{self._name} is a number from {self._low} to {self._high}.")
            return
        if self._was_wrong:
            self._was_wrong = False
            self.wrong.emit("")
        if value != self._last:
            self._last = value
            self.kept.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step by one, PageUp and PageDown by ten."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        start = self.value
        if start is None:
            start = self._low - by * self._step if by > 0 else self._low
        number = min(max(start + by * self._step, self._low), self._high)
        self.setText(f"{number:g}")
        self.setModified(True)


class TextArea(OwnWords):
    """Several lines of a chart, kept on leaving; Esc leaves.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    """

    def __init__(
        self, theme: Theme, name: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, hint, size_px=14, at_rest=False, parent=parent)
        self.setMinimumHeight(80)
        self.left.connect(lambda: _give_keys_back(self))


def _give_keys_back(field: QWidget) -> None:
    """Move focus to the page around a field, which keeps what was written."""
    around = field.parentWidget()
    while around is not None and around.focusPolicy() == Qt.FocusPolicy.NoFocus:
        around = around.parentWidget()
    if around is None:
        field.clearFocus()
    else:
        around.setFocus(Qt.FocusReason.OtherFocusReason)
