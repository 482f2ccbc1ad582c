"""Where words go: results to stdout, messages to stderr, details of faults to a log file."""

import contextlib
import logging
import sys
from pathlib import Path

import msgspec
import typer


def say(message: str) -> None:
    """Tell a person something; never mixed with results."""
    # A recording must not end because its messages go to a full disk or a closed terminal.
    with contextlib.suppress(OSError):
        typer.echo(message, err=True)


def give(result: object) -> None:
    """Write a result as one JSON object on stdout; a number that is none becomes ``null``."""
    left = memoryview(msgspec.json.encode(result, enc_hook=_plain) + b"\n")
    while left:  # without a buffer (PYTHONUNBUFFERED) one write may take a part only
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.flush()


def path_text(path: Path) -> str:
    """Text of a path that any terminal and any JSON reader takes."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def log_path() -> Path:
    """Where the details of faults are kept."""
    from platformdirs import user_log_path

    return user_log_path("coherence-desktop", appauthor=False) / "coherence-desktop.log"


class LogFile(logging.Handler):
    """Writes to the log file, which is made when there is something to write."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a disk that does not take it is no reason to stop."""
        if self._file is None:
            self._file = _opened()
        self._file.handle(record)


def log_to_file() -> None:
    """Keep warnings and faults off the terminal and in the log file."""
    root = logging.getLogger()
    if not any(isinstance(handler, LogFile) for handler in root.handlers):
        root.addHandler(LogFile())


def _opened() -> logging.Handler:
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return file


def _plain(value: object) -> object:
    """Turn numbers of numpy into numbers of Python."""
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    raise NotImplementedError(f"{type(value).__name__} has no place in JSON")
