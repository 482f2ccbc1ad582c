"""Figures that a grey copy still tells apart, and in which no trial is one too many."""

from dataclasses import replace

import numpy as np
import pytest

from coherence_desktop.ui.report.axes import Area
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.report.drawing import Label
from coherence_desktop.ui.report.heart_plot import heart_plot
from coherence_desktop.ui.report.phase_grounds import grounds
from coherence_desktop.ui.report.session_report import session_report
from coherence_desktop.ui.report.small_plots import MOST_OVERLAID, overlaid, overlay_plot
from coherence_desktop.ui.report.trial_parts import TRIALS_ABREAST, first_and_last
from coherence_desktop.ui.review.loading import review_of
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.views import Band, Cell, Column, Row, TableView


@pytest.fixture
def review(source, exposure):
    return review_of(ReviewSource(head=source(exposure).head, events=exposure))


def words(drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def test_each_phase_has_its_letter_in_the_legend_and_in_every_trial(review):
    told = words(heart_plot(review))
    for letter, name in (("B", "baseline"), ("I", "induce"), ("S", "stay"), ("R", "recover")):
        assert name in told
        assert told.count(letter) == 1 + len(review.trials)


def test_a_phase_without_room_has_no_letter():
    area = Area(0.0, 10_000.0, 50.0, 100.0, 20.0, 100.0)
    bands = [Band("stay", "stay", 10.0, 40.0), Band("stay", "stay", 1000.0, 4000.0)]
    letters = [one for one in grounds(bands, area, letters=True) if isinstance(one, Label)]
    assert len(letters) == 1


def test_of_many_trials_the_first_and_the_last_ones_are_overlaid_and_named(review):
    many = [replace(review.trials[0], number=number) for number in range(1, 21)]
    told = words(overlay_plot(many))
    shown = [one.number for one in overlaid(many)]
    assert shown == [1, 16, 17, 18, 19, 20]
    assert len(shown) == MOST_OVERLAID
    assert [text for text in told if text.startswith("Trial")] == [f"Trial {n}" for n in shown]


def test_the_short_version_compares_the_first_trial_with_the_last_ones():
    names = ("Measure", "Unit", *(f"Trial {n}" for n in range(1, 10)))
    row = Row(tuple(Cell(str(n)) for n in range(len(names))))
    table = first_and_last(TableView(tuple(map(Column, names)), (row,)), "Measures")
    assert [one.title for one in table.view.columns][2:] == [
        "Trial 1",
        "Trial 7",
        "Trial 8",
        "Trial 9",
    ]
    assert len(table.view.columns) == 2 + TRIALS_ABREAST
    assert table.caption == "Measures: the first and the last 3 of 9 trials"


def test_without_beats_nothing_is_drawn_that_was_not_measured(source, exposure):
    report = session_report(source([exposure[0], exposure[-1]]), Choices())
    titles = [type(block).__name__ for block in report.blocks]
    assert "Figure" not in titles


def test_a_label_of_a_gap_stands_on_a_ground_over_the_line(source, breathing):
    rr = 850.0 + 60.0 * np.sin(np.arange(400) / 2.0)
    log = breathing(rr, gap=(120.0, 130.0))
    shapes = heart_plot(review_of(ReviewSource(head=source(log).head, events=log))).shapes
    kinds = [type(shape).__name__ for shape in shapes]
    at = next(n for n, one in enumerate(shapes) if getattr(one, "text", "").endswith("missing"))
    assert kinds[at - 1] == "Box"
    assert at > max(n for n, one in enumerate(shapes) if getattr(one, "ink", "") == "heart")
