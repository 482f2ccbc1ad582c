"""The report of one session, from its log; pure."""

from dataclasses import replace

from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.ui.report.assessed import TITLE as ASSESSED
from coherence_desktop.ui.report.assessed import Assessed
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.definitions import HOW, defined, definitions_of
from coherence_desktop.ui.report.document import (
    Block,
    Document,
    Facts,
    Heading,
    Manner,
    Quote,
    Table,
    Words,
)
from coherence_desktop.ui.report.quality import quality_blocks
from coherence_desktop.ui.report.ratings import MOST_RATINGS, ratings_table
from coherence_desktop.ui.report.session_figures import (
    coherence_figures,
    heart_figures,
    overlay_figures,
    spectrum_figures,
)
from coherence_desktop.ui.report.session_parts import (
    notes_of,
    own_words,
    who_and_how,
    writings_of,
)
from coherence_desktop.ui.report.session_short import short_blocks
from coherence_desktop.ui.report.sources import SessionSource, shown_client
from coherence_desktop.ui.report.trial_parts import trial_blocks
from coherence_desktop.ui.review.loading import review_of
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.stretch_measures import (
    StretchMeasures,
    measure_stretch,
    pacer_of,
    stretch_table,
)
from coherence_desktop.ui.review.views import Review, TableView
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import grouped

MOST_MARKS = 200
"""A whole day of marks would fill a book."""
NOTHING_PRIVATE = "What was written in private is not part of this report."
MEANINGS = "What the measures mean"


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
    whole = measure_stretch(
        review.heart, 0.0, review.duration_s, pacer_of(source.events), source.movement
    )
    blocks = (short_blocks if choices.one_page else _long)(source, choices, review, whole)
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
        made=source.today,
        one_page=choices.one_page,
    )


def _long(
    source: SessionSource, choices: Choices, review: Review, whole: StretchMeasures
) -> list[Block]:
    trials = trials_of(source.events)
    found = Assessed(source.events)
    blocks: list[Block] = [Facts(who_and_how(source, choices, review.duration_s))]
    blocks += quality_blocks(review, source.events)
    figures = [*heart_figures(review), *coherence_figures(whole, review)]
    if not trials:
        figures += spectrum_figures(review, source.events)
    if figures:
        blocks += [Heading("Course of the session"), *figures]
    if found:
        blocks += [Heading(ASSESSED), *found.blocks()]
    if trials:
        blocks.append(Heading("Trials"))
        blocks += overlay_figures(review)
        blocks += trial_blocks(trials, review.measures)
    blocks += _moments(review)
    if trials:
        blocks.append(Heading("Sign-offs"))
        caption = "Sign-offs of the exercises of this session"
        blocks.append(Table(review.sign_offs, caption, titled=False))
    else:
        blocks += _measures(whole, found)
    blocks += _written(source, choices)
    if trials:
        blocks += [Heading(MEANINGS), definitions_of([review.measures])]
        blocks.append(Words(HOW, Manner.QUIET))
    if not choices.include - {Include.NAME}:
        blocks.append(Words(NOTHING_PRIVATE, Manner.QUIET))
    return blocks


def _measures(whole: StretchMeasures, found: Assessed) -> list[Block]:
    """Measures of the session, or of the part of it that was measured."""
    instead = found.instead_of_session()
    if instead is not None:
        return [Heading(instead.caption), instead, Words(HOW, Manner.QUIET)]
    if whole.analysis is None:
        return []
    title = "Measures of the session"
    return [Heading(title), defined(stretch_table(whole, None), title), Words(HOW, Manner.QUIET)]


def _moments(review: Review) -> list[Block]:
    if not (review.ratings or review.markers_table.rows):
        nothing = Words("Nothing was rated or marked in this session.", Manner.QUIET)
        return [Heading("Ratings and markers"), nothing]
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
    return blocks + writings_of(source, choices)
