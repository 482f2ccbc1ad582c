"""What is known of strap models."""

from pathlib import Path

import pytest

from coherence_desktop.errors import Problem
from coherence_desktop.sensors.models import Known, Placement, full_uuid, load_models, match

GOOD = """
id = "acme_one"
name = "Acme One"
name_patterns = ["Acme*"]

[sends]
rr = "yes"
contact = "no"
energy = "unknown"
battery = "unknown"
ecg = "unknown"
acceleration = "unknown"

[sources]
name_patterns = "seen on the strap"
rr = "manual, page 3"
contact = "manual, page 3"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme_one.toml").write_text(GOOD)
    return tmp_path


def test_every_bundled_file_is_sound():
    bundled = load_models()
    assert [problem.message for problem in bundled.problems] == []
    assert bundled.generic.is_generic
    assert len({model.name for model in bundled.models}) == len(bundled.models)


def test_a_file_can_be_added_without_touching_code(folder):
    models = load_models(folder)
    acme = models.match("ACME 77")
    assert (acme.id, acme.sends.rr, acme.sends.contact) == ("acme_one", Known.YES, Known.NO)
    assert models.by_id("acme_one") is acme


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (GOOD.replace('rr = "yes"', 'rr = "maybe"', 1), ["line 7", "maybe"]),
        (GOOD.replace("name = ", "nmae = ", 1), ["line 3", "nmae"]),
        (GOOD.replace('name = "Acme One"', "name = 5"), ["line 3", "str"]),
        (GOOD.replace('"Acme*"]', '"Acme*"'), ["line 6"]),
        (GOOD.replace("acme_one", "acme_two"), ["line 2", "acme_two", "file's name"]),
        (GOOD.replace('rr = "manual, page 3"', ""), ["line 7", "no source"]),
        (GOOD.replace('"Acme*"', '"*"'), ["line 4", "every device"]),
        (GOOD + "\n[wearing]\n", ["line 19"]),
        (GOOD.replace("name_patterns", 'services = ["heart"]\nname_patterns', 1), ["line 4"]),
        (GOOD.replace("[sends]", "[sends]\necg_hz = [130]"), ["line 7", "no source"]),
        (GOOD.replace("[sends]", 'battery_cell = "CR2032"\n[sends]'), ["line 6", "no source"]),
        (GOOD + 'colour = "seen"', ["line 18", "colour"]),
        ("", ["acme_one.toml"]),
        (GOOD + "#" * 200_000, ["larger"]),
    ],
)
def test_a_bad_file_is_named_with_line_and_reason_and_the_others_still_load(folder, broken, told):
    (folder / "zzz_good.toml").write_text(GOOD.replace("acme_one", "zzz_good"))
    (folder / "acme_one.toml").write_text(broken)
    models = load_models(folder)
    assert [model.id for model in models.models] == ["zzz_good"]
    (problem,) = models.problems
    assert isinstance(problem, Problem)
    for words in ["acme_one.toml", *told]:
        assert words in problem.message
    assert "\n" not in problem.message


def test_a_file_that_is_no_text_or_cannot_be_read_is_named(folder):
    (folder / "acme_one.toml").write_bytes(b"\xff\xfe\x00")
    (folder / "acme_two.toml").mkdir()
    models = load_models(folder)
    assert models.models == ()
    assert [problem.value.name for problem in models.problems] == [
        "acme_one.toml",
        "acme_two.toml",
    ]


def test_a_strap_that_nothing_names_is_generic_even_without_the_generic_file(folder):
    models = load_models(folder)
    for name in ("Something", "", None):
        assert models.match(name, ["180d"]).id == "generic"
    assert models.generic.sends.rr is Known.UNKNOWN
    assert models.generic.placement is Placement.UNKNOWN


def test_an_unknown_model_id_is_told_with_those_that_exist(folder):
    with pytest.raises(Problem, match=r"acme_nine.*acme_one"):
        load_models(folder).by_id("acme_nine")


def test_the_most_specific_name_wins_whatever_the_order_of_files(folder):
    (folder / "acme_zed.toml").write_text(
        GOOD.replace("acme_one", "acme_zed").replace("Acme*", "Acme Z*")
    )
    (folder / "aaa.toml").write_text(GOOD.replace("acme_one", "aaa").replace("Acme*", "Acme Zx?"))
    models = load_models(folder)
    assert models.match("Acme Zebra").id == "acme_zed"
    assert models.match("Acme Zx1").id == "aaa"
    assert models.match("Acme 12").id == "acme_one"


def test_a_name_alone_does_not_make_a_lamp_a_strap(folder):
    models = load_models(folder)
    assert models.match("Acme lamp", ["fe01"]).id == "generic"
    assert models.match("Acme One", ["0000180d-0000-1000-8000-00805f9b34fb"]).id == "acme_one"
    assert models.match("Acme One", []).id == "acme_one"


def test_short_and_long_uuids_are_the_same():
    assert full_uuid("180D") == full_uuid("0x180d") == full_uuid("0000180d")
    assert full_uuid("0000180D-0000-1000-8000-00805F9B34FB") == full_uuid("180d")


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Polar H7 D7904C14", "polar_h7"),
        ("Polar H9 1A2B3C4D", "polar_h9"),
        ("Polar H10 8C2A1B", "polar_h10"),
        ("POLAR H10", "polar_h10"),
        ("Polar Sense 1C1021AB", "polar_verity_sense"),
        ("Polar OH1 55667788", "polar_oh1"),
        ("HRM-Dual:084939", "garmin_hrm_dual"),
        ("HRM-Pro:677868", "garmin_hrm_pro"),
        ("HRMPro+:361837", "garmin_hrm_pro"),
        ("TICKR B321", "wahoo_tickr"),
        ("TICKR X A23F", "wahoo_tickr_x"),
        ("TICKR FIT 1A2B", "wahoo_tickr_fit"),
        ("H808S 0012345", "coospo_h808s"),
        ("COOSPO-808S", "coospo_h808s"),
        ("CooSpo H6M", "coospo_h6"),
        ("Decathlon Dual HR", "decathlon_dual_hr"),
        ("Suunto Smart Sensor", "suunto_smart_sensor"),
        ("Movesense 204730000081", "movesense"),
        ("HRM 1234", "generic"),
        ("Heart Rate", "generic"),
    ],
)
def test_bundled_straps_are_known_by_the_name_they_advertise(name, model):
    assert match(name, ["180d"]).id == model
    assert match(name).id == model


def test_every_bundled_strap_answers_to_its_own_example():
    for model in load_models().models:
        assert match(model.example_name, model.services[:1]).id == model.id


def test_straps_that_send_no_intervals_say_so():
    assert {model.id for model in load_models().models if model.sends.rr is Known.NO} == {
        "polar_verity_sense",
        "wahoo_tickr_fit",
    }


def test_a_strap_is_known_even_if_it_advertises_only_its_makers_service():
    assert match("Movesense 204730000081", ["fe06"]).id == "movesense"
