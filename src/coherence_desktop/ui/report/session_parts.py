"""Parts of a session report: who and how, and what people wrote."""

from collections.abc import Sequence
from datetime import datetime

from coherence_desktop import __version__
from coherence_desktop.events import (
    AccelerationChunk,
    Answer,
    AnyEvent,
    Device,
    EcgChunk,
    Note,
    PacerChange,
    Paused,
    PracticeStarted,
    Reopened,
    Resumed,
    Started,
    amended,
)
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.records.writings import Writing
from coherence_desktop.signal.raw_samples import ACCELERATION_BYTES, ECG_BYTES
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.document import Block, Heading, Quote
from coherence_desktop.ui.report.sources import SessionSource, shown_client
from coherence_desktop.ui.review.loading import state_words
from coherence_desktop.ui.review.session_entries import KINDS
from coherence_desktop.ui.words.dates import long_date, short_date
from coherence_desktop.ui.words.values import NBSP, clock, counts, length

_SOURCES = {
    "replay": "replay of a recording",
    "simulation": "simulated person: nobody was measured",
    "none": "no strap: nothing was measured",
    "import": "imported recording",
    "lsl": "a stream of another program",
}
_QUESTIONS = {"fear": "What was feared", "learned": "What was learned"}


def who_and_how(
    source: SessionSource, choices: Choices, duration_s: float
) -> tuple[tuple[str, str], ...]:
    """Who, when, what, and how it was recorded; what is not known is left out."""
    head, events = source.head, source.events
    named = choices.has(Include.NAME)
    client = shown_client(head.client, source.client_id, named=named)
    number = "" if head.number is None else f"session {head.number}"
    started = next((event for event in events if isinstance(event, Started)), None)
    when = ""
    if head.started is not None:
        zone = f" ({started.timezone})" if started is not None and started.timezone else ""
        when = f"{long_date(head.started)}, {head.started:%H:%M}{zone}"
    lasted = length(duration_s)
    paused_s = _paused_s(events, duration_s)
    if paused_s >= 1.0:
        lasted += f", {length(paused_s)} of it paused"
    pairs = [
        ("Client", ", ".join(filter(None, (client or "no client", number)))),
        ("When", when),
        ("Length", lasted),
        ("Practice", practice_words(events, head.title)),
        ("Guide", _guide(events)),
        ("Recorded with", recorded_words(events)),
        ("Also recorded", _raw_words(events)),
        ("Recording", _whole(source, events)),
        ("Software", f"Coherence Desktop {started.app_version if started else __version__}"),
    ]
    return tuple((name, value) for name, value in pairs if value)


def practice_words(events: Sequence[AnyEvent], title: str) -> str:
    """What was practised."""
    told = [
        f"{KINDS.get(event.kind, event.kind)}{f': {event.name}' if event.name else ''}"
        for event in events
        if isinstance(event, PracticeStarted)
    ]
    return "; ".join(dict.fromkeys(told)) or title


def recorded_words(events: Sequence[AnyEvent]) -> str:
    """Strap or other source; never its own name, address or number: they tell whose it is."""
    started = next((event for event in events if isinstance(event, Started)), None)
    source = started.source if started is not None else ""
    if source in _SOURCES:
        return _SOURCES[source]
    devices = [event for event in events if isinstance(event, Device)]
    told = []
    for device in devices:
        model = "" if device.model in ("", "generic") else device.model.replace("_", " ").title()
        words = model or device.manufacturer or "heart-rate strap"
        told.append(f"{words}, firmware {device.firmware}" if device.firmware else words)
    return "; ".join(dict.fromkeys(told)) or ("strap" if source == "strap" else source)


def notes_of(events: Sequence[AnyEvent], choices: Choices) -> list[Quote]:
    """Notes that are shared, and private ones that were chosen."""
    notes = [event for event in amended(events) if isinstance(event, Note)]
    return [
        Quote(clock(note.t), note.text.strip())
        for place, note in enumerate(notes)
        if note.text.strip()
        and (not note.private or choices.has(Include.NOTES) or place in choices.notes)
    ]


def own_words(events: Sequence[AnyEvent], trials: Sequence[Trial]) -> list[Quote]:
    """What the client wrote in answer to questions; the last answer to each counts."""
    said: dict[tuple[int, str], Answer] = {}
    owner = {id(answer): trial.number for trial in trials for answer in trial.answers}
    for event in events:
        if isinstance(event, Answer) and event.question != "occurred":
            said[owner.get(id(event), 0), event.question] = event
    quotes = []
    for (trial, question), answer in said.items():
        if answer.text.strip():
            asked = _QUESTIONS.get(question, question.replace("_", " ").capitalize())
            about = f"Trial {trial}: {asked.lower()}" if trial else asked
            quotes.append(Quote(about, answer.text.strip()))
    return quotes


def writings_of(source: SessionSource, choices: Choices) -> list[Block]:
    """Letters and journal, if they were asked for."""
    blocks: list[Block] = []
    for part, title in ((Include.LETTERS, "Letters"), (Include.JOURNAL, "Journal")):
        kind = "letter" if part is Include.LETTERS else "journal"
        found = [one for one in source.writings if one.kind == kind] if choices.has(part) else []
        if found:
            blocks.append(Heading(title))
            blocks += [Quote(day_of(one), one.text.strip()) for one in found]
    return blocks


def day_of(writing: Writing) -> str:
    """Day on which something was written, by the clock of this place."""
    return short_date(datetime.fromisoformat(writing.at_utc).astimezone(), year=True)


def _paused_s(events: Sequence[AnyEvent], duration_s: float) -> float:
    total, since = 0.0, None
    for event in events:
        if isinstance(event, Paused) and since is None:
            since = event.t
        elif isinstance(event, Resumed) and since is not None:
            total, since = total + event.t - since, None
    return total if since is None else total + duration_s - since


def _guide(events: Sequence[AnyEvent]) -> str:
    told = []
    for event in events:
        if isinstance(event, PacerChange):
            try:
                pattern = Pattern.of(event)
            except InvalidPattern:
                continue
            told.append(f"{pattern.rate_per_min:.1f}")
    rates = list(dict.fromkeys(told))
    if not rates:
        return ""
    if len(rates) > 3:
        rates = [min(rates, key=float), max(rates, key=float)]
        return f"{rates[0]} to {rates[1]} breaths a minute"
    return f"{', '.join(rates)} breaths a minute"


def _raw_words(events: Sequence[AnyEvent]) -> str:
    """Raw signals, their rates and when they began and ended, by their first and last chunks."""
    told = []
    kinds = (("ECG", EcgChunk, ECG_BYTES), ("acceleration", AccelerationChunk, ACCELERATION_BYTES))
    for name, kind, size in kinds:
        chunks = [event for event in events if isinstance(event, kind)]
        if chunks:
            first, last = chunks[0], chunks[-1]
            end_s = last.t + len(last.samples) / size / last.rate_hz
            span = f"{clock(first.t)} to {clock(end_s)}"
            told.append(f"{name} at {first.rate_hz:.0f}{NBSP}Hz, {span}")
    return "; ".join(told)


def _whole(source: SessionSource, events: Sequence[AnyEvent]) -> str:
    told = state_words(source.head)
    reopened = sum(isinstance(event, Reopened) for event in events)
    return f"{told}; gone on with {counts(reopened, 'time')} after a break" if reopened else told
