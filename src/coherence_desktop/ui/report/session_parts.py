"""Parts of a session report: who and how, trials, words."""

from collections.abc import Sequence
from dataclasses import replace

from coherence_desktop import __version__
from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Device,
    Note,
    PacerChange,
    Paused,
    PracticeStarted,
    Reopened,
    Resumed,
    Started,
    TrialEndReason,
    amended,
)
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.document import Block, Heading, Quote, Table
from coherence_desktop.ui.report.sources import SessionSource, shown_client
from coherence_desktop.ui.review.loading import state_words
from coherence_desktop.ui.review.session_entries import KINDS
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.review.words import long_date
from coherence_desktop.ui.words.values import clock, counts, length

TRIALS_ABREAST = 4
_SOURCES = {
    "replay": "replay of a recording",
    "simulation": "simulated person: nobody was measured",
    "none": "no strap: nothing was measured",
    "import": "imported recording",
}
_RECOVERY = {"none": "none, as agreed", "free": "free", "paced": "with paced breathing"}
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


def trial_blocks(trials: Sequence[Trial], measures: TableView) -> list[Block]:
    """What happened in each trial, then the measures beside each other."""
    blocks: list[Block] = [Table(_trials_table(trials), "Trials", (0.09, 0.25, 0.12, 0.34, 0.2))]
    blocks += abreast(measures, "Measures of the trials")
    return blocks


def abreast(measures: TableView, caption: str) -> list[Table]:
    """Measures of trials, at most `TRIALS_ABREAST` of them in one table."""
    found = []
    for first in range(2, len(measures.columns), TRIALS_ABREAST):
        part = slice(first, first + TRIALS_ABREAST)
        columns = (*measures.columns[:2], *measures.columns[part])
        rows = tuple(
            replace(row, cells=(*row.cells[:2], *row.cells[part])) for row in measures.rows
        )
        last = min(len(measures.columns), first + TRIALS_ABREAST) - 2
        more = f", {first - 1} to {last}" if len(measures.columns) > 2 + TRIALS_ABREAST else ""
        each = 0.54 / (len(columns) - 2)
        shares = (0.32, 0.14, *(each for _ in columns[2:]))
        found.append(Table(TableView(columns, rows), f"{caption}{more}", shares))
    return found


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
            blocks += [Quote(one.at_utc[:10], one.text.strip()) for one in found]
    return blocks


def _trials_table(trials: Sequence[Trial]) -> TableView:
    columns = (
        Column("Trial"),
        Column("Exercise"),
        Column("Recovery"),
        Column("Phases", stretch=1),
        Column("Ended"),
    )
    rows = []
    for trial in trials:
        phases = ", ".join(
            f"{phase.name} {length(phase.practised_s)}".replace(" ", "\N{NO-BREAK SPACE}")
            for phase in trial.phases
        )
        phases += "".join(f", {name} skipped" for name in trial.skipped)
        exercise = f"{trial.started.exercise_name}, from {clock(trial.start_s)}"
        cells = (str(trial.number), exercise, _RECOVERY[trial.started.recovery], phases)
        rows.append(Row((*map(Cell, cells), Cell(_ended(trial)))))
    return TableView(columns, tuple(rows))


def _ended(trial: Trial) -> str:
    match trial.end_reason:
        case TrialEndReason.COMPLETED:
            return "as planned"
        case TrialEndReason.STOPPED:
            return f"stopped at {clock((trial.ended_s or trial.end_s) - trial.start_s)}"
        case TrialEndReason.SESSION_ENDED:
            return "with the session"
        case None:
            return "the app closed in it"


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


def _whole(source: SessionSource, events: Sequence[AnyEvent]) -> str:
    told = state_words(source.head)
    reopened = sum(isinstance(event, Reopened) for event in events)
    return f"{told}; gone on with {counts(reopened, 'time')} after a break" if reopened else told
