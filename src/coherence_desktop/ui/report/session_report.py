"""The report of one session, from its log; pure."""

from collections.abc import Sequence
from dataclasses import replace

from coherence_desktop.events import AnyEvent, PacerChange
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.signal.results import Absent
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.definitions import HOW, defined, definitions_of
from coherence_desktop.ui.report.document import (
    Block,
    Document,
    Figure,
    Heading,
    Manner,
    Quote,
    Table,
    Words,
)
from coherence_desktop.ui.report.document import Facts as FactsBlock
from coherence_desktop.ui.report.heart_plot import heart_plot
from coherence_desktop.ui.report.quality import (
    care_words,
    gaps_words,
    quality_blocks,
    quality_facts,
)
from coherence_desktop.ui.report.ratings import MOST_RATINGS, ratings_table
from coherence_desktop.ui.report.session_parts import (
    abreast,
    notes_of,
    own_words,
    trial_blocks,
    who_and_how,
    writings_of,
)
from coherence_desktop.ui.report.small_plots import (
    coherence_plot,
    overlay_plot,
    spectrum_of,
    spectrum_plot,
)
from coherence_desktop.ui.report.sources import SessionSource, shown_client
from coherence_desktop.ui.review.loading import review_of
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.stretch_measures import (
    StretchMeasures,
    measure_stretch,
    pacer_of,
    stretch_table,
    trend_of,
)
from coherence_desktop.ui.review.views import Review, TableView
from coherence_desktop.ui.review.words import MEASURES, number, short_date
from coherence_desktop.ui.words.values import counts, grouped, sentence

MOST_MARKS = 200
"""A whole day of marks would fill a book."""
_SHORT_MEASURES = ("mean_hr_bpm", "min_hr_bpm", "max_hr_bpm", "rmssd_ms", "sdnn_ms")
_SHORT_TRIAL_ROWS = 9
EXPOSURE = (
    "In interoceptive exposure a feared bodily sensation is brought on on purpose, in small "
    "planned steps (induce, stay, recover), to learn that it passes and does no harm."
)
"""For readers who do not know it."""
_NOTHING_PRIVATE = "What was written in private is not part of this report."


def session_report(source: SessionSource, choices: Choices) -> Document:
    """Make the report of a session.

    Parameters
    ----------
    source : SessionSource
    choices : Choices
        Nothing private is included but what is chosen in it.
    """
    head = replace(source.head, client="")
    review = review_of(ReviewSource(head=head, events=source.events, sign_offs=source.sign_offs))
    whole = measure_stretch(review.heart, 0.0, review.duration_s, pacer_of(source.events))
    blocks = (_short if choices.one_page else _long)(source, choices, review, whole)
    named = choices.has(Include.NAME)
    client = shown_client(source.head.client, source.client_id, named=named)
    day = short_date(source.head.started, year=True) if source.head.started is not None else ""
    return Document(
        title="Session summary" if choices.one_page else "Session report",
        subtitle=review.title,
        blocks=tuple(blocks),
        running=", ".join(filter(None, ("Session report", client, day))),
        clinic=choices.clinic.strip(),
        logo=choices.logo,
        one_page=choices.one_page,
    )


def _long(
    source: SessionSource, choices: Choices, review: Review, whole: StretchMeasures
) -> list[Block]:
    trials = trials_of(source.events)
    blocks: list[Block] = [FactsBlock(who_and_how(source, choices, review.duration_s))]
    blocks += quality_blocks(review, source.events)
    blocks += [Heading("Course of the session"), _heart(review), _coherence(whole, review)]
    if not trials:
        blocks.append(_spectrum(review, source))
    if trials:
        overlay = overlay_plot(review.trials)
        blocks.append(Heading("Trials"))
        if overlay is not None:
            blocks.append(Figure(overlay, "Trials over each other", _overlay_says(review)))
        blocks += trial_blocks(trials, review.measures)
        blocks += [definitions_of([review.measures]), Words(HOW, Manner.QUIET)]
    blocks += _moments(review)
    if trials:
        blocks.append(Heading("Sign-offs"))
        caption = "Sign-offs of the exercises of this session"
        blocks.append(Table(review.sign_offs, caption, titled=False))
    blocks += _written(source, choices)
    if whole.analysis is not None and not trials:
        blocks.append(Heading("Measures of the session"))
        blocks.append(defined(stretch_table(whole, None), "Measures of the session"))
        blocks.append(Words(HOW, Manner.QUIET))
    return blocks


def _short(
    source: SessionSource, choices: Choices, review: Review, whole: StretchMeasures
) -> list[Block]:
    keep = ("Client", "When", "Length", "Practice", "Recorded with")
    facts = who_and_how(source, choices, review.duration_s)
    quality = dict(quality_facts(review, source.events))
    told = "no beats were recorded"
    if review.quality.beats:
        gaps = gaps_words(review.heart.gaps, review.duration_s)
        told = f"{quality['Judged']}: {quality['Corrected']} of beats corrected, gaps {gaps}"
        told = told.replace("gaps none", "no gaps")
    pairs = [pair for pair in facts if pair[0] in keep]
    blocks: list[Block] = [FactsBlock((*pairs, ("Data quality", told)))]
    if care_words(review.quality):
        blocks.append(Words(care_words(review.quality), Manner.NOTICE))
    blocks.append(_heart(review))
    if review.trials:
        blocks.append(Words(EXPOSURE, Manner.QUIET))
        rows = review.measures.rows[:_SHORT_TRIAL_ROWS]
        columns = review.measures.columns[: 2 + 6]
        cut = tuple(replace(row, cells=row.cells[: len(columns)]) for row in rows)
        short = TableView(columns, cut)
        blocks += abreast(short, "Measures of the trials")[-1:]
        if review.sign_offs.rows:
            blocks.append(Table(review.sign_offs, "Sign-offs"))
        blocks.append(definitions_of([short]))
    else:
        blocks.append(_coherence(whole, review))
        blocks.append(FactsBlock(_key_measures(whole)))
        if whole.analysis is not None:
            blocks.append(Words(HOW, Manner.QUIET))
    notes = notes_of(source.events, choices)
    if notes:
        blocks += [Heading("Notes", 3), *notes]
    if choices.has(Include.TEXTS):
        blocks += own_words(source.events, trials_of(source.events))
    return blocks + writings_of(source, choices)


def _heart(review: Review) -> Figure:
    says = f"Heart rate over {counts(review.quality.beats, 'beat')}"
    if review.trials:
        says += f" with the phases of {counts(len(review.trials), 'trial')}"
    if any(rated.scale == "distress" for rated in review.ratings):
        says += ", and below it distress as it was rated"
    if review.heart.gaps:
        says += "; grey bars are gaps"
    unit = "hours, minutes" if review.duration_s >= 3600.0 else "minutes"
    return Figure(heart_plot(review), "Heart rate", f"{says}. Time in {unit} and seconds.")


def _coherence(whole: StretchMeasures, review: Review) -> Block:
    trend = trend_of(whole)
    if trend.t_s.size:
        says = "Coherence of the last 64 s, every 5 s: 100 is one smooth wave."
        return Figure(coherence_plot(trend, review.duration_s), "Coherence", says)
    why: str = "no beats were recorded"
    if whole.analysis is not None:
        score = whole.analysis.coherence["score_median"]
        why = score.reason if isinstance(score, Absent) else "there is one window only"
    return Words(f"Coherence: not available: {why}.", Manner.QUIET)


def _spectrum(review: Review, source: SessionSource) -> Block:
    spectrum = spectrum_of(review.heart)
    if spectrum is None:
        why = "Spectrum: not available: needs 64 s of beats without a gap."
        return Words(why, Manner.QUIET)
    pace_hz = _pace_hz(source.events)
    says = "Welch's spectrum of the intervals"
    if pace_hz is not None:
        says += "; the dashed line is the frequency of the guide"
    return Figure(spectrum_plot(spectrum, pace_hz), "Spectrum", f"{says}.")


def _pace_hz(events: Sequence[AnyEvent]) -> float | None:
    """Frequency of the guide, if it kept to one."""
    rates = set()
    for event in events:
        if isinstance(event, PacerChange):
            try:
                rates.add(round(Pattern.of(event).rate_per_min, 2))
            except InvalidPattern:
                return None
    return rates.pop() / 60.0 if len(rates) == 1 else None


def _overlay_says(review: Review) -> str:
    known = sum(trial.aligned is not None for trial in review.trials)
    return (
        f"Heart rate of {counts(known, 'trial')} from 60 s before the start of induce, medians "
        "over 5 s. The last trial is drawn solid; its phases lie behind it."
    )


def _moments(review: Review) -> list[Block]:
    blocks: list[Block] = [Heading("Ratings"), ratings_table(review.ratings)]
    left = len(review.ratings) - MOST_RATINGS
    if left > 0:
        blocks.append(_more(left))
    view = review.markers_table
    shares: tuple[float, ...] = (0.1, 0.08, 0.14, 0.68)
    shown = replace(view, rows=view.rows[:MOST_MARKS])
    if not review.trials:
        shown, shares = _without_trials(shown), (0.12, 0.88)
    blocks.append(Heading("Markers"))
    blocks.append(Table(shown, "Markers in the order of time", shares, titled=False))
    if len(view.rows) > MOST_MARKS:
        blocks.append(_more(len(view.rows) - MOST_MARKS))
    return blocks


def _without_trials(view: TableView) -> TableView:
    """Marks of a session without trials: when, and what."""
    rows = tuple(replace(row, cells=(row.cells[0], row.cells[-1])) for row in view.rows)
    return TableView((view.columns[0], view.columns[-1]), rows, view.empty)


def _more(left: int) -> Words:
    return Words(f"{grouped(left)} more are in the recording and in its exports.", Manner.QUIET)


def _written(source: SessionSource, choices: Choices) -> list[Block]:
    blocks: list[Block] = []
    notes = notes_of(source.events, choices)
    if notes:
        blocks += [Heading("Notes"), *notes]
    said: list[Quote] = []
    if choices.has(Include.TEXTS):
        said = own_words(source.events, trials_of(source.events))
    if said:
        blocks += [Heading("In the client's words"), *said]
    blocks += writings_of(source, choices)
    if not choices.include - {Include.NAME}:
        blocks.append(Words(_NOTHING_PRIVATE, Manner.QUIET))
    return blocks


def _key_measures(whole: StretchMeasures) -> tuple[tuple[str, str], ...]:
    if whole.analysis is None:
        return (("Measures", "not available: no beats were recorded"),)
    pairs = []
    groups = whole.analysis.groups()
    wanted = [("time", key) for key in _SHORT_MEASURES]
    wanted += [("coherence", "score_median"), ("breathing", "breathing_rate_hz")]
    wanted += [("breathing", "breath_amplitude_bpm"), ("breathing", "synchrony")]
    for group, key in wanted:
        name, unit = MEASURES[key]
        value = groups[group].get(key, Absent("not measured"))
        if isinstance(value, Absent):
            pairs.append((name, sentence(f"not available: {value.reason}").rstrip(".")))
        else:
            told = f"({unit})" if " to " in unit else unit
            pairs.append((name, f"{number(value)} {told}".strip()))
    return tuple(pairs)
