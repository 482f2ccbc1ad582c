"""A plan goes home and sessions come back, between two libraries, by real processes."""

from pathlib import Path

import pyrage
import pytest

from coherence_desktop.chart import (
    HierarchyArranged,
    Identified,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Step,
)
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library

AT = "2026-05-01T08:00:00+00:00"
WORDS = {"COHERENCE_HANDOVER_PASSPHRASE": "vier Wörter nur für dich"}


@pytest.fixture
def key(env) -> Passphrase:
    return Passphrase(env["COHERENCE_LIBRARY_KEY"])


@pytest.fixture
def clinic(tmp_path, key) -> Path:
    """A library with a client who has a plan."""
    path = tmp_path / "clinic.db"
    steps = (
        Step(id="s1", title="Staring", exercise_id="staring", released_for_home=True),
        Step(id="s2", title="Not yet", exercise_id="staring"),
    )
    practice = PlannedPractice(
        kind="breathing", practice_id="resonance", name="Breathing", minutes=10.0
    )
    with Library.create(path, key) as library:
        Charts(library).add(
            [
                Identified(AT, name="C-7"),
                ResonanceChosen(AT, rate_per_min=6.2),
                HierarchyArranged(AT, steps=steps),
                PlanAgreed(AT, day="2026-05-01", practices=(practice,)),
            ]
        )
    return path


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home.db"


@pytest.fixture
def rr_file(tmp_path) -> Path:
    path = tmp_path / "evening.txt"
    path.write_text("800\n810\n790\n" * 200)
    return path


def test_a_plan_goes_home_and_sessions_come_back(run, clinic, home, key, rr_file, tmp_path):
    file = tmp_path / "to-home"
    file.mkdir()
    out = run(
        "plan",
        "export",
        "--client",
        "C-7",
        "--out",
        file,
        "--days",
        30,
        "--library",
        clinic,
        "--json",
        **WORDS,
    )
    assert (out.code, out.stderr) == (0, "")
    assert out.json["protected_by"] == "passphrase"
    assert (out.json["practices"], out.json["steps"]) == (1, 1)
    (plan,) = file.iterdir()
    assert out.json["file"] == str(plan)
    assert plan.name.startswith("plan-20")

    wrong = run(
        "plan",
        "import",
        plan,
        "--library",
        home,
        "--json",
        COHERENCE_HANDOVER_PASSPHRASE="another",
    )
    assert (wrong.code, wrong.stdout) == (1, "")
    assert wrong.stderr.splitlines()[-1].startswith("This passphrase does not open plan-20")
    kept = run("plan", "import", plan, "--library", home, "--json", **WORDS)
    assert (kept.code, kept.stderr) == (0, "")
    assert kept.json["steps"] == ["Staring"]
    assert kept.json["practices"][0]["rate_per_min"] == 6.2

    (session,) = run("import", rr_file, "--library", home, "--json").json["sessions"]
    back = run("plan", "return", "--out", tmp_path, "--library", home, "--json")
    assert (back.code, back.stderr) == (0, "")
    assert back.json["sessions"] == [session["id"]]
    assert back.json["protected_by"] == "key"

    brought = back.json["file"]
    taken = run("plan", "take", brought, "--library", clinic, "--json")
    assert (taken.code, taken.stderr) == (0, "")
    assert taken.json["sessions"] == [session]
    again = run("plan", "take", brought, "--library", clinic, "--json")
    assert (again.json["sessions"], again.json["known"]) == ([], 1)
    with Library.open(clinic, key) as library:
        (head,) = Charts(library).clients()
        assert (head.id, head.sessions) == (taken.json["client"], 1)
    measured = run("analyze", f"session:{session['id']}", "--library", clinic, "--json")
    assert measured.json["beats"] == 600


@pytest.fixture
def for_stranger(run, clinic, tmp_path) -> Path:
    """A plan for somebody else's key."""
    path = tmp_path / "plan.age"
    stranger = str(pyrage.x25519.Identity.generate().to_public())
    command = ("plan", "export", "--client", "c-7", "--out", path, "--key", stranger)
    ended = run(*command, "--library", clinic, "--json")
    assert ended.code == 0, ended.stderr
    assert ended.json["protected_by"] == "key"
    return path


def test_a_plan_for_another_key_is_refused_and_not_replaced_unasked(
    run, for_stranger, clinic, home
):
    ended = run("plan", "import", for_stranger, "--library", home, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert "plan.age was written for another person" in ended.stderr.splitlines()[-1]
    before = for_stranger.read_bytes()
    command = ("plan", "export", "--client", "C-7", "--out", for_stranger, "--key", "age1")
    ended = run(*command, "--library", clinic, "--json")
    assert (ended.code, ended.stderr.count("\n")) == (1, 1)
    assert for_stranger.read_bytes() == before


def test_without_a_passphrase_key_or_terminal_nothing_is_written(run, clinic, tmp_path):
    out = tmp_path / "plan.age"
    ended = run("plan", "export", "--client", "C-7", "--out", out, "--library", clinic, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert "COHERENCE_HANDOVER_PASSPHRASE" in ended.stderr
    assert not out.exists()
    ended = run("plan", "import", tmp_path / "clinic.db", "--library", clinic, "--json")
    assert ended.stderr == (
        "clinic.db is no plan and no sessions of this app. Choose another file.\n"
    )
