"""When a session sounds: when it is set, a breath is asked for, or eyes are closed."""

from dataclasses import replace

import pytest

from coherence_desktop.sound.breath_sound import SoundState
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.sound.cues import Cue, Cues
from coherence_desktop.ui.sound.session_cues import LOOK_MS, SessionCues


def put(store: PreferenceStore, **changes) -> None:
    store.set(replace(store.now, **changes))


def test_nothing_sounds_until_it_is_set(cues, session, sounds, store):
    cues.begin(session)
    assert sounds == []
    put(store, tones=True, volume=40, output="Headphones")
    (sound,) = sounds
    assert sound.sounding
    assert (sound.volume, sound.device) == (0.4, "Headphones")


def test_settings_reach_a_sound_that_plays(cues, session, sounds, store):
    put(store, tones=True)
    cues.begin(session)
    put(store, volume=20, output="Loudspeaker")
    assert (sounds[0].volume, sounds[0].device) == (0.2, "Loudspeaker")
    put(store, tones=False)
    assert not sounds[0].sounding


def test_nothing_sounds_while_no_breath_is_asked_for(qtbot, cues, session, sounds, store):
    put(store, tones=True)
    pacer, session.pacer = session.pacer, None
    cues.begin(session)
    assert sounds == []
    session.pacer = pacer
    qtbot.waitUntil(lambda: len(sounds) == 1, timeout=10 * LOOK_MS)
    session.pacer = None
    qtbot.waitUntil(lambda: not sounds[0].sounding, timeout=10 * LOOK_MS)


def test_the_key_for_sound_is_kept_as_a_preference(qtbot, cues, session, sounds, store):
    cues.begin(session)
    with qtbot.waitSignal(cues.changed) as changed:
        cues.switch(Cue.SOUND)
    assert store.now.tones
    assert changed.args == [Cues(sound=True)]
    assert sounds[0].sounding


def test_closed_eyes_sound_for_as_long_as_they_are_closed(cues, session, sounds, store):
    cues.begin(session)
    cues.switch(Cue.EYES_CLOSED)
    assert cues.now == Cues(sound=True, eyes_closed=True)
    assert sounds[0].sounding
    cues.switch(Cue.EYES_CLOSED)
    assert not sounds[0].sounding
    assert not store.now.tones


def test_shape_and_wave_are_passed_on(qtbot, cues, store):
    with qtbot.waitSignal(cues.changed) as changed:
        put(store, shape_shown=False, wave_shown=False)
    assert changed.args == [Cues(shape=False, wave=False)]


def test_what_is_wrong_with_sound_is_told_once(qtbot, cues, session, sounds, store):
    put(store, tones=True)
    cues.begin(session)
    told: list[str] = []
    cues.told.connect(told.append)
    sounds[0].state = SoundState(playing=True, sentence="The headphones are gone.")
    qtbot.waitUntil(lambda: bool(told), timeout=10 * LOOK_MS)
    qtbot.wait(3 * LOOK_MS)
    assert told == ["The headphones are gone."]


def test_at_the_end_it_fades_and_a_closing_window_waits(cues, session, sounds, store):
    put(store, tones=True)
    cues.begin(session)
    cues.end()
    assert not sounds[0].sounding
    put(store, tones=False)
    put(store, tones=True)
    assert len(sounds) == 1


def test_a_closing_window_waits_for_the_fade(cues, session, sounds, store):
    put(store, tones=True)
    cues.begin(session)
    cues.end(wait=True)
    assert sounds[0].joined


def test_a_session_that_is_hurried_through_is_silent(cues, session, sounds, store):
    put(store, tones=True)
    cues.begin(session, speed=25.0)
    assert sounds == []


def test_without_preferences_it_is_silent_until_asked(qapp, session):
    cues = SessionCues()
    cues.begin(session)
    assert cues.now == Cues()
    cues.end(wait=True)


@pytest.mark.parametrize("spoken", [True, False])
def test_with_a_voice_closed_eyes_need_no_tones(cues, session, store, spoken):
    put(store, spoken=spoken)
    cues.switch(Cue.EYES_CLOSED)
    assert cues.now.sound is not spoken
