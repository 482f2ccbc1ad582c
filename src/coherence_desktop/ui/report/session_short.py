"""The version of a session's report for another provider, on one page."""

from dataclasses import replace

from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.ui.report.assessed import TITLE as ASSESSED
from coherence_desktop.ui.report.assessed import Assessed
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.definitions import HOW, defined, definition_words
from coherence_desktop.ui.report.document import Block, Facts, Heading, Manner, Table, Words
from coherence_desktop.ui.report.quality import care_words, gaps_words, quality_facts
from coherence_desktop.ui.report.session_figures import coherence_figures, heart_figures
from coherence_desktop.ui.report.session_parts import (
    notes_of,
    own_words,
    who_and_how,
    writings_of,
)
from coherence_desktop.ui.report.sources import SessionSource
from coherence_desktop.ui.report.trial_parts import first_and_last
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, stretch_table
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.review.words import MEASURES

EXPOSURE = (
    "In interoceptive exposure a feared bodily sensation is brought on on purpose, in small "
    "planned steps (induce, stay, recover), to learn that it passes and does no harm."
)
"""For readers who do not know it."""
_FACTS = ("Client", "When", "Length", "Practice", "Recorded with")
_TRIAL_ROWS = 9
_MEASURES = (
    "mean_hr_bpm",
    "min_hr_bpm",
    "max_hr_bpm",
    "sdnn_ms",
    "rmssd_ms",
    "score_median",
    "breathing_rate_acceleration_hz",
    "breathing_rate_hz",
    "breath_amplitude_bpm",
    "synchrony",
)
_HEART, _COHERENCE = 92.0, 48.0
"""Heights of plots in points."""


def short_blocks(
    source: SessionSource, choices: Choices, review: Review, whole: StretchMeasures
) -> list[Block]:
    """What another provider needs to know of a session."""
    facts = [pair for pair in who_and_how(source, choices, review.duration_s) if pair[0] in _FACTS]
    blocks: list[Block] = [Facts((*facts, ("Data quality", _quality_words(source, review))))]
    if care_words(review.quality):
        blocks.append(Words(care_words(review.quality), Manner.NOTICE))
    blocks += heart_figures(review, height=_HEART)
    meanings = HOW
    if review.trials:
        blocks.append(Words(EXPOSURE, Manner.QUIET))
        rows = review.measures.rows[:_TRIAL_ROWS]
        table = first_and_last(replace(review.measures, rows=rows), "Measures of the trials")
        blocks.append(table)
        meanings = definition_words([table.view])
        if review.sign_offs.rows:
            blocks.append(Table(review.sign_offs, "Sign-offs"))
    else:
        blocks += coherence_figures(whole, review, height=_COHERENCE)
        blocks += _found(source, whole)
    blocks += _written(source, choices)
    if review.quality.beats or review.trials:
        blocks += [Words(meanings, Manner.QUIET)]
    return blocks


def _quality_words(source: SessionSource, review: Review) -> str:
    if not review.quality.beats:
        return "no beats were recorded"
    quality = dict(quality_facts(review, source.events))
    gaps = gaps_words(review.heart.gaps, review.duration_s)
    told = f"{quality['Judged']}: {quality['Corrected']} of beats corrected, gaps {gaps}"
    return told.replace("gaps none", "no gaps")


def _found(source: SessionSource, whole: StretchMeasures) -> list[Block]:
    """The result of an assessment, else a few measures of the whole session."""
    found = Assessed(source.events)
    if found:
        return [Heading(ASSESSED, 3), *found.blocks()]
    if whole.analysis is None:
        return []
    every = stretch_table(whole, None)
    names = [MEASURES[key][0] for key in _MEASURES]
    rows = {row.cells[0].text: row for row in every.rows if not row.heading}
    seen = rows.get(MEASURES["breathing_rate_acceleration_hz"][0])
    if seen is not None:
        worse = "breathing_rate_acceleration_hz" if seen.cells[-1].quiet else "breathing_rate_hz"
        names.remove(MEASURES[worse][0])
    kept = tuple(rows[name] for name in names if name in rows)
    few = defined(replace(every, rows=kept), "Measures of the session")
    return [replace(few, titled=True)]


def _written(source: SessionSource, choices: Choices) -> list[Block]:
    blocks: list[Block] = []
    notes = notes_of(source.events, choices)
    if notes:
        blocks += [Heading("Notes", 3), *notes]
    said = own_words(source.events, trials_of(source.events))
    if choices.has(Include.TEXTS) and said:
        blocks += [Heading("In the client's words", 3), *said]
    return blocks + writings_of(source, choices)
