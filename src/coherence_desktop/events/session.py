"""What people do in a session, and how it begins and ends."""

from typing import Literal

from coherence_desktop.events.base import VERSION, Event


class Started(Event, frozen=True, kw_only=True):
    """The session began; anchors its monotonic clock to the calendar."""

    started_utc: str
    """ISO 8601 with microseconds, in UTC."""
    timezone: str
    """IANA name where known, otherwise the offset, e.g. ``Europe/Berlin`` or ``+02:00``."""
    utc_offset_s: int
    app_version: str
    vocabulary: int = VERSION
    title: str = ""
    source: str = ""
    """Where the beats come from: ``strap``, ``lsl``, ``replay``, ``simulation`` or ``none``."""


class Marker(Event, frozen=True):
    """Someone marked this moment; ``key`` is the marker's id, ``mark`` for the plain one."""

    label: str
    key: str = "mark"


class Note(Event, frozen=True):
    """A text written at this moment."""

    text: str
    private: bool = True


class Rating(Event, frozen=True):
    """A value on a named scale, e.g. ``distress`` 0 to 100."""

    scale: str
    value: float


class PacerChange(Event, frozen=True, kw_only=True):
    """From now on the pacer glides to this pattern (seconds for each part of the breath)."""

    inhale_s: float
    hold_in_s: float = 0.0
    exhale_s: float
    hold_out_s: float = 0.0
    name: str = ""
    glide: bool = True


class Phase(Event, frozen=True):
    """A part of the session began; it lasts until the next phase or the end."""

    name: str
    label: str = ""
    target_s: float | None = None


class Paused(Event, frozen=True):
    """The practice rests; recording goes on."""


class Resumed(Event, frozen=True):
    """The practice goes on."""


class Ended(Event, frozen=True):
    """The session was closed properly."""

    reason: str = "ended"


class PracticeStarted(Event, frozen=True, kw_only=True):
    """What is practised from now on, as it was when it began.

    ``kind`` is ``breathing``, ``assessment``, ``exposure`` or ``compassion``; ``practice_id`` the
    id of its content file, or that of the assessment.
    """

    kind: str
    practice_id: str = ""
    name: str = ""
    planned_s: dict[str, float] = {}
    """Planned seconds of each part by the name of its phase, in order, where that is known."""


class Answer(Event, frozen=True):
    """Words that someone gave to a question; the last answer to a question is the one that counts.

    ``question`` is a machine word: ``fear``, ``occurred`` (``yes``, ``no`` or ``partly``),
    ``learned``, or the id of a step that asks for writing.
    """

    question: str
    text: str


class WritingKept(Event, frozen=True, kw_only=True):
    """Words to a question were kept outside the log, where they can be deleted for good.

    ``writing_id`` names them among the person's writings; ``question`` is as in `Answer`.
    """

    question: str
    writing_id: str


class Prompt(Event, frozen=True):
    """A rating on this scale is asked for, without holding anything up."""

    scale: str


class PromptRested(Event, frozen=True):
    """A rating that was asked for was not given; it stays absent."""

    scale: str


class PacerStopped(Event, frozen=True):
    """Nothing is paced any more."""


class Reopened(Event, frozen=True, kw_only=True):
    """Recording goes on after the app had died; the clock is still that of the session's start.

    Nothing is known of the time between ``whole_until_s`` and ``t``.
    """

    reopened_utc: str
    whole_until_s: float
    app_version: str
    source: str = ""
    """Where the beats come from now, as in `Started`; empty in older logs."""


class Amended(Event, frozen=True, kw_only=True):
    """A marker, a phase or a note was put right afterwards: it is at ``t`` and says ``label``.

    ``was_s`` and ``name`` find it in the log: its time there, and a marker's key, a phase's name
    or the `name_of_note`; ``nth`` tells things alike in all of these apart, by the order of the
    log. It is about something logged before it, or about nothing. A later one about the same thing
    replaces this one; a log is read with them by `amended`.
    """

    what: Literal["marker", "phase", "note"]
    was_s: float
    name: str
    label: str = ""
    removed: bool = False
    nth: int = 0
    """From 0; removed ones count."""
