"""The live page's sentences."""

import pytest

from coherence_desktop.events import Beat, Contact, HeartRate, Link, LinkState, Started
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.results import Absent, Quality
from coherence_desktop.ui.live import strap_status as status
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.status_chips import short_name
from coherence_desktop.ui.words import values as words


def model_of(*items: object) -> LiveModel:
    model = LiveModel()
    state = RecorderState(state="recording", committed_t=0.0, committed_events=1, pending_events=0)
    model.consume([Link(0.0, LinkState.CONNECTED), Contact(0.0, True), state, *items])
    return model


@pytest.mark.parametrize(("t", "said"), [(0, "0:00"), (273.9, "4:33"), (3723, "1:02:03")])
def test_the_clock_counts_minutes_and_from_an_hour_on_hours(t, said):
    assert words.clock(t) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(4.4, "4 s"), (65, "1 min 5 s"), (120, "2 min"), (7260, "2 h 1 min")]
)
def test_lengths_are_in_seconds_or_minutes(seconds, said):
    assert words.length(seconds) == said


def test_coherence_says_when_it_appears():
    absent = Absent("needs 64 s of beats; 22 s to go", 22.0)
    said = "Coherence appears after 64 s of beats. 22 s to go."
    assert words.absence("Coherence", absent) == said
    assert words.absence("", absent) == "After 64 s of beats. 22 s to go."


def test_a_wait_of_less_than_a_second_is_still_a_second():
    assert words.absence("", Absent("a gap of 6 s", 0.2)) == "A gap of 6 s. 1 s to go."


def test_a_reason_without_a_wait_stands_alone():
    assert words.absence("RMSSD", Absent("needs a breathing guide")) == "Needs a breathing guide."


def test_corrections_and_gaps_are_counted():
    assert words.corrections(Quality(370, 0, {}, 0, 270.0)) == "0 corrected, no gaps"
    assert words.corrections(Quality(370, 3, {}, 1, 270.0)) == "3 corrected, 1 gap"


def test_lost_contact_is_told_with_what_to_do():
    model = model_of(Beat(1.0, 900.0, 1.0), Contact(4.0, False))
    said = "Strap lost contact 4 s ago. Moisten the electrodes. Recording goes on."
    assert status.strap_notice(model, 8.0) == said
    assert status.strap_words(model, 8.0) == ("lost contact 4 s ago", True)


def test_nothing_is_claimed_to_be_recorded_that_is_not():
    full = RecorderState(
        state="failing",
        committed_t=252.0,
        committed_events=1,
        pending_events=9,
        problem="The disk is full. Everything since 4:12 is in memory only.",
    )
    model = model_of(Beat(1.0, 900.0, 1.0), Contact(4.0, False), full)
    assert "ecording goes on" not in status.strap_notice(model, 8.0)
    assert status.recording_words(model) == ("Not saved since 4:12", True)
    assert status.recorder_notice(model).startswith("The disk is full. Everything since 4:12")
    quiet = "The strap has gone quiet. It is being found again; recording goes on."
    model.consume([Link(9.0, LinkState.RECONNECTING, "silence", quiet)])
    said = "The strap has gone quiet. It is being found again. 3 s so far."
    assert status.strap_notice(model, 12.0) == said


def test_reconnecting_says_for_how_long_and_that_recording_goes_on_once():
    told = "The link to the strap broke off. It is being found again. Recording goes on."
    model = model_of(Beat(1.0, 900.0, 1.0), Link(4.0, LinkState.RECONNECTING, "lost", told))
    said = "The link to the strap broke off. It is being found again. 17 s so far. "
    assert status.strap_notice(model, 21.0) == said + "Recording goes on."
    assert status.strap_words(model, 21.0) == ("reconnecting", True)


def test_a_silent_strap_is_told_of_after_five_seconds():
    model = model_of(Beat(1.0, 900.0, 1.0))
    assert status.strap_notice(model, 6.0) == ""
    assert status.strap_notice(model, 8.0).startswith("No beat for 7 s. The strap is connected;")


def test_before_the_first_beat_the_words_fit_the_link():
    assert status.waiting_words(model_of()) == words.NO_BEAT_YET
    assert "skin" in status.waiting_words(model_of(Contact(1.0, False)))
    searching = model_of(Link(1.0, LinkState.SEARCHING))
    assert status.waiting_words(searching) == "No beat yet. The strap is not connected so far."
    failed = model_of(Link(1.0, LinkState.FAILED, "off", "Bluetooth is switched off."))
    assert status.waiting_words(failed) == "No beat yet. Bluetooth is switched off."


def streamed(*events: object) -> LiveModel:
    model = LiveModel()
    started = Started(
        0.0,
        started_utc="2000-01-01T00:00:00+00:00",
        timezone="UTC",
        utc_offset_s=0,
        app_version="0",
        source="lsl",
    )
    going = RecorderState(state="recording", committed_t=0.0, committed_events=1, pending_events=0)
    model.consume([started, going, Link(0.1, LinkState.CONNECTED), *events])
    return model


def test_a_stream_is_not_called_a_strap():
    model = streamed()
    assert status.waiting_words(model) == (
        "No beat yet. The stream is connected; look at the program that sends it."
    )
    model.consume([Beat(1.0, 900.0, 1.0)])
    silent = "No beat for 7 s. The stream is connected; look at what sends it. Recording goes on."
    assert status.strap_notice(model, 8.0) == silent
    model.consume([Link(9.0, LinkState.FAILED, "gone")])
    assert status.strap_notice(model, 9.0).startswith("The stream cannot be reached.")
    waiting = LiveModel()
    waiting.consume([model.started, Link(1.0, LinkState.SEARCHING)])
    assert status.waiting_words(waiting) == "No beat yet. The stream is not connected so far."


def test_a_stream_of_heart_rates_tells_them_and_why_nothing_else_is_there():
    model = streamed(HeartRate(2.0, 61))
    assert status.strap_words(model, 3.0) == ("61 bpm", False)
    assert status.silence_words(model, 3.0) == "This stream sends heart rates only."
    assert "no beats can be made of them" in status.waiting_words(model)
    assert status.strap_words(model, 12.0) == ("silent for 10 s", True)
    model.consume([Beat(13.0, 900.0, 13.0)])
    assert not model.rates_only


def test_a_strap_of_heart_rates_tells_them_and_why_nothing_else_is_there():
    model = LiveModel()
    model.consume([Link(1.0, LinkState.CONNECTED, "rates_only", "Why."), HeartRate(6.0, 61)])
    assert status.strap_words(model, 7.0) == ("61 bpm", False)
    assert status.silence_words(model, 7.0) == "This strap sends heart rates only."
    assert "no beats can be made of them" in status.waiting_words(model)
    model.consume([Contact(8.0, False)])
    assert status.strap_words(model, 8.5) == ("no contact yet", True)


def test_a_strap_without_ecg_says_so_for_a_while_and_then_no_more():
    model = LiveModel()
    told = "This strap sends no ECG. Beats are recorded."
    model.consume([Link(1.0, LinkState.CONNECTED), Beat(2.0, 900.0, 2.0)])
    assert status.strap_notice(model, 2.5) == ""
    model.consume([Link(2.6, LinkState.CONNECTED, "no_ecg", told)])
    assert status.strap_notice(model, 3.0) == told
    for at in range(3, 40):
        model.consume([Beat(float(at), 1000.0, float(at))])
    assert status.strap_notice(model, 39.5) == ""


def test_practice_without_a_strap_is_no_bad_news():
    model = LiveModel()
    model.consume(
        [
            Started(
                0.0,
                started_utc="2000-01-01T00:00:00+00:00",
                timezone="UTC",
                utc_offset_s=0,
                app_version="0",
                source="none",
            )
        ]
    )
    assert status.strap_notice(model, 100.0) == ""
    assert status.strap_words(model, 100.0) == ("no strap", False)


def test_a_serial_number_is_left_out_of_a_straps_name():
    assert short_name("Polar H10 8C2A1B34") == "Polar H10"
    assert short_name("TICKR") == "TICKR"
    assert short_name("HRM-Dual:294410") == "HRM-Dual:294410"
