"""The main panel of today's page: what is next, how to make it smaller, the last wave."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.practice.home.today import Today
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_FIRST = "The wave of your heart appears here after your first practice with a strap."
_WAVE_PX = 136
_MARGIN_PX = 40
_LINE_PX = 2.5


class Wave(QWidget):
    """A wave along the lower edge of a panel, over a soft fill.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: tuple[float, ...] = ()
        self._drawn: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(72)
        theme.changed.connect(self._forget)

    @property
    def values(self) -> tuple[float, ...]:
        """What is drawn, each from 0 to 1."""
        return self._values

    def set_values(self, values: Sequence[float], name: str) -> None:
        """Draw another wave; none of them draws nothing."""
        self._values = tuple(values)
        self.setAccessibleName(name if values else "")
        self._forget()

    def sizeHint(self) -> QSize:
        """A third of its panel."""
        return QSize(640, _WAVE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew."""
        super().resizeEvent(event)
        self._drawn = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show what was drawn."""
        if not self._values:
            return
        if self._drawn is None:
            self._drawn = self._draw()
        QPainter(self).drawPixmap(0, 0, self._drawn)

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), float(self.height())
        inside = QPainterPath()
        inside.addRoundedRect(
            QRectF(0, -PATIENT_RADIUS, width, height + PATIENT_RADIUS),
            PATIENT_RADIUS - 1,
            PATIENT_RADIUS - 1,
        )
        painter.setClipPath(inside)
        line = self._path(width, height)
        fill = QPainterPath(line)
        fill.lineTo(width, height)
        fill.lineTo(0, height)
        fill.closeSubpath()
        painter.fillPath(fill, self._theme.color("accent", 0.09))
        painter.setPen(QPen(self._theme.color("accent", 0.8), _LINE_PX))
        painter.drawPath(line)
        painter.end()
        return pixmap

    def _path(self, width: float, height: float) -> QPainterPath:
        top, low = _LINE_PX, height - 32.0
        step = width / max(1, len(self._values) - 1)
        path = QPainterPath()
        for place, value in enumerate(self._values):
            point = QPointF(place * step, low - value * (low - top))
            if place:
                path.lineTo(point)
            else:
                path.moveTo(point)
        return path

    def _forget(self) -> None:
        self._drawn = None
        self.update()


class DuePanel(Panel):
    """What is next today.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(float, bool)
    """Begin, for so many minutes; by sound alone or not."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self._today: Today | None = None
        self._title = Label(theme, "", 28, 600, wrap=True)
        self._why = Label(theme, "", 16, token="ink2", wrap=True)
        self.go = Button(
            theme,
            "Continue",
            ButtonKind.PRIMARY,
            cap="Enter",
            height=80,
            size_px=28,
            cap_px=32,
            radius=12,
        )
        self.go.setFixedWidth(336)
        self.short = Button(theme, "Only 3 minutes", ButtonKind.TEXT, size_px=16)
        self.sound = Button(theme, "Sound only", ButtonKind.TEXT, size_px=16)
        self._about = Label(theme, "", 14, token="ink2", wrap=True)
        self.wave = Wave(theme)
        self._lay_out()
        self.go.clicked.connect(lambda: self._choose(self._minutes(), sound=False))
        self.short.clicked.connect(self._choose_short)
        self.sound.clicked.connect(lambda: self._choose(self._minutes(), sound=True))
        self.setEnabled(False)

    @property
    def title(self) -> str:
        """What is next."""
        return self._title.text()

    @property
    def why(self) -> str:
        """Its dose, and why it is there."""
        return self._why.text()

    def begin(self) -> None:
        """Do what the large button does."""
        self._choose(self._minutes(), sound=False)

    def show_today(self, today: Today) -> None:
        """Show what is next."""
        self._today = today
        self.setEnabled(True)
        self._title.set_text(today.title)
        self._why.set_text(today.why)
        self.setAccessibleName(f"{today.title}. {today.why}")
        self.go.set_text(today.action)
        self.short.setVisible(today.short is not None)
        self.sound.setVisible(today.sound_only)

    def show_wave(self, values: Sequence[float], words: str) -> None:
        """Show the last practice, or say where it will be."""
        self.wave.set_values(values, words)
        self._about.set_text(words if values else _FIRST)
        self.wave.setVisible(bool(values))
        self._column.setContentsMargins(0, 0, 0, 0 if values else _MARGIN_PX - 8)

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(0)
        actions.addWidget(self.go)
        actions.addSpacing(28)
        actions.addWidget(self.short)
        actions.addSpacing(28)
        actions.addWidget(self.sound)
        actions.addStretch(1)
        inside = QVBoxLayout()
        inside.setContentsMargins(_MARGIN_PX, 36, _MARGIN_PX, 0)
        inside.setSpacing(0)
        inside.addWidget(self._title)
        inside.addSpacing(8)
        inside.addWidget(self._why)
        inside.addStretch(2)
        inside.addSpacing(16)
        inside.addLayout(actions)
        inside.addStretch(2)
        inside.addSpacing(12)
        inside.addWidget(self._about)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(20)
        self._column.addLayout(inside, 1)
        self._column.addWidget(self.wave)

    def _minutes(self) -> float:
        return self._today.practice.minutes if self._today is not None else 0.0

    def _choose_short(self) -> None:
        if self._today is not None and self._today.short is not None:
            self._choose(self._today.short.minutes, sound=False)

    def _choose(self, minutes: float, *, sound: bool) -> None:
        if self._today is not None:
            self.chosen.emit(minutes, sound)
