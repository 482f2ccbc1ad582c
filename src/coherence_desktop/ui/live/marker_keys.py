"""The named marker keys: a cap and a word each, in a row that scrolls when it is too long."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon

HEIGHT_PX = 64
_LEAST_KEY_PX = 104


class MarkerKeys(QScrollArea):
    """One key for each named marker, and *Add*.

    Parameters
    ----------
    theme : Theme
    markers : iterable of NamedMarker
    height : int
        Of a key, in logical pixels.
    adding : bool
        Whether markers can be added.
    """

    pressed = Signal(object)
    add_pressed = Signal()

    def __init__(
        self,
        theme: Theme,
        markers: Iterable[NamedMarker],
        height: int = HEIGHT_PX,
        *,
        adding: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._keys: dict[str, Button] = {}
        self._markers: dict[str, NamedMarker] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QScrollArea { background: transparent; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        content = QWidget()
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(8)
        self._add = Button(theme, "Add", ButtonKind.TEXT, glyph=Icon("plus", 20), height=height)
        self._add.setAccessibleName("Add a marker")
        self._add.clicked.connect(self.add_pressed)
        self._add.setVisible(adding)
        self._row.addSpacing(0)
        self._row.addWidget(self._add)
        self._row.addStretch(1)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFixedHeight(height + 8)
        self._add.installEventFilter(self)
        for marker in markers:
            self.add(marker)

    @property
    def markers(self) -> list[NamedMarker]:
        """Markers that have a key, in order."""
        return list(self._markers.values())

    def add(self, marker: NamedMarker) -> None:
        """Give a marker its key."""
        key = Button(
            self._theme, marker.label, cap=marker.letter, cap_first=True, height=self._height
        )
        key.setFixedWidth(max(_LEAST_KEY_PX, 8 * math.ceil((key.sizeHint().width() - 9) / 8)))
        key.setAccessibleName(f"Mark {marker.label}")
        key.clicked.connect(lambda: self.pressed.emit(marker))
        key.installEventFilter(self)
        self._row.insertWidget(self._row.indexOf(self._add), key)
        self._keys[marker.letter] = key
        self._markers[marker.letter] = marker

    def with_letter(self, letter: str) -> NamedMarker | None:
        """Marker that a letter sets."""
        return self._markers.get(letter)

    def show_heard(self, marker: NamedMarker) -> None:
        """Invert the marker's key for a moment."""
        self._keys[marker.letter].invert()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring a key into view when it takes the focus."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 8, 0)
        return False
