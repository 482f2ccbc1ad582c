"""Files of an export: all of them get their names at the end, or none does."""

import contextlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from coherence_desktop.records.export.problems import ExportOvertaken
from coherence_desktop.records.export_files import ExportExists, check_free, disk_problems_of
from coherence_desktop.records.files import appear, sync_folder, write_through


class Placing:
    """Writes files under other names and gives them their own when the ``with`` block ends well.

    If it ends otherwise, nothing is left: no file, no folder that was made for one.

    Parameters
    ----------
    replace : bool
        Whether files of these names may be replaced.
    """

    def __init__(self, *, replace: bool = False) -> None:
        self._replace = replace
        self._parts: dict[Path, Path] = {}
        self._begun: list[Path] = []
        self._free: set[Path] = set()
        self._found: dict[Path, str | None] = {}
        self._placed: list[Path] = []
        self._made: list[Path] = []

    @property
    def paths(self) -> list[Path]:
        """The files, in the order in which they were added."""
        return list(self._parts)

    def check(self, path: Path) -> None:
        """Make sure, before there is work to do, that a file will not be replaced unasked.

        Raises
        ------
        ExportExists
            If it is there, or was added before.
        """
        check_free(path, replace=self._replace)
        if path in self._parts and not self._replace:
            raise ExportExists(path)

    def text(self, path: Path) -> str | None:
        """Read a file as it will be: as it was added, or is there; ``None`` if it is not.

        Raises
        ------
        ExportFailed
            If it cannot be read.
        """
        if path in self._parts:
            return _text(self._parts[path])
        return self._found.setdefault(path, _text(path))

    def add(
        self, path: Path, content: str | bytes | Iterable[bytes], *, update: bool = False
    ) -> None:
        """Write a file, which has its name at the end.

        Parameters
        ----------
        path : Path
            Its folder is made if it is not there.
        content : str, bytes or iterable of bytes
            What is long comes in pieces, which are made while they are written.
        update : bool
            Whether this carries on what is there, which is replaced in any case.

        Raises
        ------
        ExportExists, ExportFailed
            If there is a file already, or the disk does not take it.
        """
        if not update:
            self.check(path)
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        before = self._parts.get(path)
        with disk_problems_of(path):
            self._make(path.parent)
            self._parts[path] = part
            self._begun.append(part)
            write_through(part, content)
            if before is not None:
                before.unlink()
        if not self._replace and not update:
            self._free.add(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        whole = False
        try:
            if kind is None:
                self._place()
                whole = True
        finally:
            for part in self._begun:
                with contextlib.suppress(OSError):
                    part.unlink()
            if not whole:
                self._take_back()

    def _place(self) -> None:
        for path, part in self._parts.items():
            if path in self._free:
                self._check_as_found(path)
                with disk_problems_of(path):
                    appear(part, path)
                self._placed.append(path)
        for path in self._found:
            if path not in self._placed:
                self._check_as_found(path)
        for path, part in self._parts.items():
            if path not in self._free:
                with disk_problems_of(path):
                    part.replace(path)
                    sync_folder(path.parent)

    def _check_as_found(self, path: Path) -> None:
        if path in self._found and self._found[path] != _text(path):
            raise ExportOvertaken(path.parent)

    def _take_back(self) -> None:
        for path in self._placed:
            with contextlib.suppress(OSError):
                path.unlink()
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):  # something else is in it
                folder.rmdir()

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            self._made.append(each)


def _text(path: Path) -> str | None:
    with disk_problems_of(path):
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return None
