"""Changes which way the app is used, for whoever can open the library."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.access_section import AccessSection
from coherence_desktop.ui.shell.keeping.keys import kept_key, proven_key
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey
    from coherence_desktop.records.library import Library


class ChangingWay(QObject):
    """Asks for what opens the library, changes the way, and has the library opened again.

    Parameters
    ----------
    access : AccessSection
    store : PreferenceStore
    library : Library
        An open one.
    """

    changed = Signal(object)
    """The `LibraryKey`."""

    def __init__(
        self,
        access: AccessSection,
        store: PreferenceStore,
        library: "Library",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._access, self._store, self._library = access, store, library
        self._worker = Worker(self)
        access.way_requested.connect(self._ask)
        access.key_given.connect(self._prove)

    def _ask(self, _: Way) -> None:
        path = self._library.path
        self._worker.run(
            lambda: kept_key(path) is not None,
            lambda kept: self._access.ask_key(by_keyring=kept),
            lambda _: self._access.ask_key(by_keyring=False),
        )

    def _prove(self, way: Way, passphrase: str) -> None:
        path, form = self._library.path, self._access.form
        form.set_busy(True)
        self._worker.run(
            lambda: proven_key(path, passphrase),
            lambda key: self._change(way, key),
            lambda problem: form.show_problem(problem.message),
        )

    def _change(self, way: Way, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.audit import Deed, audit_if_possible

        audit_if_possible(self._library, Deed.WAY_CHANGED, way)
        self._access.form.close_form()
        self._store.set_way(way)
        self.changed.emit(key)
