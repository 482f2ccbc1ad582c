"""The breath guide: size, word and colour at each moment, and nothing painted for nothing."""

import time

import pytest
from PySide6.QtCore import QEvent, QObject, QRect

from coherence_desktop.events import PacerChange
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.client.client_model import GuideState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import mixed

IN_CONTACT = GuideState.IN_CONTACT


class Painted(QObject):
    """The boxes that a widget painted."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.boxes: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.boxes.append(QRect(event.region().boundingRect()))
        return False


def color_at(picture, guide, radius: float) -> str:
    center = guide.places.center
    return picture.pixelColor(round(center.x() + radius), round(center.y())).name()


class TestBreath:
    @pytest.mark.parametrize(
        ("t", "radius", "word"),
        [
            (0.0, 104.0, "Breathe in"),
            (2.0, 180.0, "Breathe in"),
            (3.999, 256.0, "Breathe in"),
            (4.0, 256.0, "Breathe out"),
            (7.0, 180.0, "Breathe out"),
            (10.0, 104.0, "Breathe in"),
        ],
    )
    def test_disc_and_word_follow_the_pacer(self, at, t, radius, word) -> None:
        guide = at(t)
        assert guide.radius == pytest.approx(radius, abs=0.3)
        assert guide.word == word

    def test_holds_have_a_word_of_their_own(self, at, session) -> None:
        session.pacer = Pacer(Pattern(4, 4, 4, 4, "box"))
        assert at(5.0).word == "Hold"
        assert at(13.0).word == "Hold"

    def test_it_rests_small_in_a_pause(self, at, session) -> None:
        session.pacer = session.pacer.paused(2.0)
        guide = at(5.0)
        assert guide.word == "Resting"
        assert guide.radius == pytest.approx(104.0, abs=0.3)

    def test_it_waits_before_the_first_breath(self, at, session) -> None:
        session.pacer = Pacer(Pattern.from_rate(6.0), start_s=5.0)
        assert at(1.0).word == "Ready"
        assert at(5.5).word == "Breathe in"

    def test_without_a_pacer_it_asks_for_nothing(self, at, session) -> None:
        session.pacer = None
        guide = at(3.0)
        assert guide.word == "Breathe freely"
        assert guide.radius == pytest.approx(104.0)

    def test_a_change_of_pace_never_makes_it_jump(self, at, session) -> None:
        before = at(6.99).radius
        session.pacer = session.pacer.changed(PacerChange(6.995, inhale_s=3.0, exhale_s=4.0))
        assert at(7.0).radius == pytest.approx(before, abs=1.0)


class TestHeart:
    def test_each_level_has_its_colour_and_as_many_bands(self, at, guide, theme, picture_of):
        ground = theme.tokens.client_ground.lower()
        for level, token in ((1, "disc_low"), (2, "disc_medium"), (3, "disc_high")):
            guide.set_heart(IN_CONTACT, level)
            at(0.0 + 20 * level)
            at(10.0 + 20 * level)
            picture = picture_of(guide)
            assert guide.look.color.name() == theme.color(token).name()
            seen = [color_at(picture, guide, radius) != ground for radius in (296, 334, 370)]
            assert seen == [band < level for band in range(3)]

    def test_the_edge_of_the_disc_has_the_plain_tone(self, at, guide, theme, picture_of) -> None:
        guide.set_heart(IN_CONTACT, 3)
        at(30.0)
        at(34.0)
        picture = picture_of(guide)
        edge = picture.pixelColor(round(guide.places.center.x() + 254), 440)
        tone = theme.color("disc_high")
        off = (edge.red() - tone.red(), edge.green() - tone.green(), edge.blue() - tone.blue())
        assert max(map(abs, off)) <= 2

    def test_the_field_is_the_tone_thinned_with_ground(self, at, guide, theme, picture_of):
        guide.set_heart(IN_CONTACT, 2)
        at(20.0)
        at(30.0)
        share = 0.24 if theme.dark else 0.22
        wanted = mixed(theme.color("client_ground"), theme.color("disc_medium"), share)
        assert color_at(picture_of(guide), guide, 268) == wanted.name()

    def test_a_new_level_blends_over_two_seconds(self, at, guide, theme) -> None:
        at(10.0)
        guide.set_heart(IN_CONTACT, 3)
        neutral = guide.look
        assert at(10.02).look.color.name() == neutral.color.name()
        halfway = at(11.0).look
        assert halfway.color.name() not in (neutral.color.name(), theme.tokens.disc_high.lower())
        assert at(12.01).look.color.name() == theme.tokens.disc_high.lower()

    def test_without_a_level_it_is_neutral_and_has_no_bands(self, at, guide, theme) -> None:
        for state in (GuideState.NO_STRAP, GuideState.NO_BEAT):
            guide.set_heart(state, None)
            look = at(10.0).look
            assert look.color.name() == theme.tokens.ink3.lower()
            assert set(look.bands) == {0.0}

    def test_bands_fade_when_contact_is_lost_and_breathing_goes_on(self, at, guide) -> None:
        guide.set_heart(IN_CONTACT, 3)
        at(10.0)
        at(20.0)
        guide.set_heart(GuideState.LOST, 3)
        assert at(21.0).look.bands[0] > 0.0
        assert set(at(22.1).look.bands) == {0.0}
        assert at(24.0).radius == pytest.approx(256.0, abs=0.3)

    def test_it_says_that_it_looks_for_the_heart_in_place_of_the_minutes(self, guide) -> None:
        guide.set_left("5 minutes left")
        guide.set_heart(GuideState.NO_BEAT, None)
        assert guide.corner_words == "Looking for your heartbeat"
        guide.set_heart(IN_CONTACT, None)
        assert guide.corner_words == "5 minutes left"

    def test_sound_only_is_dark_and_empty(self, at, guide, picture_of, qapp) -> None:
        guide.set_sound_only(True)
        at(12.0)
        picture = picture_of(guide)
        colors = {picture.pixelColor(x, y).name() for x in range(0, 1920, 40) for y in (440, 940)}
        assert colors == {"#101413"}


class TestEconomy:
    def test_a_frame_paints_only_the_larger_disc_and_its_edge(self, at, guide) -> None:
        at(1.0)
        before = guide.radius
        painted = Painted(guide)
        at(1.02)
        reach = guide.radius + 2
        assert guide.radius > before
        assert len(painted.boxes) == 1
        assert painted.boxes[0].width() <= 2 * reach + 2
        assert painted.boxes[0].height() <= 2 * reach + 2

    def test_a_moving_disc_leaves_nothing_behind(self, at, guide, qapp) -> None:
        guide.set_heart(IN_CONTACT, 3)
        at(10.0)
        at(24.0)
        for step in range(120):
            at(24.0 + step / 20)
        on_screen = guide.screen().grabWindow(guide.winId()).toImage()
        guide.update()
        qapp.processEvents()
        assert not on_screen.isNull()
        assert guide.screen().grabWindow(guide.winId()).toImage() == on_screen

    def test_nothing_is_painted_in_a_hold(self, at, session, guide) -> None:
        session.pacer = Pacer(Pattern(4, 4, 4, 4, "box"))
        at(4.5)
        painted = Painted(guide)
        for step in range(30):
            at(5.0 + step / 60)
        assert painted.boxes == []

    def test_steps_that_nobody_sees_are_not_painted(self, at, guide) -> None:
        at(3.99)
        painted = Painted(guide)
        at(3.995)
        assert painted.boxes == []

    def test_it_rests_while_nobody_sees_it(self, guide) -> None:
        guide.hide()
        guide.show()
        assert guide._clock.running
        guide.hide()
        assert not guide._clock.running

    def test_frames_come_by_themselves_and_no_more_than_sixty_a_second(self, qtbot, guide) -> None:
        frames_s = []
        guide._clock.frame.connect(lambda: frames_s.append(time.perf_counter()))
        guide._clock.start()
        qtbot.waitUntil(lambda: len(frames_s) > 30, timeout=20_000)
        guide._clock.stop()
        assert frames_s[-1] - frames_s[0] > 0.9 * (len(frames_s) - 1) / 60.0


class TestReducedMotion:
    @pytest.fixture
    def theme(self, qapp) -> Theme:
        return Theme(reduced_motion=True)

    def test_the_disc_keeps_one_size_and_a_ring_fills_in_eight_steps(self, at) -> None:
        radii, steps = set(), set()
        for tenth in range(100):
            guide = at(tenth / 10)
            radii.add(guide.radius)
            steps.add(guide._steps)
        assert len(radii) == 1
        assert steps == set(range(9))

    def test_it_paints_only_at_a_step(self, at, guide) -> None:
        at(0.0)
        painted = Painted(guide)
        for frame in range(240):
            at(frame / 60)
        assert len(painted.boxes) <= 9

    def test_the_word_still_changes(self, at) -> None:
        assert at(1.0).word == "Breathe in"
        assert at(5.0).word == "Breathe out"

    def test_a_new_level_is_a_cut(self, at, guide, theme: Theme) -> None:
        at(10.0)
        guide.set_heart(IN_CONTACT, 3)
        assert at(10.02).look.color.name() == theme.tokens.disc_high.lower()


class TestSize:
    @pytest.mark.parametrize("size", [(1280, 720), (1120, 630), (800, 1280), (2560, 1440)])
    def test_everything_lies_inside_and_apart_at_any_size(self, at, guide, size, qapp) -> None:
        guide.set_left("5 minutes left")
        guide.set_heart(IN_CONTACT, 3)
        guide.resize(*size)
        at(4.0)
        places = guide.places
        assert guide.rect().contains(places.box.adjusted(3, 3, -3, -3))
        assert guide.rect().contains(guide._word.box.adjusted(4, 0, -4, 0))
        assert guide.rect().contains(guide._corner.box.adjusted(4, 0, -8, -8))
        assert not places.box.intersects(guide._word.box.adjusted(0, 20, 0, 0))
        assert guide.radius < places.field_radius

    def test_words_are_never_small_on_a_large_screen(self, guide) -> None:
        assert guide.places.word_px == 64
        assert guide.places.corner_px == 40


def test_a_change_of_palette_is_seen_at_once(at, guide, theme: Theme, picture_of) -> None:
    at(3.0)
    theme.set_dark(not theme.dark)
    assert picture_of(guide).pixelColor(5, 5).name() == theme.tokens.client_ground.lower()
    assert guide.look.color.name() == theme.tokens.ink3.lower()
