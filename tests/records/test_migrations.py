"""An older library becomes one of this version, or stays exactly as it was."""

from pathlib import Path

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.records import schema
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.cipher import connect
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryInUse, LibraryNotUpgraded
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.session_rows import new_row
from coherence_desktop.records.session_writer import chunk
from coherence_desktop.records.storage import Connections
from coherence_desktop.records.tables import INSERT_EVENTS, INSERT_SESSION

ADD_GOALS = '''
"""A table of goals, and a colour for each session."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table("goals", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("sessions", sa.Column("colour", sa.String))
    op.execute("UPDATE sessions SET colour = 'teal'")
'''
FAIL = '''
"""Stops in the middle."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("CREATE TABLE half_done (id INTEGER)")
    op.execute("INSERT INTO nowhere VALUES (1)")
'''


@pytest.fixture
def newer_app(tmp_path, monkeypatch):
    """Make the app know further revisions, given as the text of their scripts."""

    def know(head: str, *scripts: str) -> None:
        folder = tmp_path / "migrations"
        (folder / "versions").mkdir(parents=True)
        originals = [schema.MIGRATIONS / "env.py", *schema.MIGRATIONS.glob("versions/*.py")]
        for original in originals:
            target = folder / original.relative_to(schema.MIGRATIONS)
            target.write_text(original.read_text())
        for number, script in enumerate(scripts):
            (folder / "versions" / f"new_{number}.py").write_text(script)
        monkeypatch.setattr(schema, "HEAD", head)
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return know


@pytest.fixture
def older(path: Path, key, started, beats) -> Path:
    """Give a library of this version with one session."""
    with Library.create(path, key) as library:
        recorder = Recorder(library, library.start_session(started))
        for beat in beats(100):
            recorder.add(beat)
        recorder.close()
    return path


def query(path: Path, key, sql: str) -> list[tuple]:
    connection = connect(path, key.raw(b""))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_an_older_library_is_converted_when_it_is_opened(older, key, newer_app):
    newer_app("0005", ADD_GOALS)
    with Library.open(older, key) as library:
        assert len(library.events(library.session().id)) == 102
    assert query(older, key, "SELECT version_num FROM alembic_version") == [("0005",)]
    assert query(older, key, "SELECT colour FROM sessions") == [("teal",)]
    Library.open(older, key).close()


def test_a_library_from_before_there_were_clients_keeps_its_sessions_and_takes_clients(
    path, key, started
):
    path.touch()
    schema.upgrade(Connections(path, key.raw(b"")).open, schema.MIGRATIONS, to="0001")
    connection = connect(path, key.raw(b""))
    row = new_row("01KQHG0000000000000000000A", started, client="c-17")
    connection.execute(INSERT_SESSION, row)
    connection.execute(INSERT_EVENTS, chunk(1, 0, [started], 0.0))
    connection.close()
    with Library.open(path, key) as library:
        assert library.session().client == "c-17"
        assert library.events(library.session().id) == [started]
        charts = Charts(library)
        client = charts.add([Identified("2026-05-01T08:00:00Z", name="c-17")])
        assert [head.id for head in charts.clients()] == [client]


def test_a_failing_conversion_leaves_the_library_as_it_was(older, key, newer_app):
    before = query(older, key, "SELECT sql FROM sqlite_master ORDER BY name")
    head = schema.HEAD
    newer_app("0006", ADD_GOALS, FAIL)
    with pytest.raises(LibraryNotUpgraded, match="could not be converted"):
        Library.open(older, key)
    assert query(older, key, "SELECT version_num FROM alembic_version") == [(head,)]
    assert query(older, key, "SELECT sql FROM sqlite_master ORDER BY name") == before


def test_a_library_that_is_recorded_to_is_not_converted_meanwhile(older, key, newer_app, started):
    with Library.open(older, key) as library:
        library.start_session(started)
        newer_app("0005", ADD_GOALS)
        with pytest.raises(LibraryInUse):
            Library.open(older, key)


def test_the_scripts_make_the_same_tables_as_a_new_library_has(path, key, tmp_path):
    Library.create(path, key).close()
    migrated = tmp_path / "migrated.db"
    migrated.touch()
    schema.upgrade(Connections(migrated, key.raw(b"")).open, schema.MIGRATIONS)
    made = """
        SELECT type, name, tbl_name, sql FROM sqlite_master
        WHERE tbl_name != 'alembic_version' ORDER BY name
    """

    def tables(library: Path) -> list[tuple]:
        found = query(library, key, made)
        return [(*names, sql and " ".join(sql.split())) for *names, sql in found]

    names = {name for _, name, *_ in tables(path)}
    assert {
        "sessions",
        "sessions_by_state",
        "events",
        "clients",
        "chart_entries",
        "writings",
        "audit",
        "audit_kept",
    } <= names
    assert tables(path) == tables(migrated)
    for library in (path, migrated):
        assert query(library, key, "SELECT * FROM alembic_version") == [(schema.HEAD,)]


def test_a_library_that_the_scripts_made_is_recorded_to_and_read(path, key, started, beats):
    path.touch()
    schema.upgrade(Connections(path, key.raw(b"")).open, schema.MIGRATIONS)
    with Library.open(path, key) as library:
        recorder = Recorder(library, library.start_session(started))
        for beat in beats(10):
            recorder.add(beat)
        assert recorder.close().problem is None
        assert library.events(recorder.session_id)[:-1] == [started, *beats(10)]
        assert library.session().beats == 10


def test_the_newest_script_is_the_revision_this_version_writes():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD
