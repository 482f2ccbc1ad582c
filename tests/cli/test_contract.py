"""What scripts rely on: exit codes, one object on stdout, one line on stderr."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coherence_desktop import __version__

COMMANDS = (
    *("demo", "scan", "record", "analyze", "sessions", "export", "emulate", "exercises"),
    *("trials", "practices", "import"),
)
PLAN_COMMANDS = ("plan export", "plan import", "plan return", "plan take")
LIBRARY_COMMANDS = tuple(
    f"library {name}"
    for name in (
        *("backup", "verify", "restore", "move", "passphrase", "audit"),
        *("delete-session", "delete-client"),
    )
)


@pytest.fixture
def rr_file(tmp_path: Path) -> Path:
    path = tmp_path / "three.txt"
    path.write_text("800\n810\n790\n")
    return path


def test_help_names_every_command(run):
    shown = run("--help")
    assert shown.code == 0
    for command in (*COMMANDS, "plan", "library"):
        assert f"  {command} " in shown.stdout


@pytest.mark.parametrize("command", [*COMMANDS, *PLAN_COMMANDS, *LIBRARY_COMMANDS])
def test_every_command_takes_json(run, command):
    shown = run(*command.split(), "--help")
    assert shown.code == 0
    assert "--json" in shown.stdout


def test_version_is_told(run):
    assert run("--version").stdout == f"coherence-desktop {__version__}\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("nonsense",),
        ("--nonsense",),
        ("analyze",),
        ("analyze", "x.txt", "--window", "20", "10"),
        ("analyze", "x.txt", "--window", "0", "ten"),
        ("record",),
        ("record", "--device", " "),
        ("record", "--device", "x", "--seconds", "-1"),
        ("export", "last"),
        ("export", "last", "--to", "pdf", "--out", "."),
        ("emulate", "x.txt", "--fault", "sneeze"),
        ("sessions", "too many"),
        ("trials",),
        ("import",),
        ("plan",),
        ("plan", "export", "--out", "."),
        ("plan", "import"),
        ("plan", "take", "one.age", "two.age"),
        ("import", "a.txt", "b.txt", "--started", "2026-05-01"),
        ("library",),
        ("library", "backup"),
        ("library", "audit", "--last", "0"),
        ("library", "delete-session", "last"),
    ],
    ids=" ".join,
)
def test_wrong_use_exits_2_with_one_line_that_leads_to_help(run, wrong):
    ended = run(*wrong)
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert "--help" in ended.stderr


@pytest.mark.parametrize(
    ("failing", "says"),
    [
        (("analyze", "absent.txt"), "absent.txt is not there"),
        (("analyze", "."), "."),
        (("sessions",), "There is no library at"),
        (("sessions", "--library", "absent.db"), "There is no library at absent.db"),
        (("export", "last", "--to", "rr", "--out", "."), "There is no library at"),
        (("import", "absent.txt"), "absent.txt is not there"),
        (("plan", "export", "--client", "C-7", "--out", "."), "There is no library at"),
        (("plan", "import", "absent.age"), "absent.age is not there"),
        (("plan", "return", "--out", "."), "There is no library at"),
        (("plan", "take", "absent.age"), "absent.age is not there"),
        (("trials", "last"), "There is no library at"),
        (("library", "backup", "--out", "x.db"), "There is no library at"),
        (("library", "verify", "absent.db"), "There is no library at absent.db"),
        (("library", "restore", "absent.db"), "There is no library at absent.db"),
        (("library", "move", "--to", "x"), "There is no library at"),
        (("library", "passphrase"), "There is no library at"),
        (("library", "audit"), "There is no library at"),
        (("library", "delete-session", "last", "--for-good"), "There is no library at"),
        (("emulate", "absent.txt"), "absent.txt is not there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_failure_exits_1_with_one_line_and_nothing_on_stdout(run, failing, says):
    ended = run(*failing, "--json")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert says in ended.stderr


def test_without_bluetooth_a_scan_fails_with_one_sentence(run):
    ended = run("scan", "--seconds", 1, "--json", DBUS_SYSTEM_BUS_ADDRESS="unix:path=/nowhere/bus")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1


def test_a_strap_of_an_unknown_model_is_refused_with_the_known_ones(run, rr_file):
    ended = run("emulate", rr_file, "--model", "polar_h99")
    assert ended.code == 1
    assert "polar_h10" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_wrong_passphrase_opens_nothing(run, tmp_path):
    library = tmp_path / "library.db"
    made = run("record", "--device", "x", "--seconds", 0.5, "--library", library, "--json")
    assert library.exists(), made.stderr
    ended = run("sessions", "--library", library, "--json", COHERENCE_LIBRARY_KEY="another")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "This passphrase does not open the library. Nothing was changed; try again.\n"
    )


def test_a_recording_without_a_beat_is_kept_and_is_a_failure(run, tmp_path):
    library = tmp_path / "library.db"
    ended = run("record", "--device", "Polar", "--seconds", 0.5, "--library", library, "--json")
    assert ended.code == 1
    assert ended.json["beats"] == 0
    assert ended.json["device"] == {"name": "", "address": "", "model": ""}
    assert "No beat was recorded." in ended.stderr.splitlines()[-1]
    listed = run("sessions", "--library", library, "--json").json["sessions"]
    assert [one["id"] for one in listed] == [ended.json["session"]]
    assert listed[0]["state"] == "complete"
    assert run("sessions", "--library", library).stdout.count(ended.json["session"]) == 1


def test_a_fault_of_the_app_is_one_line_and_its_details_are_in_the_log(run, tmp_path, rr_file):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import sys\n"
        "class Broken:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'coherence_desktop.cli.measuring':\n"
        "            raise RuntimeError('broken on purpose')\n"
        "sys.meta_path.insert(0, Broken())\n"
    )
    ended = run("analyze", rr_file, "--json", PYTHONPATH=str(broken))
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "RuntimeError" in ended.stderr
    logs = list(tmp_path.rglob("coherence-desktop.log"))
    assert "broken on purpose" in logs[0].read_text()


def test_ctrl_c_ends_a_command_with_one_line(env, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\n"
        "from coherence_desktop.cli import measuring\n"
        "from coherence_desktop.cli.app import run\n"
        "def endless(*args, **options):\n"
        "    print('at work', flush=True)\n"
        "    time.sleep(60)\n"
        "measuring.measure_file = endless\n"
        "sys.exit(run(['analyze', 'x.txt', '--json']))\n"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, script], env=env, **pipes) as process:
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (1, "")
    assert stderr == "Stopped before it was done. Start it again when you like.\n"


def test_a_reader_that_has_had_enough_is_no_fault(env, tmp_path):
    many = tmp_path / "many.txt"
    many.write_text("800\n" * 20000)
    command = [sys.executable, "-m", "coherence_desktop", "analyze", "--json", "--intervals", many]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 1


def test_without_a_display_the_window_says_so(run):
    ended = run(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ended.code == 1
    assert "There is no display" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_demo_plays_off_screen_and_gives_its_picture(run, tmp_path):
    picture = tmp_path / "demo.png"
    ended = run("demo", "--seconds", 2, "--speed", 5, "--screenshot", picture, "--json")
    assert ended.code == 0, ended.stderr
    assert ended.json == {"screenshot": str(picture)}
    assert picture.read_bytes().startswith(b"\x89PNG")
