"""Settings of who gets in: when the window locks, and which way the app starts."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.key_form import KeyForm
from coherence_desktop.ui.settings.rows import WIDTH_PX, section, setting_row
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.widgets.select import Select

_MINUTES = (0, 2, 5, 10, 15, 30, 60)
_WAYS = (Way.HOME, Way.CLINIC)


class AccessSection(QWidget):
    """Locking is in effect at once; another way to start asks for the passphrase first.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
    """

    way_requested = Signal(object)
    """The `Way` that is wanted; answer with `ask_key`."""
    key_given = Signal(object, str)
    """The `Way` and the passphrase, empty where a press was enough."""

    def __init__(
        self, theme: Theme, store: PreferenceStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(WIDTH_PX)
        self._store = store
        self._wanted = store.now.way
        self.lock = Select(theme, "Lock after")
        self.in_session = SegmentedControl(
            theme, ("Stay open", "Lock too"), name="In a session", drawn_height=40, size_px=14
        )
        self.way = SegmentedControl(
            theme, ("At home", "In the clinic"), name="Used", drawn_height=40, size_px=14
        )
        self.form = KeyForm(theme)
        locking = "Without a touch for so long, a quiet page covers everything. Ctrl+L: at once."
        running = "While a session runs, its page stays. Recording goes on either way."
        used = "At home it opens on today's practice, in the clinic on the list of clients."
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(
            section(
                theme,
                "Who gets in",
                (
                    setting_row(theme, "Lock after", locking, self.lock),
                    None,
                    setting_row(theme, "In a session", running, self.in_session),
                    None,
                    setting_row(theme, "Used", used, self.way),
                    self.form,
                ),
            )
        )
        self._show_now()
        self.lock.activated.connect(self._set_lock)
        self.in_session.chosen.connect(self._set_in_session)
        self.way.chosen.connect(self._want_way)
        self.form.given.connect(lambda text: self.key_given.emit(self._wanted, text))
        self.form.left.connect(self._show_now)
        store.changed.connect(self._show_now)

    def ask_key(self, *, by_keyring: bool) -> None:
        """Ask for what opens the library before the way is changed."""
        words = "The passphrase of the library, to change how the app is used here."
        if by_keyring:
            words = "The keyring of this computer opens the library. Change how the app is used?"
        self.form.ask(words, "Change", key=not by_keyring)

    def _set_lock(self, index: int) -> None:
        self._store.set(replace(self._store.now, lock_after_min=self._choices()[index]))

    def _set_in_session(self, index: int) -> None:
        self._store.set(replace(self._store.now, lock_in_session=index == 1))

    def _want_way(self, index: int) -> None:
        self._wanted = _WAYS[index]
        if self._wanted is self._store.now.way:
            self.form.close_form()
        else:
            self.way_requested.emit(self._wanted)

    def _choices(self) -> list[int]:
        return sorted({*_MINUTES, self._store.now.lock_after_min})

    def _show_now(self) -> None:
        now, choices = self._store.now, self._choices()
        names = ["Never" if minutes == 0 else f"{minutes} minutes" for minutes in choices]
        self.lock.set_options(names, choices.index(now.lock_after_min))
        with QSignalBlocker(self.in_session), QSignalBlocker(self.way):
            self.in_session.set_current(1 if now.lock_in_session else 0)
            if now.way in _WAYS:
                self.way.set_current(_WAYS.index(now.way))
