"""A letter from the first key to its deletion: page, session, encrypted library."""

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import Ended, Phase, WritingKept
from coherence_desktop.practice.programme import Programme
from coherence_desktop.practice.programmes import load_programmes
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.writings import Writings
from coherence_desktop.sensors.without import WithoutSensor
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.programme.writings_page import WritingsPage
from coherence_desktop.ui.session.live_session import LiveSession
from coherence_desktop.ui.theme import Theme

WORDS = "my dear tired friend"


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as opened:
        yield opened


@pytest.fixture
def writings(library):
    client = Charts(library).add([Identified("2026-05-01T08:00:00+00:00", name="")])
    return client, Writings(library, client)


@pytest.fixture
def session(qtbot, library, writings):
    client, keeper = writings
    practice = load_programmes().by_id["kind_letter"]
    live = LiveSession(
        Theme(),
        Programme(practice),
        lambda _: WithoutSensor(),
        source="none",
        library=library,
        title=practice.name,
        make_page=lambda theme, commands: ProgrammePage(theme, commands, practice, keeper),
        client=client,
    )
    qtbot.addWidget(live.page)
    live.page.resize(1280, 800)
    live.page.show()
    yield live
    live.finish_now()


def come_to_the_letter(qtbot, page):
    for step in ("before", "picture", "settle", "letter"):
        qtbot.waitUntil(lambda step=step: page.step == step, timeout=10_000)
        if step != "letter":
            page.go_on()


def test_a_letter_is_kept_apart_from_the_record_and_deleted_for_good(
    qtbot, session, library, writings
):
    _, keeper = writings
    come_to_the_letter(qtbot, session.page)
    qtbot.keyClicks(session.page.view.area, WORDS)
    with qtbot.waitSignal(session.over, timeout=10_000):
        session.page.leave_button.click()
    log = library.events(library.session().id)
    (kept,) = [event for event in log if isinstance(event, WritingKept)]
    assert isinstance(log[-1], Ended)
    assert "tired" not in repr(log)
    assert keeper.read(kept.writing_id).text == WORDS
    page = WritingsPage(Theme(), keeper)
    qtbot.addWidget(page)
    assert page.text.text() == WORDS
    page.ask()
    page.confirm_button.click()
    assert keeper.all() == []


def test_what_is_being_written_is_kept_when_the_window_is_closed(
    qtbot, session, library, writings
):
    _, keeper = writings
    come_to_the_letter(qtbot, session.page)
    qtbot.keyClicks(session.page.view.area, WORDS)
    session.finish_now()
    assert [text.text for text in keeper.all()] == [WORDS]
    log = library.events(library.session().id)
    assert [type(event) for event in log[-2:]] == [WritingKept, Ended]
    assert [event.name for event in log if isinstance(event, Phase)][-1] == "letter"
