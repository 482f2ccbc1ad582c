"""Tabs over a stack of views: words in a row, the open one on the accent's soft tone."""

from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

HEIGHT_PX = 40
_DRAWN_PX = 32
_PADDING_PX = 12
_TIGHT_PX = 6


class _Tab(QAbstractButton):
    """One tab."""

    def __init__(self, theme: Theme, text: str, parent: "Tabs") -> None:
        super().__init__(parent)
        self._theme = theme
        self._bar = parent
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as the words in their heavier weight."""
        wide = text_width(self._theme.font(14, 600), self._bar.shown(self.text()))
        return QSize(round(wide) + 2 * self._bar.padding, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down open the neighbours; Left and Right belong to the page."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._bar.step(step)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        chosen = self.isChecked()
        if chosen:
            box = QRectF(0, (self.height() - _DRAWN_PX) / 2, self.width(), _DRAWN_PX)
            rounded_box(painter, box, 8, theme.color("accent_soft"))
        font = theme.font(14, 600 if chosen else 400)
        color = theme.color("ink" if chosen or self.underMouse() else "ink2")
        words = self._bar.shown(self.text())
        x = (self.width() - text_width(font, words)) / 2
        line_text(painter, font, color, x, self.height() / 2, words)


class Tabs(QWidget):
    """A row of tabs; Up and Down go from one to the next, Tab reaches the open one.

    Parameters
    ----------
    theme : Theme
    name : str
        What the tabs choose, for screen readers.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.padding = _PADDING_PX
        self._short = False
        self._keys: list[str] = []
        self._tabs: list[_Tab] = []
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(0)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.addStretch(1)
        self.setFixedHeight(HEIGHT_PX + 4)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the tabs, from the left."""
        return tuple(self._keys)

    @property
    def current(self) -> str:
        """Key of the open tab."""
        pairs = zip(self._keys, self._tabs, strict=True)
        return next((key for key, tab in pairs if tab.isChecked()), "")

    def text(self, key: str) -> str:
        """Words of a tab."""
        return self._tabs[self._keys.index(key)].text()

    def set_tabs(self, tabs: list[tuple[str, str]]) -> None:
        """Offer tabs, by key and words; the open one stays open where it still exists.

        Where the first was open, the first of others is.
        """
        if [key for key, _ in tabs] == self._keys:
            for tab, (_, words) in zip(self._tabs, tabs, strict=True):
                tab.setText(words)
                tab.setAccessibleName(words)
        else:
            self._rebuild(tabs)
        self._fit()

    def follow(self, before: QWidget) -> None:
        """Let Tab go from another control to the tabs."""
        for first, second in pairwise([before, *self._tabs]):
            QWidget.setTabOrder(first, second)

    def open(self, key: str) -> None:
        """Open a tab."""
        self._tabs[self._keys.index(key)].setChecked(True)

    def step(self, by: int) -> None:
        """Open a neighbour and give it the keyboard."""
        at = self._keys.index(self.current) + by
        if 0 <= at < len(self._tabs):
            self._tabs[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._tabs[at].setChecked(True)

    def shown(self, words: str) -> str:
        """Words of a tab as they are drawn: without counts in brackets where room is little."""
        return words.partition(" (")[0] if self._short else words

    def minimumSizeHint(self) -> QSize:
        """As wide as the tabs without counts, close together."""
        short = [tab.text().partition(" (")[0] for tab in self._tabs]
        return QSize(16 + self._wide(short) + 2 * _TIGHT_PX * len(short), HEIGHT_PX + 4)

    def resizeEvent(self, event: object) -> None:
        """Move the tabs together where there is little room."""
        self._fit()

    def _rebuild(self, tabs: list[tuple[str, str]]) -> None:
        before = self.current
        first = bool(self._keys) and before == self._keys[0]
        for tab in self._tabs:
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._keys = [key for key, _ in tabs]
        self._tabs = [_Tab(self._theme, words, self) for _, words in tabs]
        for at, tab in enumerate(self._tabs):
            tab.setAccessibleName(tab.text())
            self._row.insertWidget(at, tab)
            tab.toggled.connect(self._toggled)
            tab.show()
        if self._tabs:
            stays = before in self._keys and not first
            self.open(before if stays else self._keys[0])

    def _fit(self) -> None:
        full = [tab.text() for tab in self._tabs]
        room, each = self.width() - 16, 2 * max(1, len(full))
        self._short = room - self._wide(full) < _TIGHT_PX * each
        spare = room - self._wide([self.shown(words) for words in full])
        self.padding = min(_PADDING_PX, max(_TIGHT_PX, spare // each))
        for tab in self._tabs:
            tab.updateGeometry()
            tab.update()

    def _wide(self, words: list[str]) -> int:
        font = self._theme.font(14, 600)
        return sum(round(text_width(font, one)) for one in words)

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - a Qt slot
        if checked:
            self.opened.emit(self.current)
        for tab in self._tabs:
            focus = Qt.FocusPolicy.StrongFocus if tab.isChecked() else Qt.FocusPolicy.ClickFocus
            tab.setFocusPolicy(focus)
