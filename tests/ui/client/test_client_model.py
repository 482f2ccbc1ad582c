"""What the patient's screen knows: the state of the heart behind it and the time left."""

import pytest

from coherence_desktop.events import (
    Beat,
    Contact,
    Ended,
    HeartRate,
    Link,
    LinkState,
    Paused,
    Phase,
    Reopened,
    Resumed,
    Started,
)
from coherence_desktop.ui.client.client_model import ClientModel, GuideState, minutes_left


def started(source: str = "strap") -> Started:
    return Started(
        0.0,
        started_utc="2026-01-02T03:04:05.000000Z",
        timezone="Europe/Berlin",
        utc_offset_s=3600,
        app_version="0",
        source=source,
    )


def after(*events: object) -> ClientModel:
    model = ClientModel()
    model.consume(events)
    return model


class TestHeart:
    def test_without_a_strap(self) -> None:
        assert after(started("none")).state(3.0) is GuideState.NO_STRAP

    def test_a_strap_without_a_beat_yet(self) -> None:
        connected = Link(1.0, LinkState.CONNECTED)
        assert after(started(), connected).state(3.0) is GuideState.NO_BEAT

    def test_a_stream_of_heart_rates_is_not_waited_for_to_bring_beats(self) -> None:
        assert after(started("lsl")).state(3.0) is GuideState.NO_BEAT
        assert after(started("lsl"), HeartRate(2.0, 61)).state(3.0) is GuideState.NO_STRAP

    def test_a_session_may_go_on_with_another_source_than_it_began_with(self) -> None:
        reopened = Reopened(
            9.0, reopened_utc="", whole_until_s=5.0, app_version="0", source="strap"
        )
        assert after(started("none"), reopened).state(9.5) is GuideState.NO_BEAT

    def test_in_contact_while_beats_come(self) -> None:
        assert after(started(), Beat(2.0, 800.0, 2.1)).state(6.0) is GuideState.IN_CONTACT

    @pytest.mark.parametrize(
        "news",
        [
            Contact(4.0, detected=False),
            Link(4.0, LinkState.RECONNECTING, "lost"),
        ],
        ids=["contact", "link"],
    )
    def test_lost_when_the_strap_or_the_link_says_so(self, news) -> None:
        assert after(started(), Beat(3.5, 800.0, 3.6), news).state(4.1) is GuideState.LOST

    def test_lost_after_five_silent_seconds(self) -> None:
        model = after(started(), Beat(2.0, 800.0, 2.1))
        assert model.state(6.9) is GuideState.IN_CONTACT
        assert model.state(7.1) is GuideState.LOST

    def test_the_next_beat_brings_it_back(self) -> None:
        model = after(started(), Beat(2.0, 800.0, 2.1), Contact(3.0, detected=False))
        model.consume([Beat(8.0, 800.0, 8.1)])
        assert model.state(8.2) is GuideState.IN_CONTACT

    def test_a_strap_that_cannot_tell_contact_is_not_lost(self) -> None:
        model = after(started(), Beat(2.0, 800.0, 2.1), Contact(2.5, detected=None))
        assert model.state(3.0) is GuideState.IN_CONTACT


class TestTimeLeft:
    def test_nothing_planned(self) -> None:
        assert after(started(), Phase(0.0, "free")).left_s(5.0) is None

    def test_it_counts_down(self) -> None:
        assert after(Phase(10.0, "breathe", "", 600.0)).left_s(100.0) == 510.0

    def test_pauses_do_not_count(self) -> None:
        model = after(Phase(0.0, "breathe", "", 600.0), Paused(100.0))
        assert model.left_s(150.0) == 500.0
        model.consume([Resumed(160.0)])
        assert model.left_s(200.0) == 460.0

    def test_a_phase_that_begins_in_a_pause_waits(self) -> None:
        model = after(Paused(50.0), Phase(60.0, "breathe", "", 600.0))
        assert model.left_s(90.0) == 600.0

    def test_it_never_falls_below_nothing_and_ends_with_the_session(self) -> None:
        model = after(Phase(0.0, "breathe", "", 60.0))
        assert model.left_s(100.0) == 0.0
        model.consume([Ended(101.0)])
        assert model.left_s(102.0) is None

    @pytest.mark.parametrize(
        ("left_s", "words"),
        [
            (None, ""),
            (0.0, ""),
            (30.0, "Less than a minute left"),
            (60.0, "1 minute left"),
            (119.9, "1 minute left"),
            (327.0, "5 minutes left"),
        ],
    )
    def test_in_words_and_never_in_seconds(self, left_s, words) -> None:
        assert minutes_left(left_s) == words
