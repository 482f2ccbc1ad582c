"""Keeps an open library safe: all that the settings of the library ask for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.settings.access_section import AccessSection
from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.shell.keeping.audit_showing import AuditShowing
from coherence_desktop.ui.shell.keeping.backing_up import BackingUp
from coherence_desktop.ui.shell.keeping.changing_key import ChangingKey
from coherence_desktop.ui.shell.keeping.changing_way import ChangingWay
from coherence_desktop.ui.shell.keeping.moving import Moving
from coherence_desktop.ui.shell.keeping.restoring import Restoring
from coherence_desktop.ui.shell.keeping.work import LibraryWork
from coherence_desktop.ui.shell.work_page import WorkPage
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey
    from coherence_desktop.records.library import Library


class Keeping(QObject):
    """Puts the sections of the settings and the kinds of work together.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
    library : Library
        An open one.

    Attributes
    ----------
    library : Library
    section : LibrarySection
    access : AccessSection
        Both are shown on the page of settings.
    """

    closing = Signal(object)
    """The `WorkPage` to show, or ``None``; then the library is to be closed, at once."""
    reopening = Signal(object, object)
    """The library is to be opened again: its `Path` and its `LibraryKey`."""

    def __init__(
        self,
        theme: Theme,
        store: PreferenceStore,
        library: "Library",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.library = library
        path, raw_key = library.path, library.connections.raw_key
        self.access = AccessSection(theme, store)
        self.section = section = LibrarySection(theme)
        section.set_place(str(path))
        work = LibraryWork(theme, self)
        work.closing.connect(self._close)
        work.began.connect(lambda: section.set_usable(usable=False))
        work.ended.connect(lambda: section.set_usable(usable=True))
        BackingUp(section, work, library, self)
        AuditShowing(section, library, self)
        restoring = Restoring(section.restore_form, section.restoring, work, path, raw_key, self)
        section.restore_requested.connect(restoring.choose)
        moving = Moving(section, work, path, raw_key, self)
        for task in (restoring, moving, ChangingKey(section, work, path, self)):
            task.reopening.connect(self.reopening)
        restoring.not_done.connect(self._open_again)
        way = ChangingWay(self.access, store, library, self)
        way.changed.connect(self._way_changed)

    def _close(self, page: WorkPage) -> None:
        self.section.close_forms()
        self.closing.emit(page)

    def _open_again(self) -> None:
        from coherence_desktop.records.keys import RandomKey

        self.reopening.emit(self.library.path, RandomKey(self.library.connections.raw_key))

    def _way_changed(self, key: "LibraryKey") -> None:
        self.closing.emit(None)
        self.reopening.emit(self.library.path, key)
