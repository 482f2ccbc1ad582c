"""The form by which a clinician, named, opens an exercise or takes that back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import SignOffWithdrawn
from coherence_desktop.practice.readiness import SignOffIncomplete, sign_off
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.standing import Standing
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel


class SignOffForm(Panel):
    """Who signs, and why; the name is remembered for the next one.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    """

    closed = Signal()
    """It was signed, withdrawn or left."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(theme, border="accent", parent=parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._title = Label(theme, "", 16, 600, wrap=True)
        self._why = Label(theme, "", 14, token="ink2", wrap=True)
        self.by = Field(theme, "Who signs")
        self.reason = Field(theme, "Reason", "Spoken with the physician on …")
        self.button = Button(theme, "", ButtonKind.PRIMARY, cap="Enter")
        self.leave = Button(theme, "Cancel", ButtonKind.TEXT, cap="Esc")
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self.by, 2, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.reason, 3, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addLayout(fields)
        column.addLayout(buttons)
        self.button.clicked.connect(self.sign)
        self.leave.clicked.connect(self.close_form)
        for field in (self.by, self.reason):
            field.line.returnPressed.connect(self.sign)
        self.hide()

    @property
    def exercise_id(self) -> str:
        """Exercise that the form is about, or empty."""
        return self._standing.exercise.id if self._standing is not None else ""

    def open_for(self, standing: Standing) -> None:
        """Ask about an exercise: to sign off what waits, to withdraw what is signed."""
        self._standing = standing
        name = standing.exercise.name
        opening = standing.lock is not None
        verb = "Sign off" if opening else "Withdraw"
        self._title.set_text(f"{verb}: {name}")
        self._why.set_text(standing.words)
        self.button.set_text("Sign off" if opening else "Withdraw sign-off")
        self.setAccessibleName(f"{verb}: {name}")
        for field in (self.by, self.reason):
            field.say("")
        if not self.by.text:
            self.by.set_text(self._last_name())
        self.show()
        first = self.reason if self.by.text else self.by
        first.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.line.selectAll()

    def sign(self) -> None:
        """Keep it, or say what is missing."""
        standing = self._standing
        if standing is None:
            return
        at_utc, by, reason = self._desk.at_utc, self.by.text, self.reason.text
        self.by.say("")
        self.reason.say("")
        if not by:
            self._miss(self.by, "A sign-off carries the name of who signs.")
            return
        if standing.lock is None:
            entry = SignOffWithdrawn(at_utc, by, exercise_id=standing.exercise.id, reason=reason)
            self._desk.add(entry)
        else:
            try:
                self._desk.add(sign_off(at_utc, by, standing.lock, reason))
            except SignOffIncomplete:
                self._miss(self.reason, "A sign-off carries its reason.")
                return
        self.close_form()

    def close_form(self) -> None:
        """Leave the form; what is written in it stays for the next time."""
        self._standing = None
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _miss(self, field: Field, sentence: str) -> None:
        field.say(sentence)
        field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _last_name(self) -> str:
        chart = self._desk.chart
        if chart.sign_offs:
            return chart.sign_offs[-1].entry.by
        return chart.screening.by if chart.screening is not None else ""
