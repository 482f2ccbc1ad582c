"""A clinic and a home, and somebody who answers where files are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coherence_desktop.chart import (
    Contact,
    HierarchyArranged,
    Identified,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Step,
)
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library

AT = "2026-05-01T08:00:00+00:00"


class Answers:
    """Takes the place of the dialogs of the system."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def to_write(self, parent, kind) -> Path | None:
        return self.path

    def to_open(self, parent) -> Path | None:
        return self.path


@pytest.fixture
def files(tmp_path) -> Answers:
    return Answers(tmp_path / "handed.age")


@pytest.fixture
def now():
    return lambda: datetime(2026, 5, 22, 19, 0, tzinfo=UTC)


@pytest.fixture
def clinic(tmp_path) -> Iterator[Library]:
    with Library.create(tmp_path / "clinic.db", RandomKey()) as library:
        yield library


@pytest.fixture
def home(tmp_path) -> Iterator[Library]:
    with Library.create(tmp_path / "home.db", RandomKey()) as library:
        yield library


@pytest.fixture
def client(clinic) -> str:
    step = Step(id="s1", title="Staring", exercise_id="staring", released_for_home=True)
    contact = Contact(name="Crisis line", phone="112")
    practices = (
        PlannedPractice(
            kind="breathing",
            practice_id="resonance",
            name="Breathing at your rhythm",
            minutes=10.0,
        ),
        PlannedPractice(
            kind="compassion",
            practice_id="three_minds",
            name="Three minds",
            minutes=5.0,
            days=(2, 5),
        ),
    )
    plan = PlanAgreed(
        AT, day="2026-05-01", practices=practices, contacts=(contact,), words="Go gently."
    )
    return Charts(clinic).add(
        [
            Identified(AT, name="C-7", date_of_birth="1990-01-01"),
            ResonanceChosen(AT, rate_per_min=6.2),
            HierarchyArranged(AT, steps=(step,)),
            plan,
        ]
    )
