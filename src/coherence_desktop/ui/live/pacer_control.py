"""The pacer at the foot of the values column: its rate beside the breath's own, keys, cues."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.signal.results import Absent, BreathingRate
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.sound.cues import Cue, Cues
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.words.values import absence, countdown

_KEY_PX = 72
_SOURCES = {"acceleration": "from acceleration", "intervals": "from RR"}


class PacerControl(QWidget):
    """Shows the pattern; asks for a slower or faster one, for sound and for closed eyes.

    Parameters
    ----------
    theme : Theme
    """

    slower = Signal()
    faster = Signal()
    cue_switched = Signal(object)
    """A `Cue` to turn on or off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pattern: Pattern | None = None
        self._share = Label(theme, "", 12, 400, "ink2")
        self._rate = Label(theme, "", 20, 600)
        self._unit = Label(theme, "", 12, 400, "ink2")
        self.slower_key = self._key("minus", "[", "Pacer slower")
        self.faster_key = self._key("plus", "]", "Pacer faster")
        self.slower_key.clicked.connect(self.slower)
        self.faster_key.clicked.connect(self.faster)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.addWidget(Label(theme, "Pacer", 14, 600))
        head.addStretch(1)
        head.addWidget(self._share)
        keys = QHBoxLayout()
        keys.setContentsMargins(4, 0, 4, 0)
        keys.setSpacing(4)
        keys.addWidget(self.slower_key)
        keys.addStretch(1)
        keys.addWidget(self._rate, 0, Qt.AlignmentFlag.AlignVCenter)
        keys.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignVCenter)
        keys.addStretch(1)
        keys.addWidget(self.faster_key)
        self.breathing = Label(theme, "", 12, 400, "ink2", align=Qt.AlignmentFlag.AlignHCenter)
        self.sound = self._cue(Cue.SOUND, "sound", "Sound", "F8")
        self.eyes_closed = self._cue(Cue.EYES_CLOSED, "eye-closed", "Eyes closed", "F9")
        cues = QHBoxLayout()
        cues.setSpacing(4)
        cues.addWidget(self.sound)
        cues.addWidget(self.eyes_closed)
        cues.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 14, 12, 8)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addLayout(keys)
        rows.addWidget(self.breathing)
        rows.addLayout(cues)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_pattern(None)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Height in the reference layout."""
        return QSize(302, 158)

    def show_breathing(self, rate: BreathingRate | Absent | None) -> None:
        """Say how fast the person breathes, and what tells it; ``None`` while nothing is known."""
        told = why = ""
        if isinstance(rate, Absent):
            why = absence("Breathing", rate)
            to_go = countdown(rate).rstrip(".")
            told = f"breathing rate: {to_go}" if to_go else why
        elif rate is not None:
            told = f"breathing {60.0 * rate.rate_hz:.1f} a minute, {_SOURCES[rate.source]}"
        self.breathing.set_text(told)
        self.breathing.setToolTip(why)

    def show_pattern(self, pattern: Pattern | None) -> None:
        """Show another pattern, or that nothing is paced."""
        if pattern == self._pattern and self._unit.text():
            return
        self._pattern = pattern
        self._share.set_text("" if pattern is None else parts_words(pattern))
        self._rate.set_text("" if pattern is None else f"{pattern.rate_per_min:.1f}")
        self._unit.set_text("no guide" if pattern is None else "a minute")
        for key, step in ((self.slower_key, -0.1), (self.faster_key, 0.1)):
            key.setEnabled(pattern is not None and pattern.stepped(step) is not None)
        self.setAccessibleName(f"Pacer {self._rate.text()} {self._unit.text()}")

    def show_cues(self, cues: Cues) -> None:
        """Show which cues are on."""
        self.sound.setChecked(cues.sound)
        self.eyes_closed.setChecked(cues.eyes_closed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rule above."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(0, 0, self.width(), 0)

    def _cue(self, cue: Cue, icon: str, words: str, cap: str) -> ChipButton:
        chip = ChipButton(self._theme, Icon(icon, 14), words)
        chip.setToolTip(cap)
        chip.clicked.connect(lambda: self.cue_switched.emit(cue))
        return chip

    def _key(self, icon: str, cap: str, name: str) -> Button:
        key = Button(self._theme, "", cap=cap, glyph=Icon(icon, 20, "ink"))
        key.setFixedWidth(_KEY_PX)
        key.setAccessibleName(name)
        key.setAutoRepeat(True)
        return key


def parts_words(pattern: Pattern) -> str:
    """How a breath is divided: in shares without holds, else in seconds."""
    if pattern.hold_in_s or pattern.hold_out_s:
        parts = (
            ("in", pattern.inhale_s),
            ("hold", pattern.hold_in_s),
            ("out", pattern.exhale_s),
            ("hold", pattern.hold_out_s),
        )
        return ", ".join(f"{name} {seconds:.2g}" for name, seconds in parts if seconds) + " s"
    inhale = round(100 * pattern.inhale_share)
    return f"in {inhale} %, out {100 - inhale} %"
