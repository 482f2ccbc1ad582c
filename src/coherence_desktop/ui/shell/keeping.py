"""Does what the settings of the library ask for: back up, restore, move, another key."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.job import Job, Work
from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.access_section import AccessSection
from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.shell.library_opening import LIBRARIES
from coherence_desktop.ui.shell.work_page import WorkPage
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keeping.backup import Copy
    from coherence_desktop.records.keys import LibraryKey
    from coherence_desktop.records.library import Library


class Keeping(QObject):
    """Keeps an open library safe.

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
    """The `WorkPage` to show; then the library is to be closed, at once."""
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
        self._theme = theme
        self._store = store
        self.library = library
        self._path = library.path
        self._backup: Path | None = None
        self._backup_key: LibraryKey | None = None
        self._worker = Worker(self)
        self._job = Job(self)
        self.access = AccessSection(theme, store)
        self.section = section = LibrarySection(theme)
        section.set_place(str(library.path))
        section.backup_requested.connect(self._choose_backup)
        section.restore_requested.connect(self._choose_restore)
        section.restore_form.given.connect(self._restore_answered)
        section.move_requested.connect(self._choose_folder)
        section.key_change_requested.connect(self._ask_new_key)
        section.key_form.passphrase_given.connect(self._change_key)
        section.key_form.keyring_chosen.connect(lambda now: self._change_key(now, None))
        section.audit_requested.connect(self._read_audit)
        section.cancel_requested.connect(self._job.cancel)
        self._job.progressed.connect(section.set_share)
        self.access.way_requested.connect(self._ask_for_way)
        self.access.key_given.connect(self._change_way)

    # --- back-up -------------------------------------------------------------------------------

    def _choose_backup(self) -> None:
        from coherence_desktop.records.keeping.backup import back_up, backup_name

        name = backup_name(datetime.now().astimezone())
        # The dialog asks before it gives the name of a file that is there.
        chosen, _ = QFileDialog.getSaveFileName(
            self.section.window(), "Back up the library", str(Path.home() / name), LIBRARIES
        )
        if not chosen:
            return
        library, target = self.library, Path(chosen)
        self._begin(
            "Backing up",
            lambda progress, cancelled: back_up(
                library, target, replace=True, progress=progress, cancelled=cancelled
            ),
            self._backed_up,
        )

    def _backed_up(self, copy: "Copy") -> None:
        self.section.tell(f"Backed up and checked: {_counted(copy)}. {copy.path}", good=True)

    # --- restore -------------------------------------------------------------------------------

    def _choose_restore(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.section.window(), "Choose a back-up", str(Path.home()), LIBRARIES
        )
        if not chosen:
            return
        self._backup, self._backup_key = Path(chosen), None
        raw_key, library, backup = self.library.connections.raw_key, self._path, self._backup
        self._worker.run(
            lambda: _key_of_backup(backup, library, raw_key), self._key_looked_for, self._told
        )

    def _key_looked_for(self, key: "LibraryKey | None") -> None:
        if key is not None:
            self._check_backup(key)
        elif self._backup is not None:
            words = f"The passphrase that {self._backup.name} was made with."
            self.section.restore_form.ask(words, "Look at it", key=True)

    def _restore_answered(self, passphrase: str) -> None:
        from coherence_desktop.records.keys import parse_key

        if self._backup_key is not None:
            self._restore(self._backup_key)
        elif passphrase:
            self._check_backup(parse_key(passphrase))

    def _check_backup(self, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.backup import verify

        backup = self._backup
        if backup is None:
            return
        self.section.restore_form.set_busy(True)
        self._begin(
            f"Checking {backup.name}",
            lambda progress, cancelled: verify(
                backup, key, progress=progress, cancelled=cancelled
            ),
            lambda copy: self._backup_checked(key, copy),
            self._backup_unfit,
        )

    def _backup_checked(self, key: "LibraryKey", copy: "Copy") -> None:
        self._backup_key = key
        words = (
            f"{copy.path.name} is whole: {_counted(copy)}. Restoring puts it in the place of the "
            "library of now, which is kept beside it."
        )
        self.section.restore_form.ask(words, "Restore", key=False)

    def _backup_unfit(self, problem: Problem) -> None:
        from coherence_desktop.records.problems import WrongKey

        form = self.section.restore_form
        if isinstance(problem, WrongKey) and not form.isHidden():
            form.show_problem(problem.message)
            return
        form.close_form()
        self._told(problem)

    def _restore(self, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.restore import restore

        backup, library = self._backup, self._path
        if backup is not None:
            self._begin_closed(
                "Restoring",
                lambda progress, cancelled: restore(
                    backup, key, library, progress=progress, cancelled=cancelled
                ),
                lambda done: (
                    library,
                    key,
                    "Restored",
                    f"The library of before is kept: {done.set_aside}",
                ),
            )

    # --- place, key, way -----------------------------------------------------------------------

    def _choose_folder(self) -> None:
        from coherence_desktop.records.keeping.moving import move
        from coherence_desktop.records.keys import RandomKey

        chosen = QFileDialog.getExistingDirectory(
            self.section.window(), "Move the library to a folder", str(self._path.parent)
        )
        if not chosen:
            return
        library, raw_key = self._path, self.library.connections.raw_key
        self._begin_closed(
            "Moving the library",
            lambda progress, cancelled: move(
                library, raw_key, Path(chosen), progress=progress, cancelled=cancelled
            ),
            lambda moved: (
                moved.path,
                RandomKey(raw_key),
                "Moved",
                f"The library is now {moved.path}. It was checked there before the old one went.",
            ),
        )

    def _ask_new_key(self) -> None:
        library = self._path
        self._worker.run(
            lambda: (_kept_key(library) is not None, _keyring_works()),
            lambda found: self.section.key_form.ask(kept=found[0], keyring_available=found[1]),
            self._told,
        )

    def _change_key(self, now: str, new: str | None) -> None:
        library, form = self._path, self.section.key_form
        form.set_busy(True)
        self._worker.run(
            lambda: _proven_key(library, now),
            lambda old: self._change_proven_key(old, new),
            lambda problem: form.show_problem(problem.message),
        )

    def _change_proven_key(self, old: "LibraryKey", new: str | None) -> None:
        from coherence_desktop.records.keeping.backup import OLD_COPIES
        from coherence_desktop.records.keeping.rekey import change_key
        from coherence_desktop.records.keys import new_keyring_key, parse_key

        library = self._path

        def work(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> "LibraryKey":
            key = new_keyring_key() if new is None else parse_key(new)
            change_key(library, old, key, progress=progress, cancelled=cancelled)
            return key

        what = (
            "This computer keeps the key now." if new is None else "The new passphrase opens it."
        )
        self._begin_closed(
            "Changing the passphrase",
            work,
            lambda key: (library, key, "Changed", f"{what} {OLD_COPIES}"),
        )

    def _ask_for_way(self, _: Way) -> None:
        library = self._path
        self._worker.run(
            lambda: _kept_key(library) is not None,
            lambda kept: self.access.ask_key(by_keyring=kept),
            lambda _: self.access.ask_key(by_keyring=False),
        )

    def _change_way(self, way: Way, passphrase: str) -> None:
        library, form = self._path, self.access.form
        form.set_busy(True)
        self._worker.run(
            lambda: _proven_key(library, passphrase),
            lambda key: self._set_way(way, key),
            lambda problem: form.show_problem(problem.message),
        )

    def _set_way(self, way: Way, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.audit import Deed, audit_if_possible

        audit_if_possible(self.library, Deed.WAY_CHANGED, way)
        self.access.form.close_form()
        self._store.set_way(way)
        self.closing.emit(None)
        self.reopening.emit(self._path, key)

    # --- the audit list ------------------------------------------------------------------------

    def _read_audit(self) -> None:
        from coherence_desktop.records.keeping.audit import audit_entries
        from coherence_desktop.ui.settings.audit_view import MOST

        library = self.library
        self._worker.run(
            lambda: audit_entries(library, newest=MOST + 1), self.section.show_entries, self._told
        )

    # --- how work goes -------------------------------------------------------------------------

    def _begin(
        self,
        name: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do it while the library is open."""

        def end(how: Callable[[Any], None], answer: object) -> None:
            self.section.end_work()
            how(answer)

        self.section.show_work(name)
        self._job.start(
            work,
            lambda answer: end(done, answer),
            lambda problem: end(failed or self._told, problem),
        )

    def _begin_closed(
        self,
        title: str,
        work: Work,
        after: "Callable[[Any], tuple[Path, LibraryKey, str, str]]",
    ) -> None:
        """Do it while the library is closed; ``after`` tells how to open it and what to say."""
        from coherence_desktop.records.keys import RandomKey

        page = WorkPage(self._theme, title)
        before = (self._path, RandomKey(self.library.connections.raw_key))
        self.section.close_forms()
        self.closing.emit(page)
        page.cancel_requested.connect(self._job.cancel)
        self._job.progressed.connect(page.bar.set_share)

        def end(path: Path, key: "LibraryKey", heading: str, words: str) -> None:
            page.go_on_requested.connect(lambda: self.reopening.emit(path, key))
            page.end(heading, words)

        self._job.start(
            work,
            lambda answer: end(*after(answer)),
            lambda problem: end(*before, "Not done", problem.message),
        )

    def _told(self, problem: Problem) -> None:
        self.section.tell(problem.message, good=False)


def _counted(copy: "Copy") -> str:
    contents = copy.contents
    parts = [(contents.sessions, "session"), (contents.clients, "client")]
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts)


def _kept_key(path: Path) -> "LibraryKey | None":
    from coherence_desktop.records.keys import find_key

    return find_key(path)


def _key_of_backup(backup: Path, library: Path, raw_key: bytes) -> "LibraryKey | None":
    """A copy of this library under its key of now, or one whose key the keyring keeps."""
    from coherence_desktop.records.cipher import salt_of
    from coherence_desktop.records.keys import RandomKey, find_key

    if salt_of(backup) == salt_of(library):
        return RandomKey(raw_key)
    return find_key(backup)


def _proven_key(library: Path, passphrase: str) -> "LibraryKey":
    """Give the key that a passphrase makes, or the kept one, if it opens the library."""
    from coherence_desktop.records.keeping.backup import check_key
    from coherence_desktop.records.keys import parse_key, resolve_key

    key = parse_key(passphrase) if passphrase else resolve_key(library)
    check_key(library, key)
    return key


def _keyring_works() -> bool:
    from coherence_desktop.records.keys import keyring_available

    return keyring_available()
