"""A library, a session in it, and disks that misbehave."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coherence_desktop.events import Beat, Started
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import DiskFailing, DiskFull

SOMEONE_ELSE = 65534
"""The user `nobody`."""


@pytest.fixture
def started() -> Started:
    return Started(
        0.0,
        started_utc="2026-05-01T19:14:00.000000+00:00",
        timezone="Europe/Berlin",
        utc_offset_s=7200,
        app_version="0.1.0",
        title="evening",
        source="strap",
    )


@pytest.fixture
def beats() -> Callable[..., list[Beat]]:
    """Make so many beats, each 832/1024 s after the last."""

    def make(count: int, after: int = 0) -> list[Beat]:
        return [
            Beat(n * 0.8125, 812.5, n * 0.8125 + 0.3) for n in range(after + 1, after + count + 1)
        ]

    return make


@pytest.fixture
def key() -> RandomKey:
    return RandomKey()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def library(path: Path, key: RandomKey) -> Iterator[Library]:
    with Library.create(path, key) as library:
        yield library


@pytest.fixture
def read_only_for_me() -> Iterator[Callable[[Path], None]]:
    """Make a file or folder read-only, for the rest of the test, even when root runs it."""
    with contextlib.ExitStack() as undo:

        def forbid(target: Path) -> None:
            mode = target.stat().st_mode
            target.chmod(0o555 if target.is_dir() else 0o444)
            undo.callback(target.chmod, mode)
            if os.geteuid() == 0:
                os.seteuid(SOMEONE_ELSE)
                undo.callback(os.seteuid, 0)

        yield forbid


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that another user than root can enter too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


class FullFilesystem:
    """A file system of its own with one megabyte."""

    kind = DiskFull
    says = "The disk is full. Everything since 1:21 is in memory only. Free some space"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        filler.write(bytes(size))

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)

    def end(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class FileSizeLimit:
    """Nothing can be written to any file: what a process can have where it may not mount."""

    kind = DiskFailing
    says = "The disk does not take the recording. Everything since 1:21 is in memory only. Check"

    def __init__(self, folder: Path) -> None:
        import resource

        self.folder = folder
        self._resource = resource
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, (0, self._before[1]))

    def free(self) -> None:
        self._resource.setrlimit(self._resource.RLIMIT_FSIZE, self._before)

    end = free


def _mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _can_mount() -> bool:
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        mounted = _mount(Path(folder))
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


@pytest.fixture(params=["file size limit", *(["full file system"] if _can_mount() else [])])
def scarce_disk(request, tmp_path: Path) -> Iterator[FullFilesystem | FileSizeLimit]:
    """Give a folder on a disk that can be filled and freed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "full file system":
        assert _mount(folder)
        disk: FullFilesystem | FileSizeLimit = FullFilesystem(folder)
    else:
        disk = FileSizeLimit(folder)
    yield disk
    disk.free()
    disk.end()
