"""Makes what the review shows from a session's log; pure, for a worker thread."""

from collections.abc import Sequence
from dataclasses import replace

from coherence_desktop.events import (
    AccelerationChunk,
    Answer,
    AnyEvent,
    EcgChunk,
    Marker,
    Note,
    Phase,
    PracticeStarted,
    Rating,
    Started,
    amendable,
    amended,
    name_of_note,
    said_of,
)
from coherence_desktop.practice.exposure.measured import (
    MeasuredTrial,
    beats_of,
    course_of,
    measured,
)
from coherence_desktop.practice.exposure.phases import REST, exercise_phase
from coherence_desktop.practice.exposure.progress import propose
from coherence_desktop.practice.exposure.trials import Trial, trials_of
from coherence_desktop.records.summary import SessionState
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.exposure import SessionBeats
from coherence_desktop.ui.plots.heart_course import HeartCourse, heart_course
from coherence_desktop.ui.review.aligning import aligned
from coherence_desktop.ui.review.moment_rows import markers_table, phases_table
from coherence_desktop.ui.review.sources import ReviewSource, SessionHead, SessionLog
from coherence_desktop.ui.review.tables import (
    learned_table,
    ratings_table,
    sign_offs_table,
    trial_measures_table,
)
from coherence_desktop.ui.review.views import (
    Band,
    Flag,
    NoteView,
    Place,
    Rated,
    Review,
    RuleView,
    TrialPoint,
    TrialView,
)
from coherence_desktop.ui.review.words import count_word, quality_words, untitled
from coherence_desktop.ui.words.dates import long_date, short_date
from coherence_desktop.ui.words.values import NBSP, clock, length


def review_of(source: ReviewSource) -> Review:
    """Make the review of one session; what needs the client's other sessions comes after it."""
    logged = source.events
    events = amended(logged)
    line = timeline(events)
    trials = trials_of(events)
    beats = beats_of(events, line.t, line.rr_ms, line.gaps)
    found = measured(trials, beats)
    heart = heart_course(beats, line.gaps, said_of(events))
    duration_s = line.duration_s
    quality = heart.quality(0.0, duration_s)
    views = tuple(_trial_view(trial, beats, heart) for trial in trials)
    ratings = _ratings(events, trials)
    review = Review(
        title=_title(source.head, events, trials),
        about=_about(source.head, duration_s),
        duration_s=duration_s,
        heart=heart,
        quality=quality,
        quality_words=quality_words(quality, list(heart.gaps)),
        bands=_bands(events, views, duration_s),
        trials=views,
        flags=tuple(_flags(events)),
        ratings=ratings,
        notes=_notes(logged, events, trials),
        measures=trial_measures_table(found, views, heart),
        markers_table=markers_table(logged, trials),
        phases_table=phases_table(logged, trials, duration_s),
        ratings_table=ratings_table(ratings, trials),
        sign_offs=sign_offs_table(source.sign_offs, trials),
        learned=learned_table(()),
        rule=None,
        ecg=any(isinstance(event, EcgChunk) for event in logged),
        acceleration=any(isinstance(event, AccelerationChunk) for event in logged),
    )
    if source.others is None:
        return with_course(review, source, ())
    return replace(review, points=points_of(source.head, found, 0, here=True))


def with_course(review: Review, source: ReviewSource, others: Sequence[SessionLog]) -> Review:
    """Add what follows from the client's other sessions: the course of trials, the rule.

    The rule counts the trials up to the end of this session.
    """
    here = SessionLog(source.head, source.events)
    apart = [log for log in others if not log.head.id or log.head.id != here.head.id]
    logs = sorted([*apart, here], key=_began)
    sessions = [(log, measured(trials_of(log.events), None)) for log in logs]
    with_trials = [(log, found) for log, found in sessions if found]
    points = [
        point
        for index, (log, found) in enumerate(with_trials)
        for point in points_of(log.head, found, index, here=log is here)
    ]
    until = logs.index(here) + 1
    counted = [one for _, found in sessions[:until] for one in found]
    proposal = propose(counted, source.rule)
    later = any(found for _, found in sessions[until:])
    why = " ".join(
        filter(
            None, (proposal.why, proposal.asks, "Later sessions do not count." if later else "")
        )
    )
    why = why.replace(" %", f"{NBSP}%")
    rule = RuleView(proposal.headline, why, proposal.met) if review.trials else None
    shown = [point for point in points if point.exercise_id in _exercises(review)]
    return replace(review, points=tuple(points), rule=rule, learned=learned_table(shown))


def _exercises(review: Review) -> set[str]:
    return {trial.exercise_id for trial in review.trials}


def _began(log: SessionLog) -> float:
    return log.head.started.timestamp() if log.head.started is not None else 0.0


def _title(head: SessionHead, events: Sequence[AnyEvent], trials: Sequence[Trial]) -> str:
    if trials:
        names = list(dict.fromkeys(trial.started.exercise_name for trial in trials))
        count = count_word(len(trials), "trial")
        told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"{told}, {count}"
    practice = next((e.name for e in events if isinstance(e, PracticeStarted) and e.name), "")
    source = next((e.source for e in events if isinstance(e, Started)), "")
    return head.title or practice or untitled(source)


def _about(head: SessionHead, duration_s: float) -> str:
    parts = [head.client]
    if head.number is not None:
        parts.append(f"session {head.number}")
    if head.started is not None:
        parts.append(f"{long_date(head.started)}, {head.started:%H:%M}")
    parts.append(length(duration_s) if duration_s < 60 else length(60 * round(duration_s / 60)))
    parts.append(state_words(head))
    told = ", ".join(filter(None, parts))
    return told[0].upper() + told[1:]


def state_words(head: SessionHead) -> str:
    """How the recording ended."""
    if head.state is SessionState.RECOVERED:
        until = f", whole up to {head.whole_until:%H:%M:%S}" if head.whole_until else ""
        return f"ended without closing{until}"
    return "still recording" if head.state is SessionState.RUNNING else "recorded whole"


def _trial_view(trial: Trial, beats: SessionBeats | None, heart: HeartCourse) -> TrialView:
    onset_s = course_of(trial).onset_s
    return TrialView(
        number=trial.number,
        exercise_id=trial.started.exercise_id,
        exercise=trial.started.exercise_name,
        start_s=trial.start_s,
        end_s=trial.end_s,
        bands=tuple(Band(p.name, p.name, p.start_s, p.end_s) for p in trial.phases),
        ceiling_bpm=trial.started.ceiling_bpm,
        quality=heart.quality(trial.start_s, trial.end_s),
        aligned=aligned(beats, onset_s, trial.start_s, trial.end_s),
        induce_s=onset_s,
    )


def _bands(
    events: Sequence[AnyEvent], trials: Sequence[TrialView], duration_s: float
) -> tuple[Band, ...]:
    """Phases of trials, and those of everything that is no trial but rest."""
    inside = [band for trial in trials for band in trial.bands]
    phases = [event for event in events if isinstance(event, Phase)]
    ends = [*(phase.t for phase in phases), duration_s][1:]
    outside = [
        Band(phase.name, phase.label or phase.name.replace("_", " "), phase.t, end)
        for phase, end in zip(phases, ends, strict=True)
        if phase.name != REST
        and not any(trial.start_s <= phase.t < trial.end_s for trial in trials)
        and end > phase.t
    ]
    return tuple(sorted([*inside, *outside], key=lambda band: band.start_s))


def _flags(events: Sequence[AnyEvent]) -> list[Flag]:
    found = [Flag(e.t, e.label or e.key, e.key) for e in events if isinstance(e, Marker)]
    return sorted(found, key=lambda flag: flag.t)


def _ratings(events: Sequence[AnyEvent], trials: Sequence[Trial]) -> tuple[Rated, ...]:
    owner = {id(rating): trial.number for trial in trials for rating in trial.ratings}
    found = [
        Rated(event.t, event.scale, event.value, owner.get(id(event), 0))
        for event in events
        if isinstance(event, Rating)
    ]
    return tuple(sorted(found, key=lambda rated: rated.t))


def _notes(
    logged: Sequence[AnyEvent], events: Sequence[AnyEvent], trials: Sequence[Trial]
) -> tuple[NoteView, ...]:
    found = [
        note_view(now, note, trials, nth)
        for note, now, nth in amendable(logged)
        if isinstance(note, Note) and isinstance(now, Note) and now.text.strip()
    ]
    learned = {
        id(trial.answers[-1 - at]): trial for trial in trials for at in _last_learned(trial)
    }
    for event in events:
        if isinstance(event, Answer) and id(event) in learned:
            about = f"After trial {learned[id(event)].number}, in their words"
            found.append(NoteView(event.t, about, event.text.strip(), quoted=True))
    return tuple(sorted(found, key=lambda note: note.t))


def note_view(note: Note, logged: Note, trials: Sequence[Trial | TrialView], nth: int) -> NoteView:
    """Make what is shown of a note, as it is now and as the log has it as the ``nth`` alike."""
    trial = next((one for one in trials if one.start_s <= note.t < one.end_s), None)
    where = f", trial {trial.number}" if trial is not None else ""
    text = note.text.strip()
    place = Place("note", logged.t, name_of_note(logged), note.t, text, nth=nth)
    return NoteView(note.t, f"{clock(note.t)}{where}", text, place=place)


def _last_learned(trial: Trial) -> list[int]:
    """Where the answer that counts stands, from the end of all answers."""
    for at, answer in enumerate(reversed(trial.answers)):
        if answer.question == "learned":
            return [at] if answer.text.strip() else []
    return []


def points_of(
    head: SessionHead, found: Sequence[MeasuredTrial], index: int, *, here: bool
) -> tuple[TrialPoint, ...]:
    """Trials of one session in the course over sessions; ``index`` is the session's place."""
    day = short_date(head.started) if head.started is not None else "this session"
    return tuple(_point(one, day, index, here=here) for one in found)


def _point(one: MeasuredTrial, day: str, index: int, *, here: bool) -> TrialPoint:
    trial, value = one.trial, one.measures.present()
    started = trial.started
    planned_s = started.planned_s.get(exercise_phase(started))
    step = started.exercise_name if planned_s is None else f"{length(planned_s)}"
    return TrialPoint(
        session=day,
        session_index=index,
        trial=trial.number,
        exercise_id=started.exercise_id,
        step=step,
        peak_distress=value.get("distress_peak"),
        mean_distress=value.get("distress_mean"),
        expected_likelihood=value.get("expected_likelihood"),
        likelihood_next=value.get("likelihood_next"),
        occurred=trial.answered("occurred") or "",
        confidence=value.get("confidence"),
        held_s=value.get("tolerated_s"),
        fear=(trial.answered("fear") or "").strip(),
        learned=(trial.answered("learned") or "").strip(),
        here=here,
    )
