"""What can be practised stands in one list, and is found by id, name or beginning."""

import pytest

from coherence_desktop.events import PracticeStarted
from coherence_desktop.practice.catalogue import NoSuchPractice, load_catalogue

FOUND = load_catalogue()


def test_every_id_names_one_practice():
    ids = [offer.id for offer in FOUND.offers]
    assert len(set(ids)) == len(ids)
    assert FOUND.problems == ()
    assert {offer.kind for offer in FOUND.offers} == {"breathing", "assessment", "compassion"}


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("box", "box"),
        ("flare-up", "flare_up"),
        ("When it flares up", "flare_up"),
        ("three", "three_minds"),
        ("deep breathing", "deep_breathing"),
        ("soothing_rhythm", "soothing_rhythm"),
    ],
)
def test_a_practice_is_found(reference, found):
    assert FOUND.find(reference).id == found


@pytest.mark.parametrize("reference", ["levitation", "kind", "", " "])
def test_what_is_none_or_several_is_refused(reference):
    with pytest.raises(NoSuchPractice, match="List them with 'practices'"):
        FOUND.find(reference)


@pytest.mark.parametrize("offer", FOUND.offers, ids=lambda offer: offer.id)
def test_each_can_be_made_and_begun_anew(offer):
    first, second = offer.make(), offer.make()
    assert first is not second
    begun = first.begin(0.0)
    assert begun
    started = [event for event in begun if isinstance(event, PracticeStarted)]
    assert all((event.kind, event.practice_id) == (offer.kind, offer.id) for event in started)


def test_own_content_is_offered_too(tmp_path):
    (tmp_path / "practices").mkdir()
    (tmp_path / "practices" / "bad.toml").write_text("name = 3", encoding="utf-8")
    assert [problem.file for problem in load_catalogue(tmp_path).problems] == ["bad.toml"]


def test_a_pattern_of_ones_own_is_offered_too(tmp_path):
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "evening.toml").write_text(
        'name = "Evening"\ninhale_s = 4.0\nexhale_s = 7.0\n'
    )
    offer = load_catalogue(tmp_path).find("evening")
    assert offer.kind == "breathing"
    assert offer.name == "Evening"
