"""The library on the command line: copied, proved, restored, moved, rekeyed, deleted from."""

from pathlib import Path

import pytest

NEW = "COHERENCE_LIBRARY_NEW_KEY"
KEY = "COHERENCE_LIBRARY_KEY"


@pytest.fixture
def rr_file(tmp_path: Path) -> Path:
    path = tmp_path / "evening.txt"
    path.write_text("800\n810\n790\n" * 50)
    return path


@pytest.fixture
def session(run, rr_file) -> str:
    """Give the id of the one session in this user's library."""
    made = run("import", rr_file, "--json")
    assert made.code == 0, made.stderr
    return made.json["sessions"][0]["id"]


def ids(run, **more: str) -> list[str]:
    listed = run("sessions", "--json", **more)
    assert listed.code == 0, listed.stderr
    return [one["id"] for one in listed.json["sessions"]]


def test_a_backup_is_made_verified_and_restored(run, session, tmp_path, rr_file):
    copy = tmp_path / "copy.db"
    made = run("library", "backup", "--out", copy, "--json")
    assert made.code == 0, made.stderr
    row = made.json["backup"]
    assert (row["file"], row["sessions"], row["verified"]) == (str(copy), 1, True)
    assert row["bytes"] == copy.stat().st_size
    assert run("library", "verify", copy, "--json").json == made.json
    again = run("library", "backup", "--out", copy, "--json")
    assert (again.code, again.stdout) == (1, "")
    assert "There is a file at" in again.stderr
    assert run("library", "backup", "--out", copy, "--replace").code == 0
    run("library", "delete-session", session, "--for-good", "--json")
    assert ids(run) == []
    asked = run("library", "restore", copy, "--json")
    assert (asked.code, asked.stdout) == (1, "")
    assert "add --replace to put the back-up in its place" in asked.stderr
    assert ids(run) == []
    restored = run("library", "restore", copy, "--replace", "--json")
    assert restored.code == 0, restored.stderr
    assert restored.json["library"]["sessions"] == 1
    assert Path(restored.json["set_aside"]).exists()
    assert ids(run) == [session]


def test_into_a_folder_the_name_tells_the_day(run, session, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    made = run("library", "backup", "--out", folder, "--json")
    assert made.code == 0
    assert [one.name for one in folder.iterdir()] == [Path(made.json["backup"]["file"]).name]


def test_a_damaged_backup_is_refused_and_the_library_stays(run, session, tmp_path):
    copy = tmp_path / "copy.db"
    run("library", "backup", "--out", copy)
    copy.write_bytes(copy.read_bytes()[:-4096] + bytes(4096))
    for command in (("verify",), ("restore", "--replace")):
        ended = run("library", *command, copy, "--json")
        assert (ended.code, ended.stdout) == (1, "")
        assert ended.stderr.count("\n") == 1
    assert ids(run) == [session]


def test_a_moved_library_is_found_by_every_command(run, session, tmp_path):
    moved = run("library", "move", "--to", tmp_path / "elsewhere", "--json")
    assert moved.code == 0, moved.stderr
    assert moved.json["library"]["file"] == str(tmp_path / "elsewhere" / "library.db")
    assert ids(run) == [session]
    assert [one.name for one in tmp_path.rglob("library.db")] == ["library.db"]


def test_another_passphrase_opens_it_and_the_old_one_does_not(run, session):
    nothing = run("library", "passphrase", "--json")
    assert (nothing.code, nothing.stdout) == (1, "")
    assert NEW in nothing.stderr
    changed = run("library", "passphrase", "--json", **{NEW: "four calm herons"})
    assert changed.code == 0, changed.stderr
    assert changed.json["opens_with"] == "passphrase"
    assert ids(run, **{KEY: "four calm herons"}) == [session]
    assert run("sessions", "--json").code == 1


def test_the_audit_list_tells_what_was_done(run, session, tmp_path):
    run("library", "backup", "--out", tmp_path / "copy.db")
    run("export", session, "--to", "rr", "--out", tmp_path)
    run("library", "delete-session", session[:20], "--for-good")
    listed = run("library", "audit", "--json").json["audit"]
    assert [one["what"] for one in listed if one["what"] != "opened"] == [
        "session deleted",
        "exported",
        "backed up",
        "imported",
    ]
    assert listed[0]["about"] == "on the command line"
    assert len(run("library", "audit", "--last", 2, "--json").json["audit"]) == 2
    assert session in run("library", "audit").stdout


def test_the_audit_list_is_narrowed_and_saved_as_a_table(run, session, tmp_path):
    run("library", "backup", "--out", tmp_path / "copy.db")
    table = tmp_path / "audit.csv"
    kinds = ("--what", "imported", "--what", "backed up")
    listed = run("library", "audit", *kinds, "--out", table, "--json").json
    assert [one["what"] for one in listed["audit"]] == ["backed up", "imported"]
    rows = [line.split(",")[2:] for line in table.read_text().splitlines()]
    assert rows == [["what", "about"], ["backed up", "copy.db"], ["imported", session]]
    assert run("library", "audit", "--out", table).code == 1
    wrong = run("library", "audit", "--what", "stolen")
    assert (wrong.code, "client deleted" in wrong.stderr) == (2, True)


def test_nothing_is_deleted_unless_it_is_said_to_be_meant(run, session):
    ended = run("library", "delete-session", session)
    assert ended.code == 2
    assert "--for-good" in ended.stderr
    assert ids(run) == [session]
