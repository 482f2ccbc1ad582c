"""One pattern in full, the minutes to breathe it, and what can be done with it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.patterns import Preset
from coherence_desktop.ui.patterns.preview import Preview
from coherence_desktop.ui.patterns.words import parts, rate
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

MINUTES = (2, 5, 10, 15, 20, 30)
_USUAL = MINUTES.index(10)


class PatternDetails(QWidget):
    """Shows a pattern; its buttons are for whoever holds it.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Label(theme, "", 28, 500)
        self._about = Label(theme, "", 16, token="ink2", wrap=True)
        self.preview = Preview(theme)
        self._parts = Label(theme, "", 14, token="ink2")
        self._minutes = SegmentedControl(
            theme,
            [str(minutes) for minutes in MINUTES],
            _USUAL,
            name="Minutes",
            drawn_height=40,
            size_px=16,
        )
        self.begin = Button(theme, "Begin", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16)
        self.change = Button(theme, "Change", ButtonKind.TEXT)
        self.delete = Button(theme, "Delete", ButtonKind.TEXT)
        own = QHBoxLayout()
        own.setSpacing(24)
        own.addWidget(self.begin)
        own.addStretch(1)
        own.addWidget(self.change)
        own.addWidget(self.delete)
        minutes = QHBoxLayout()
        minutes.setSpacing(16)
        minutes.addWidget(self._minutes)
        minutes.addWidget(Label(theme, "minutes", 16, token="ink2"))
        minutes.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(32, 32, 32, 32)
        rows.setSpacing(16)
        rows.addWidget(self._name)
        rows.addWidget(self._about)
        rows.addSpacing(8)
        rows.addWidget(self.preview)
        rows.addWidget(self._parts)
        rows.addStretch(1)
        rows.addLayout(minutes)
        rows.addSpacing(8)
        rows.addLayout(own)

    @property
    def minutes(self) -> float:
        """How long, in minutes."""
        return float(MINUTES[self._minutes.current])

    def set_minutes(self, minutes: float) -> None:
        """Choose the length nearest to this."""
        nearest = min(range(len(MINUTES)), key=lambda at: abs(MINUTES[at] - minutes))
        self._minutes.set_current(nearest)

    def show_preset(self, preset: Preset) -> None:
        """Show another pattern."""
        self._name.set_text(preset.pattern.name)
        self._about.set_text(preset.about or ("Your own pattern." if preset.own else ""))
        self.preview.show_pattern(preset.pattern)
        self._parts.set_text(f"{parts(preset.pattern)}. {rate(preset.pattern)}.")
        self.change.setVisible(preset.own)
        self.delete.setVisible(preset.own)
