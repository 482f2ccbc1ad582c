"""The rows of the table of events: one for each that happened, but not for beats and signals."""

from collections.abc import Callable

from coherence_desktop.events import (
    Amended,
    Answer,
    AnyEvent,
    Battery,
    ClockDisagreement,
    Contact,
    Device,
    Ended,
    Gap,
    HeartRate,
    Link,
    Marker,
    Note,
    Notice,
    PacerChange,
    PacerStopped,
    PacketRejected,
    Paused,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Prompt,
    PromptRested,
    Rating,
    Realigned,
    Reopened,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
    WritingKept,
)

EVENT_COLUMNS = ("t_s", "event", "name", "value", "start_s", "end_s", "text")

Cells = tuple[str, str, str, str, str]
"""Name, value, start, end and text."""

_NONE: Cells = ("", "", "", "", "")


def _pacer(event: PacerChange) -> Cells:
    parts = (event.inhale_s, event.hold_in_s, event.exhale_s, event.hold_out_s)
    named = zip(("inhale", "hold", "exhale", "hold"), parts, strict=True)
    breath = ", ".join(f"{part} {seconds:g} s" for part, seconds in named)
    return event.name, f"{60 / sum(parts):g}" if sum(parts) > 0 else "", "", "", breath


def _phase(event: Phase) -> Cells:
    target = "" if event.target_s is None else repr(event.target_s)
    return event.name, target, "", "", event.label


def _contact(event: Contact) -> Cells:
    return "", {True: "1", False: "0", None: ""}[event.detected], "", "", ""


def _note(event: Note) -> Cells:
    return "private" if event.private else "shared", "", "", "", event.text


def _notice(event: Notice) -> Cells:
    return event.kind, "" if event.value is None else repr(event.value), "", "", event.message


def _amended(event: Amended) -> Cells:
    how = f"{event.what}_removed" if event.removed else event.what
    return how, "", f"{event.was_s:.6f}", "", event.label


def _reopened(event: Reopened) -> Cells:
    return "", "", f"{event.whole_until_s:.6f}", f"{event.t:.6f}", event.reopened_utc


# The strap's own name, address and serial number are left out: they identify its owner.
_CELLS: dict[type, tuple[str, Callable[..., Cells]]] = {
    Started: ("started", lambda e: (e.source, "", "", "", f"{e.started_utc} {e.timezone}")),
    Device: ("device", lambda e: (e.model, "", "", "", e.firmware)),
    Link: ("link", lambda e: (e.state, "", "", "", e.reason)),
    Battery: ("battery_percent", lambda e: ("", str(e.percent), "", "", "")),
    Contact: ("contact", _contact),
    HeartRate: ("heart_rate_bpm", lambda e: ("", str(e.bpm), "", "", "")),
    Gap: ("gap", lambda e: (e.cause, "", f"{e.start_s:.6f}", f"{e.end_s:.6f}", "")),
    Realigned: ("realigned_s", lambda e: ("", repr(e.shift_s), f"{e.from_s:.6f}", "", "")),
    ClockDisagreement: ("clock_ahead_s", lambda e: ("", repr(e.ahead_s), "", "", "")),
    PacketRejected: ("packet_rejected", lambda e: (e.reason, "", "", "", e.raw.hex())),
    Marker: ("marker", lambda e: (e.key, "", "", "", e.label)),
    Note: ("note", _note),
    Rating: ("rating", lambda e: (e.scale, repr(e.value), "", "", "")),
    PacerChange: ("pacer_per_min", _pacer),
    Phase: ("phase", _phase),
    PracticeStarted: ("practice", lambda e: (e.practice_id, "", "", "", e.name)),
    TrialStarted: ("trial", lambda e: (e.exercise_id, str(e.number), "", "", e.exercise_name)),
    PhaseExtended: ("phase_extended_s", lambda e: ("", repr(e.by_s), "", "", "")),
    TrialEnded: ("trial_ended", lambda e: (e.reason, "", "", "", "")),
    Answer: ("answer", lambda e: (e.question, "", "", "", e.text)),
    WritingKept: ("writing", lambda e: (e.question, "", "", "", "")),
    Prompt: ("prompt", lambda e: (e.scale, "", "", "", "")),
    PromptRested: ("prompt_rested", lambda e: (e.scale, "", "", "", "")),
    Notice: ("notice", _notice),
    PacerStopped: ("pacer_stopped", lambda _: _NONE),
    Reopened: ("reopened", _reopened),
    Paused: ("paused", lambda _: _NONE),
    Resumed: ("resumed", lambda _: _NONE),
    Amended: ("amended", _amended),
    Ended: ("ended", lambda e: (e.reason, "", "", "", "")),
}


def event_row(event: AnyEvent, *, private_notes: bool) -> tuple[str, ...] | None:
    """Make the row of an event, in the order of `EVENT_COLUMNS`; ``None`` for beats, signals.

    Parameters
    ----------
    event : AnyEvent
        From the log.
    private_notes : bool
        Whether the text of private notes and of answers is shown; otherwise the row says that
        there was one.
    """
    known = _CELLS.get(type(event))
    if known is None:
        return None
    name, cells_of = known
    name_cell, value, start, end, text = cells_of(event)
    if not private_notes and _private(event):
        text = ""
    return f"{event.t:.6f}", name, name_cell, value, start, end, text


def _private(event: AnyEvent) -> bool:
    if isinstance(event, Amended):
        return event.what == "note"
    return isinstance(event, Answer) or (isinstance(event, Note) and event.private)
