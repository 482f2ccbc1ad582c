"""One strap, or one stream: name, what is known of it, and its one action."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.ui.connect.view import FoundStrapView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.battery_glyph import Battery, battery_words
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.signal_bars import Bars

HEIGHT_PX = 112
_ACTION_PX = 160
_NARROW_PX = 800
_TOO_FAR = "Too far away now.\nMove closer to connect."
_CONNECTING = "Connecting.\nThis takes up to 20 s."


class _Fact(QWidget):
    """A drawing with its word, over the name of the fact."""

    def __init__(self, theme: Theme, glyph: GlyphView, least_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.glyph = glyph
        self.word = Label(theme, "", 14)
        self.name = Label(theme, "", 12, token="ink2")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(glyph)
        line.addWidget(self.word, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.name)
        self.setMinimumWidth(least_px)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_fact(self, word: str, name: str) -> None:
        """Change the words."""
        self.word.set_text(word)
        self.name.set_text(name)


class StrapRow(QWidget):
    """A strap in the list.

    Parameters
    ----------
    theme : Theme
    strap : FoundStrapView
    """

    connect_requested = Signal(str)
    picked = Signal(str)

    def __init__(self, theme: Theme, strap: FoundStrapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strap = strap
        self._selected = False
        self._connecting = False
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon = GlyphView(theme, Icon("strap", 32))
        self._name = Label(theme, "", 20, 600)
        self._detail = Label(theme, "", 14, token="ink2")
        self._signal = _Fact(theme, GlyphView(theme, Bars(strap.strength)), 88, self)
        self._battery = _Fact(theme, GlyphView(theme, Battery()), 124, self)
        self._brings = _Fact(theme, GlyphView(theme, Icon("heart", 18)), 228, self)
        self.button = Button(theme, "Connect", height=56, size_px=16)
        self.button.setFixedWidth(_ACTION_PX)
        self._words = Label(theme, "", 14, token="ink2", wrap=True)
        self._words.setFixedWidth(_ACTION_PX)
        self._lay_out()
        self.button.clicked.connect(self._ask)
        attach_focus_ring(self, theme, 12, lambda: self.rect().adjusted(6, 6, -6, -6))
        theme.changed.connect(self.update)
        self.set_strap(strap)

    @property
    def strap(self) -> FoundStrapView:
        """What the row shows."""
        return self._strap

    @property
    def selected(self) -> bool:
        """Whether Enter is meant for this row."""
        return self._selected

    def set_strap(self, strap: FoundStrapView) -> None:
        """Show newer facts."""
        self._strap = strap
        self._name.set_text(strap.name)
        self._name.setToolTip(strap.name)
        self._detail.set_text(strap.detail)
        self._signal.glyph.set_glyph(Bars(strap.strength))
        self._signal.show_fact(strap.strength, "signal")
        self._battery.glyph.set_glyph(Battery(strap.battery_percent))
        self._battery.show_fact(battery_words(strap.battery_percent), strap.battery_when)
        self._brings.show_fact(strap.brings, strap.brings_more)
        self._signal.setVisible(not strap.is_stream)
        self._battery.setVisible(not strap.is_stream)
        self._brings.setVisible(strap.is_stream)
        self._arrange()

    def set_selected(self, selected: bool) -> None:  # noqa: FBT001 - a state
        """Mark the row as the one that Enter is for."""
        if selected != self._selected:
            self._selected = selected
            self._arrange()

    def set_connecting(self, connecting: bool) -> None:  # noqa: FBT001 - a state
        """Say that the strap is being connected."""
        if connecting != self._connecting:
            self._connecting = connecting
            self._arrange()

    def take_focus(self) -> None:
        """Take keyboard focus: the action where there is one, else the row itself."""
        target = self.button if self.button.isVisibleTo(self) else self
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere selects the row."""
        self.picked.emit(self._strap.address)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks connect."""
        if self.button.isVisibleTo(self):
            self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the fill of the selected row and the rule under it."""
        painter = QPainter(self)
        if self._selected:
            painter.fillRect(self.rect(), self._theme.color("accent_soft"))
        rule = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(rule, self._theme.color("line"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the name where there is little."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        self._row.setSpacing(12 if narrow else 16)
        self._facts.setSpacing(12 if narrow else 16)
        side = 20 if narrow else 32
        self._row.setContentsMargins(side, 3, side, 0)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._detail)
        names.addStretch(1)
        holder = QWidget()
        holder.setLayout(names)
        names.setContentsMargins(0, 0, 0, 0)
        holder.setMinimumWidth(150)
        holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 3, 32, 0)
        row.setSpacing(16)
        row.addWidget(self._icon)
        row.addWidget(holder, 26)
        self._facts = QHBoxLayout()
        self._facts.addWidget(self._signal, 10)
        self._facts.addWidget(self._battery, 16)
        self._facts.addWidget(self._brings, 26)
        row.addLayout(self._facts, 26)
        row.addWidget(self.button)
        row.addWidget(self._words, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = row

    def _arrange(self) -> None:
        strap = self._strap
        chosen = self._selected and strap.reachable
        pressable = strap.reachable and not self._connecting
        icon = "stream" if strap.is_stream else "strap"
        self._icon.set_glyph(Icon(icon, 32, "accent" if self._selected else "ink2"))
        self.button.set_kind(ButtonKind.PRIMARY if chosen else ButtonKind.PLAIN)
        self.button.set_cap("Enter" if chosen else "")
        self.button.setVisible(pressable)
        self._words.set_text(_CONNECTING if self._connecting else _TOO_FAR)
        self._words.setVisible(not pressable)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if pressable else Qt.FocusPolicy.TabFocus)
        facts = (
            f"{strap.detail}. Signal {strap.strength}. "
            f"Battery {battery_words(strap.battery_percent)}."
        )
        if strap.is_stream:
            facts = f"{strap.detail}. {strap.brings}, {strap.brings_more}."
        self.setAccessibleName(strap.name)
        self.setAccessibleDescription(facts if pressable else f"{facts} {self._words.text()}")
        self.button.setAccessibleName(f"Connect {strap.name}")
        self.button.setAccessibleDescription(facts)
        self.update()

    def _ask(self) -> None:
        self.picked.emit(self._strap.address)
        self.connect_requested.emit(self._strap.address)
