"""What can go wrong with a library, each as its own error with one plain sentence."""

from pathlib import Path

from coherence_desktop.errors import Problem


class LibraryProblem(Problem):
    """Something is wrong with a library; nothing in it was changed."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message, path)
        self.path = path


class LibraryMissing(LibraryProblem):
    """There is no file at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, f"There is no library at {path}. Check the path, or make a new one."
        )


class LibraryExists(LibraryProblem):
    """A new library would replace a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"There is a file at {path} already. Open it, or name a new one.")


class WrongKey(LibraryProblem):
    """The passphrase or key does not fit."""

    def __init__(self, path: Path, what: str = "passphrase") -> None:
        message = f"This {what} does not open the library. Nothing was changed; try again."
        super().__init__(path, message)


class NotALibrary(LibraryProblem):
    """The file is something else."""

    def __init__(self, path: Path) -> None:
        message = f"{path.name} is not a library of this app. Nothing was changed; choose another."
        super().__init__(path, message)


class LibraryDamaged(LibraryProblem):
    """The file was a library and parts of it cannot be read."""

    def __init__(self, path: Path, what: str = "part of it cannot be read") -> None:
        message = (
            f"The library {path.name} is damaged: {what}. "
            "Nothing was changed; use an earlier back-up."
        )
        super().__init__(path, message)


class LibraryTooNew(LibraryProblem):
    """The file was written by a later version of the app."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} comes from a newer version of the app. "
            "Nothing was changed; install the newer version to open it."
        )
        super().__init__(path, message)


class LibraryNotUpgraded(LibraryProblem):
    """An older library could not be brought to this version."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} comes from an older version and could not be converted. "
            "It is as it was; open it with the older version."
        )
        super().__init__(path, message)


class LibraryClosed(LibraryProblem):
    """The library was closed while something of it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "The library was closed meanwhile. Open it and try again.")


class LibraryInUse(LibraryProblem):
    """Another program holds the library."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} is in use by another window or program. "
            "Close that one, or choose another library."
        )
        super().__init__(path, message)


class LibraryNotWritable(LibraryProblem):
    """The folder, the file or the whole disk is read-only."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} cannot be written: the disk or folder is read-only. "
            "Allow writing there, or choose another folder."
        )
        super().__init__(path, message)


class LibraryNotPermitted(LibraryProblem):
    """The file may not be read by this user."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} may not be read by this user. "
            "Change its permissions, or choose another library."
        )
        super().__init__(path, message)


class LibraryGone(LibraryProblem):
    """The file was moved or deleted while it was open."""

    def __init__(self, path: Path) -> None:
        message = f"The library {path.name} was moved or deleted. Put it back to its place."
        super().__init__(path, message)


class DiskFull(LibraryProblem):
    """No space is left."""

    def __init__(self, path: Path) -> None:
        message = "The disk is full. Free some space; what was saved before is safe."
        super().__init__(path, message)


class DiskFailing(LibraryProblem):
    """The disk refuses to read or write."""

    def __init__(self, path: Path, code: str) -> None:
        message = (
            f"The disk does not take or give data ({code}). "
            "Check the disk; what was saved before is safe."
        )
        super().__init__(path, message)
        self.code = code


class SessionNotFound(Problem):
    """No session goes by that name."""

    def __init__(self, reference: str) -> None:
        message = (
            f"There is no session {reference!r} in this library. List them with 'sessions'."
            if reference != "last"
            else "This library has no session yet."
        )
        super().__init__(message, reference)


class SessionNotOpen(Problem):
    """A session that is not to be gone on with."""

    def __init__(self, session_id: str) -> None:
        message = f"Session {session_id} was ended, or is being recorded. Start a new one instead."
        super().__init__(message, session_id)


class SessionRunning(Problem):
    """A session that is still recorded."""

    def __init__(self, session_id: str) -> None:
        message = f"Session {session_id} is being recorded. Add to it there, or when it is over."
        super().__init__(message, session_id)


class SessionAmbiguous(Problem):
    """Several sessions begin like that."""

    def __init__(self, reference: str, count: int) -> None:
        message = f"{count} sessions begin with {reference!r}. Give more of its characters."
        super().__init__(message, reference)


class SessionUnreadable(Problem):
    """The log of a session holds what this version cannot read."""

    def __init__(self, session_id: str) -> None:
        message = (
            f"Session {session_id} holds entries that this version cannot read. "
            "Nothing was changed; open it with a newer version."
        )
        super().__init__(message, session_id)


class ClientGone(Problem):
    """The client is not, or no longer, in the library; ``value`` is the id."""

    def __init__(self, client_id: str) -> None:
        message = (
            "This client was deleted in another window or program. "
            "Add the client again if that was not wanted."
        )
        super().__init__(message, client_id)


class ClientInSession(Problem):
    """Sessions cannot be deleted with a client while one of them is recorded."""

    def __init__(self, client_id: str) -> None:
        message = (
            "A session with this client is being recorded. Nothing was deleted; "
            "end the session and delete again."
        )
        super().__init__(message, client_id)


class WritingGone(Problem):
    """The writing is not, or no longer, in the library; ``value`` is its id."""

    def __init__(self, writing_id: str) -> None:
        message = "This text was deleted before. Nothing of it is left; go back to the list."
        super().__init__(message, writing_id)


class ChartUnreadable(Problem):
    """The chart of a client holds what this version cannot read."""

    def __init__(self, client_id: str) -> None:
        message = (
            "The chart of this client holds entries that this version cannot read. "
            "Nothing was changed; open it with a newer version."
        )
        super().__init__(message, client_id)
