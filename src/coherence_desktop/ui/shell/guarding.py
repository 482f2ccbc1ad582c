"""Guards an open library: the lock over the window, and the settings of the whole of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.lock.app_lock import AppLock
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.shell.keeping.keeping import Keeping


class Guarding(QObject):
    """Made when the first library opens; told of each that opens and closes.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    store : PreferenceStore
    settings : SettingsPage
        Gets the sections when it is first shown.
    in_session : callable
        Whether a session runs now.

    Attributes
    ----------
    lock : AppLock
    keeping : Keeping or None
        Of the open library, once the page of settings was shown.
    """

    closing = Signal(object)
    """Close the library, and show this page if there is one."""
    reopening = Signal(object, object)
    """Open the library at this `Path` with this `LibraryKey`."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        store: PreferenceStore,
        settings: SettingsPage,
        in_session: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._store = store
        self._settings = settings
        self._library: Library | None = None
        self.keeping: Keeping | None = None
        self.lock = AppLock(theme, window, store, in_session, self)
        settings.shown.connect(self._show_sections)

    def set_library(self, library: "Library | None") -> None:
        """Guard this one; ``None`` while none is open."""
        self._library = library
        self.lock.set_library(None if library is None else library.path)
        if library is None and self.keeping is not None:
            for section in (self.keeping.access, self.keeping.section):
                self._settings.remove_section(section)

    def _show_sections(self) -> None:
        from coherence_desktop.ui.shell.keeping.keeping import Keeping

        library = self._library
        if library is None or (self.keeping is not None and self.keeping.library is library):
            return
        # The one before lives on: work that closed the library may still be shown by it.
        self.keeping = Keeping(self._theme, self._store, library, self)
        self.keeping.closing.connect(self.closing)
        self.keeping.reopening.connect(self.reopening)
        self._settings.add_section(self.keeping.access)
        self._settings.add_section(self.keeping.section)
