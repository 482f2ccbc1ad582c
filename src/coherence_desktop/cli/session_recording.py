"""Sessions of the library, as recordings that can be measured."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from coherence_desktop.cli.libraries import open_library
from coherence_desktop.errors import Problem
from coherence_desktop.events import AccelerationChunk, BeatKind, said_of
from coherence_desktop.records.readers import Hole, Recording
from coherence_desktop.records.session_movement import breathing_of_movement
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.artefacts import TOLD_KINDS
from coherence_desktop.signal.breathing_movement import MovementBreathing

if TYPE_CHECKING:
    from coherence_desktop.events import AnyEvent
    from coherence_desktop.records.library import Library


class SessionWithoutBeats(Problem):
    """A session in which no strap was heard."""

    def __init__(self, session_id: str) -> None:
        super().__init__(f"Session {session_id} has no beats. Choose another one.", session_id)


class SessionRecordings:
    """Reads sessions from a library, which is opened with the first of them.

    Parameters
    ----------
    path : Path, optional
        The library's file; else the one in the user's data folder.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._library: Library | None = None
        self._open = ExitStack()

    def read(self, reference: str) -> tuple[str, Recording]:
        """Read a session by its id, the beginning of its id, or ``last``.

        Gaps are those of the log, and what a person excluded or accepted stays so.

        Returns
        -------
        str
            Its id.
        Recording
            Its beats, from its start.

        Raises
        ------
        Problem
            If the library does not open, or has no such session with beats.
        """
        if self._library is None:
            self._library = self._open.enter_context(open_library(self._path))
        session = self._library.session(reference)
        events = self._library.events(session.id, raw=False)
        line = timeline(events)
        if not line.rr_ms.size:
            raise SessionWithoutBeats(session.id)
        by_person = said_of(events)
        return session.id, Recording(
            line.rr_ms,
            line.t,
            f"{line.rr_ms.size} beats of the session, which is {session.state}.",
            tuple(Hole(gap.start_s, gap.end_s, gap.cause) for gap in line.gaps),
            tuple(k for k, kind in by_person.items() if kind is BeatKind.EXCLUDED),
            tuple(k for k, kind in by_person.items() if kind is BeatKind.ACCEPTED),
            told={k: kind for k, kind in by_person.items() if kind in TOLD_KINDS},
            movement=self._movement(self._library, session.id, events),
        )

    @staticmethod
    def _movement(
        library: "Library", session_id: str, events: "list[AnyEvent]"
    ) -> MovementBreathing | None:
        """Breathing by the session's acceleration, where it has any."""
        if not any(isinstance(event, AccelerationChunk) for event in events):
            return None
        return breathing_of_movement(library.stream(session_id))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()
