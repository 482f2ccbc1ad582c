"""A clinic with a client, and a home, each with a library of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from coherence_desktop.chart import (
    Contact,
    Described,
    EmergencyContactsSet,
    HierarchyArranged,
    Identified,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Screened,
    Step,
    TrialDefaultsSet,
)
from coherence_desktop.events import Beat, Ended, Note, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.handover.link import identity_of
from coherence_desktop.records.handover.plan import hand_plan_over
from coherence_desktop.records.handover.sealing import ByKey, recipient_of
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_adding import Arriving, add_sessions
from coherence_desktop.records.session_id import new_session_id

AT = "2026-05-01T08:00:00+00:00"
NOW = datetime(2026, 5, 22, 19, 0, tzinfo=UTC)
STEP = Step(id="s1", title="Straw", exercise_id="straw_breathing", released_for_home=True)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "clinic.db", RandomKey()) as library:
        yield library


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "home.db", RandomKey()) as library:
        yield library


@pytest.fixture
def client(clinic: Library) -> str:
    """A client with a chart of which only a part may leave."""
    return Charts(clinic).add(
        [
            Identified(AT, name="a name that stays here", date_of_birth="1990-01-01"),
            Described(AT, notes="notes that stay here"),
            Screened(AT, answers={"heart": True}, comment="answers that stay here"),
            HierarchyArranged(AT, steps=(STEP, Step(id="s2", title="a step that stays here"))),
            ResonanceChosen(AT, rate_per_min=5.5, session_id="01A"),
            ResonanceChosen(AT, rate_per_min=6.2, session_id="a session that stays here"),
            TrialDefaultsSet(AT, stay_s=90.0),
            EmergencyContactsSet(AT, contacts=(Contact(name="Service", phone="112"),)),
        ]
    )


@pytest.fixture
def plan() -> PlanAgreed:
    return PlanAgreed(
        NOW.isoformat(),
        day="2026-05-22",
        practices=(
            PlannedPractice(
                kind="breathing", practice_id="resonance", name="Breathing", minutes=10.0
            ),
        ),
        steps=(STEP,),
        contacts=(Contact(name="Service", phone="112"),),
        words="Go gently.",
    )


@pytest.fixture
def home_key(home: Library) -> str:
    """Key by which files are written for the person at home."""
    charts = Charts(home)
    chart_id = own_chart(charts)
    return recipient_of(identity_of(charts, chart_id, charts.entries(chart_id), NOW))


@pytest.fixture
def plan_file(clinic, client, plan, home_key, tmp_path) -> Callable[..., Path]:
    """Write the plan for the person at home, at some hour."""

    def write(after: timedelta = timedelta(), **options: object) -> Path:
        path = tmp_path / f"plan-{after.total_seconds():.0f}.age"
        moment = NOW + after
        agreed = msgspec.structs.replace(plan, at_utc=moment.isoformat())
        hand_plan_over(clinic, client, agreed, path, ByKey(home_key), now=moment, **options)
        return path

    return write


@pytest.fixture
def practised() -> Callable[..., str]:
    """Put a session into a library, that many days after the plan."""

    def practise(library: Library, day: int, beats: int = 600) -> str:
        began = NOW + timedelta(days=day)
        started = Started(
            0.0,
            started_utc=began.isoformat(),
            timezone="Europe/Berlin",
            utc_offset_s=7200,
            app_version="0.1.0",
            source="strap",
        )
        log = [Beat(n * 0.8125, 812.5, n * 0.8125 + 0.3) for n in range(1, beats + 1)]
        notes = [
            Note(5.0, "a note to be shared", private=False),
            Note(6.0, "a private note"),
        ]
        end = Ended(beats * 0.8125 + 1.0)
        session = Arriving(id=new_session_id(began), events=(started, *log, *notes, end))
        add_sessions(library, [session])
        return session.id

    return practise
