"""The page on which a strap is looked for, chosen and connected."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from coherence_desktop.ui.connect.help_panel import HelpPanel
from coherence_desktop.ui.connect.side_panel import WIDTH_PX, SidePanel
from coherence_desktop.ui.connect.strap_list import StrapList
from coherence_desktop.ui.connect.view import AdapterView, FoundStrapView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.searching_ring import SearchingRing
from coherence_desktop.ui.widgets.select import Select

STACKED_BELOW_PX = 1200 - 88
"""Width of the page, without the rail, under which the side column moves below."""
_ROOMY_FROM_PX = 1440 - 88
_TALL_FROM_PX = 880


class ConnectPage(Page):
    """Straps in reach, help that is always there, and the way without a strap.

    A pure view: whoever owns it searches, and gives it what was found.

    Parameters
    ----------
    theme : Theme
    """

    connect_requested = Signal(str)
    without_strap_requested = Signal()
    search_again_requested = Signal()
    adapter_chosen = Signal(str)
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Choose your strap")
        self._searching_s: float | None = 0.0
        self._adapters: list[AdapterView] = []
        self._title = Label(theme, "", 40, 500)
        self._ring = SearchingRing(theme)
        self._state = Label(theme, "", 16, token="ink2")
        self._again = Button(theme, "search again", ButtonKind.QUIET, cap="F5", cap_first=True)
        self._again.setAccessibleName("Search again")
        self._adapter_label = Label(theme, "Bluetooth adapter", 14, token="ink2")
        self._adapter = Select(theme, "Bluetooth adapter")
        self._notice = Notice(theme, radius=12)
        self._news = Notice(theme, radius=12, good=True)
        self._list = StrapList(theme)
        self._help = HelpPanel(theme)
        self._side = SidePanel(theme)
        self._lay_out()
        self._list.connect_requested.connect(self.connect_requested)
        self._list.selection_changed.connect(self._selected)
        self._side.without_strap_requested.connect(self.without_strap_requested)
        self._again.clicked.connect(self.search_again_requested)
        self._adapter.activated.connect(self._chose_adapter)
        self.set_adapters([], "")
        self._say()

    @property
    def strap_list(self) -> StrapList:
        """The list of straps."""
        return self._list

    @property
    def problem(self) -> str:
        """What keeps the search from working, as it is shown."""
        return self._notice.text

    def set_straps(self, straps: Sequence[FoundStrapView]) -> None:
        """Show what was found so far; own straps come first."""
        self._list.set_straps(straps)
        self._say()

    def set_searching(self, seconds: float | None) -> None:
        """Say for how long the search has been running; ``None``: it is not."""
        self._searching_s = seconds
        self._say()

    def set_problem(self, text: str | None) -> None:
        """Say plainly what keeps the search or a connection from working."""
        self._notice.set_text(text)
        self._say()

    @property
    def news(self) -> str:
        """What went well, as it is shown."""
        return self._news.text

    def set_news(self, text: str | None) -> None:
        """Say what went well, such as that the session is kept."""
        self._news.set_text(text)

    def set_connecting(self, address: str | None) -> None:
        """Say which strap is being connected."""
        self._list.set_connecting(address or "")

    def set_adapters(self, adapters: Sequence[AdapterView], current: str) -> None:
        """Offer a choice of adapters; with fewer than two there is none."""
        if list(adapters) != self._adapters:
            self._adapters = list(adapters)
        ids = [adapter.id for adapter in self._adapters]
        place = ids.index(current) if current in ids else -1
        self._adapter.set_options([adapter.label for adapter in self._adapters], place)
        self._adapter.setVisible(len(ids) > 1)
        self._adapter_label.setVisible(len(ids) > 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter connects, F5 searches again, Esc asks to go back."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._connect_selected()
        elif key == Qt.Key.Key_F5:
            self.search_again_requested.emit()
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keys."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the side column below, and the margins in, where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < STACKED_BELOW_PX
        direction = (
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
        roomy, tall = self.width() >= _ROOMY_FROM_PX, self.height() >= _TALL_FROM_PX
        side = 64 if roomy else 32
        self._columns.setSpacing(32 if roomy else 24)
        self._main.setSpacing(24 if tall else 16)
        self._help.set_compact(not tall)
        self._set_body_margins()
        self._gap.changeSize(0, 40 if tall else 16)
        self._foot.setContentsMargins(side, 36 if tall else 14, side, 40 if tall else 18)
        self._side.setMinimumWidth(0 if stacked else WIDTH_PX)
        self._side.setMaximumWidth(16777215 if stacked else WIDTH_PX)
        self._body.invalidate()

    def _lay_out(self) -> None:
        theme = self.theme
        search = QHBoxLayout()
        search.setSpacing(12)
        for widget in (self._ring, self._state, self._again):
            search.addWidget(widget)
        search.addStretch(1)
        search.addWidget(self._adapter_label)
        search.addWidget(self._adapter)
        self._main = QVBoxLayout()
        self._main.addWidget(self._news)
        self._main.addWidget(self._notice)
        self._main.addWidget(self._list, 1)
        self._main.addWidget(self._help)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addLayout(self._main, 1)
        self._columns.addWidget(self._side)
        content = QWidget()
        self._body = QVBoxLayout(content)
        self._body.setSpacing(0)
        self._body.addWidget(self._title)
        self._body.addLayout(search)
        self._gap = QSpacerItem(0, 40, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._body.addItem(self._gap)
        self._body.addLayout(self._columns, 1)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        kept = "Recordings stay on this computer, encrypted."
        self._foot.addWidget(Label(theme, kept, 14, token="ink2"))
        self._foot.addStretch(1)
        for caps, words in ((("↑", "↓"), "choose"), (("Enter",), "connect")):
            for cap in caps:
                self._foot.addWidget(KeyCap(theme, cap))
            self._foot.addWidget(Label(theme, words, 14, token="ink2"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scroll = ScrollArea(theme, content)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._set_body_margins)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(self._foot)

    def _set_body_margins(self) -> None:
        """Keep the right edge in line with the foot, scroll bar or not."""
        side = 64 if self.width() >= _ROOMY_FROM_PX else 32
        bar = self._scroll.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        top = 64 if self.height() >= _TALL_FROM_PX else 24
        self._body.setContentsMargins(side, top, side - taken, 0)

    def _connect_selected(self) -> None:
        row = self._list.selected
        if row is not None and row.strap.reachable:
            self.connect_requested.emit(row.strap.address)

    def _selected(self) -> None:
        row = self._list.selected
        if row is not None:
            title = "About this stream" if row.strap.is_stream else "How it sits"
            self._side.set_hint(row.strap.wearing_hint, chest=row.strap.chest, title=title)

    def _chose_adapter(self, index: int) -> None:
        self.adapter_chosen.emit(self._adapters[index].id)

    def _say(self) -> None:
        """Put what is known into words."""
        found = len(self._list.rows)
        searching = self._searching_s is not None
        self._ring.set_running(searching)
        state = "Still searching" if searching else "Not searching"
        self._state.set_text(f"{state}, {found} found" if found else state)
        looking = "Looking for your strap" if searching else "Find your strap"
        streams = any(row.strap.is_stream for row in self._list.rows)
        choose = "Choose a strap or a stream" if streams else "Choose your strap"
        self._title.set_text(choose if found else looking)
        heading = "Yours is not in the list?" if found else "Four things that usually help"
        self._help.set_heading(heading)
        if searching:
            wakes = "A strap wakes up when it feels moist skin."
            advice = f"Searching for {self._searching_s:.0f} s. {wakes}"
            self._list.set_empty_words("No strap in reach yet", advice, listening=True)
        else:
            again = "F5 starts it again."
            self._list.set_empty_words("The search rests", again, listening=False)
        if not found:
            self._side.set_hint("", chest=True)
