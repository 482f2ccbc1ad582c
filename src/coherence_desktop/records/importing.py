"""Makes sessions of recordings that other programs wrote."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coherence_desktop import __version__
from coherence_desktop.events import (
    AnyEvent,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Gap,
    Note,
    Started,
)
from coherence_desktop.records.readers import (
    Reason,
    Recording,
    UnreadableRecording,
    read_recording,
)
from coherence_desktop.records.readers.recording import Progress
from coherence_desktop.records.readers.units import RrUnit
from coherence_desktop.records.session_adding import Arriving, UnusableLog, check_log
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.records.session_json import looks_like_session, read_json

SOURCE = "import"


def read_session(
    path: Path,
    *,
    started: datetime | None = None,
    unit: RrUnit | None = None,
    channel: str | None = None,
    progress: Progress | None = None,
) -> Arriving:
    """Make a session of a file: the one that it was of an exported one, else a new one.

    Parameters
    ----------
    path : Path
    started : datetime, optional
        When the recording began; else as the file tells, or by the date of the file.
    unit : RrUnit, optional
        Of the intervals; else it is detected, and noted.
    channel : str, optional
        In which R peaks are found; else it is detected.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording, UnreadableSession
        If it cannot be read.
    """
    if looks_like_session(path):
        head, events = read_json(path)
        return Arriving(id=head.id, events=tuple(events), vocabulary=head.vocabulary)
    recording = read_recording(path, unit=unit, channel=channel, progress=progress)
    began = started.astimezone() if started is not None else started_of(path, recording)
    return session_of(recording, path, began)


def started_of(path: Path, recording: Recording) -> datetime:
    """When a recording began: as it tells itself, or at the latest.

    A file was written when its recording was over. Now, where the file does not tell.
    """
    length = timedelta(seconds=float(recording.t_s[-1])) if recording.t_s.size else timedelta()
    try:
        if recording.began is not None:
            return recording.began.astimezone()
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return (written - length).astimezone()
    except (OSError, OverflowError, ValueError):
        return datetime.now(UTC).astimezone()


def session_of(recording: Recording, path: Path, started: datetime) -> Arriving:
    """Make a session of a recording: its beats at their times, its gaps, what a person judged.

    Parameters
    ----------
    recording : Recording
    path : Path
        What it was read from; its name is noted in the session.
    started : datetime
        When it began, aware.

    Raises
    ------
    UnreadableRecording
        If its times are none of a session.
    """
    offset = started.utcoffset() or timedelta()
    name = path.name.encode("utf-8", "replace").decode()
    told: list[AnyEvent] = [
        Beat(t, rr_ms, received_s=t)
        for t, rr_ms in zip(recording.t_s.tolist(), recording.rr_ms.tolist(), strict=True)
    ]
    told += [
        Gap(hole.end_s, start_s=hole.start_s, end_s=hole.end_s, cause=hole.cause)
        for hole in recording.gaps
    ]
    told.sort(key=lambda event: event.t)
    last_s = max((event.t for event in told), default=0.0)
    judged = [(index, BeatKind.EXCLUDED) for index in recording.excluded]
    judged += [(index, BeatKind.ACCEPTED) for index in recording.accepted]
    events: list[AnyEvent] = [
        Started(
            0.0,
            started_utc=started.astimezone(UTC).isoformat(timespec="microseconds"),
            timezone=str(started.tzinfo or UTC),
            utc_offset_s=int(offset.total_seconds()),
            app_version=__version__,
            source=SOURCE,
        ),
        Note(0.0, f"Read from {name}."),  # private: people call files after people
        Note(0.0, recording.note, private=False),
        *told,
        *(
            BeatJudged(last_s, index=index, kind=kind, by="person")
            for index, kind in sorted(judged)
        ),
        Ended(last_s if math.isfinite(last_s) else 0.0),
    ]
    arriving = Arriving(id=new_session_id(started), events=tuple(events))
    try:
        check_log(arriving)
    except UnusableLog as error:
        what = f"makes no session: {error}. Choose another file."
        raise UnreadableRecording(path, Reason.DAMAGED, what) from error
    return arriving
