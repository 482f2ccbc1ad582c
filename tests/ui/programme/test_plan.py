"""A compassion practice as a plan: begun, and gone on with after the app died."""

from datetime import date

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Phase, PracticeStarted, Started
from coherence_desktop.practice.programme import Programme
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.session.continuing import plan_to_continue
from coherence_desktop.ui.session.programme_plan import practice_of, programme_plan

STARTED = Started(
    0.0,
    started_utc="2026-05-01T19:14:00.000000+00:00",
    timezone="UTC",
    utc_offset_s=0,
    app_version="0",
)


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as opened:
        yield opened


@pytest.fixture
def client(library):
    return Charts(library).add([Identified("2026-05-01T08:00:00+00:00", name="")])


def died(library, client, practice_id):
    recorder = Recorder(library, library.start_session(STARTED, client=client))
    recorder.add(PracticeStarted(0.0, kind="compassion", practice_id=practice_id, name="x"))
    recorder.add(Phase(3.0, "letter", "Dear …"))
    recorder.close()
    return library.session(recorder.session_id)


def continued(library, session):
    return plan_to_continue(
        library, Charts(library), session, lambda page: None, today=date(2026, 5, 2)
    )


def test_a_plan_makes_the_practice_and_its_page(qtbot, theme, library, client, stage):
    practice = practice_of("kind_letter")
    assert practice is not None
    plan = programme_plan(practice, library, client)
    assert (plan.title, plan.client, plan.continuing) == (practice.name, client, "")
    made = plan.make_practice()
    assert isinstance(made, Programme)
    assert made.practice is practice
    assert plan.make_page is not None
    page = plan.make_page(theme, stage("kind_letter"))
    qtbot.addWidget(page)
    assert isinstance(page, ProgrammePage)


def test_a_practice_that_died_is_gone_on_with_as_what_it_was(library, client):
    session = died(library, client, "kind_letter")
    plan = continued(library, session)
    assert plan is not None
    assert (plan.title, plan.client, plan.continuing) == (
        "A letter to yourself",
        client,
        session.id,
    )


def test_a_practice_whose_file_is_gone_is_not_gone_on_with(library, client):
    assert continued(library, died(library, client, "gone")) is None
