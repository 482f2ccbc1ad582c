import pytest

from coherence_desktop.events import Marker
from coherence_desktop.practice.markers import load_markers

GOOD = '[[marker]]\nletter = "T"\nlabel = "Talking"\nid = "talking"\n'


def test_the_bundled_markers_have_a_letter_each():
    markers = load_markers()
    assert markers.problems == ()
    assert [(marker.letter, marker.label) for marker in markers.markers] == [
        ("T", "Talking"),
        ("C", "Cough"),
        ("S", "Sigh"),
        ("V", "Movement"),
        ("D", "Dizzy"),
    ]


def test_a_marker_makes_its_event():
    cough = load_markers().markers[1]
    assert cough.at(12.5) == Marker(12.5, "Cough", "cough")


@pytest.mark.parametrize(
    ("entry", "line", "why"),
    [
        ('[[marker]]\nletter = "M"\nlabel = "Mine"\nid = "mine"\n', 6, "something else"),
        ('[[marker]]\nletter = "T"\nlabel = "Tired"\nid = "tired"\n', 6, "has a marker already"),
        ('[[marker]]\nletter = "t"\nlabel = "Tired"\nid = "tired"\n', 6, "one of A to Z"),
        ('[[marker]]\nletter = "X"\nlabel = " "\nid = "x"\n', 7, "empty"),
        ('[[marker]]\nletter = "X"\nlabel = "X"\nid = "talking"\n', 8, "used already"),
        ('[[marker]]\nletter = "X"\nlabel = "X"\nid = "mark"\n', 8, "mark"),
        ('[[marker]]\nletter = "X"\nid = "x"\n', 5, "label"),
        ('[[marker]]\nletter = "X"\nlabel = 3\nid = "x"\n', 7, "label"),
    ],
)
def test_a_bad_entry_is_told_by_line_and_the_others_still_load(tmp_path, entry, line, why):
    path = tmp_path / "markers.toml"
    last = '[[marker]]\nletter = "Z"\nlabel = "Last"\nid = "last"\n'
    path.write_text(GOOD + entry + last, encoding="utf-8")
    markers = load_markers(path)
    assert [marker.id for marker in markers.markers] == ["talking", "last"]
    (problem,) = markers.problems
    assert problem.line == line
    assert why in problem.message


@pytest.mark.parametrize("text", ["[marker", "marker = 3\n", 'other = "x"\n'])
def test_a_file_that_holds_no_markers_is_told(tmp_path, text):
    path = tmp_path / "markers.toml"
    path.write_text(text, encoding="utf-8")
    markers = load_markers(path)
    assert markers.markers == ()
    assert len(markers.problems) == 1
