"""A back-up takes the place of a library, which is kept."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from coherence_desktop.records.cipher import connect
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import verify
from coherence_desktop.records.keeping.problems import KeepingCancelled, SameFile
from coherence_desktop.records.keeping.rekey import change_key
from coherence_desktop.records.keeping.restore import restore
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    LibraryDamaged,
    LibraryInUse,
    LibraryMissing,
    LibraryTooNew,
    NotALibrary,
    WrongKey,
)

MOMENT = datetime(2026, 5, 1, 19, 14, tzinfo=UTC)


def test_the_backup_comes_to_the_place_and_the_present_one_is_kept(
    full, copy, key, path, record, logs_of
):
    log = full.events(full.session().id)
    record(full, 10)
    full.close()
    done = restore(copy, key, path, now=MOMENT)
    assert done.set_aside == path.with_name("library before 2026-05-01 1914.db")
    assert logs_of(path, key) == [log]
    assert len(logs_of(done.set_aside, key)) == 2
    verify(copy, key)
    with Library.open(path, key) as library:
        assert audit_entries(library)[0].what == "restored"


def test_twice_in_a_minute_two_are_kept(full, copy, key, path):
    full.close()
    first, second = (restore(copy, key, path, now=MOMENT).set_aside for _ in range(2))
    assert second == path.with_name("library before 2026-05-01 1914 (2).db")
    assert first.exists()
    assert second.exists()


def test_it_comes_to_an_empty_place(copy, key, tmp_path, logs_of):
    done = restore(copy, key, tmp_path / "new" / "library.db")
    assert done.set_aside is None
    assert len(logs_of(done.library.path, key)) == 1


def test_a_damaged_library_is_replaced_and_kept_as_it_is(full, copy, key, path, logs_of):
    full.close()
    path.write_bytes(bytes(10_000))
    done = restore(copy, key, path)
    assert done.set_aside.read_bytes() == bytes(10_000)
    assert len(logs_of(path, key)) == 1


def test_what_a_library_with_another_key_did_not_yet_write_back_is_kept(
    full, copy, key, path, logs_of
):
    full.close()
    change_key(path, key, Passphrase("new words"))
    script = f"""
import os
from pathlib import Path
from coherence_desktop.records.keeping.audit import Deed, audit
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
library = Library.open(Path({str(path)!r}), Passphrase("new words"))
audit(library, Deed.EXPORTED, "only in the log")
os._exit(0)
"""
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    done = restore(copy, key, path)
    assert len(logs_of(path, key)) == 1
    with Library.open(done.set_aside, Passphrase("new words")) as old:
        assert audit_entries(old)[0].about == "only in the log"


def test_an_open_library_is_not_restored_over(full, copy, key, path, files_in):
    full.sessions()
    with pytest.raises(LibraryInUse):
        restore(copy, key, path)
    assert full.sessions()
    assert files_in(path.parent) >= {"library.db"}
    assert not [name for name in files_in(path.parent) if ".new" in name]


def test_what_is_not_fit_is_refused_in_one_sentence_and_nothing_changes(
    full, copy, key, path, tmp_path, files_in
):
    full.close()
    foreign, torn, newer = (tmp_path / name for name in ("notes.db", "torn.db", "newer.db"))
    foreign.write_bytes(b"notes" * 4096)
    torn.write_bytes(copy.read_bytes()[:-5000])
    newer.write_bytes(copy.read_bytes())
    with closing(connect(newer, key.raw(b""))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    for unfit, refused in (
        (foreign, NotALibrary),
        (torn, LibraryDamaged),
        (newer, LibraryTooNew),
        (tmp_path / "absent.db", LibraryMissing),
        (path, SameFile),
    ):
        with pytest.raises(refused) as caught:
            restore(unfit, key, path)
        assert "\n" not in caught.value.message
    with pytest.raises(WrongKey):
        restore(copy, Passphrase("not this one"), path)
    assert path.read_bytes() == before
    assert not [name for name in files_in(path.parent) if "before" in name or ".new" in name]


def test_a_changed_byte_is_told_of_the_backup_and_not_of_the_library(full, copy, key, path):
    full.close()
    changed = bytearray(copy.read_bytes())
    changed[len(changed) // 2] ^= 1
    copy.write_bytes(changed)
    before = path.read_bytes()
    with pytest.raises(LibraryDamaged, match=copy.name):
        restore(copy, key, path)
    assert path.read_bytes() == before


def test_half_a_change_in_what_is_replaced_stays_beside_it(full, copy, key, path, logs_of):
    full.close()
    change_key(path, key, Passphrase("new words"))
    journal = path.with_name("library.db-journal")
    journal.write_bytes(b"what was under way")
    kept = restore(copy, key, path).set_aside
    assert kept.with_name(f"{kept.name}-journal").read_bytes() == b"what was under way"
    assert not journal.exists()
    assert len(logs_of(path, key)) == 1


def test_an_older_backup_is_converted_when_it_is_opened(key, path, tmp_path, started):
    from coherence_desktop.records import schema
    from coherence_desktop.records.storage import Connections

    old = tmp_path / "old.db"
    old.touch()
    schema.upgrade(Connections(old, key.raw(b"")).open, schema.MIGRATIONS, to="0001")
    restore(old, key, path)
    with Library.open(path, key) as library:
        library.start_session(started)
        assert audit_entries(library) == []


def test_cancelling_leaves_the_library_as_it_was(full, copy, key, path, logs_of, files_in):
    full.close()
    with pytest.raises(KeepingCancelled):
        restore(copy, key, path, cancelled=lambda: True)
    assert len(logs_of(path, key)) == 1
    assert not [name for name in files_in(path.parent) if "before" in name or ".new" in name]
