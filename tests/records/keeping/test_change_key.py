"""Another key opens the library; at no moment none does."""

import pytest

from coherence_desktop.records.cipher import salt_of
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import back_up, verify
from coherence_desktop.records.keeping.rekey import change_key
from coherence_desktop.records.keeping.restore import restore
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryInUse, WrongKey


def test_the_new_passphrase_opens_it_and_the_old_one_does_not(full, key, path, logs_of, files_in):
    log = full.events(full.session().id)
    full.close()
    salt = salt_of(path)
    change_key(path, key, Passphrase("four calm herons"))
    assert logs_of(path, Passphrase("four calm herons")) == [log]
    assert salt_of(path) != salt
    with pytest.raises(WrongKey):
        Library.open(path, key)
    with Library.open(path, Passphrase("four calm herons")) as library:
        assert audit_entries(library)[0].what == "key changed"
    assert not [name for name in files_in(path.parent) if ".new" in name]


def test_a_wrong_old_passphrase_changes_nothing(full, key, path):
    full.close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        change_key(path, Passphrase("not this"), Passphrase("new"))
    assert path.read_bytes() == before


def test_not_while_it_is_open(full, key, path):
    full.sessions()
    with pytest.raises(LibraryInUse):
        change_key(path, key, Passphrase("new"))
    assert full.sessions()


def test_a_full_disk_leaves_the_old_key(key, scarce_disk, record, logs_of):
    path = scarce_disk.folder / "library.db"
    with Library.create(path, key) as library:
        for _ in range(4):
            record(library, 3000)
    scarce_disk.fill()
    with pytest.raises(scarce_disk.kind):
        change_key(path, key, Passphrase("new"))
    scarce_disk.free()
    assert len(logs_of(path, key)) == 4


def test_an_older_backup_opens_with_the_key_of_its_day(full, key, path, tmp_path, logs_of):
    copy = back_up(full, tmp_path / "copy.db")
    full.close()
    change_key(path, key, Passphrase("new"))
    verify(copy.path, key)
    restore(copy.path, key, path)
    assert len(logs_of(path, key)) == 1


def test_alone_means_that_no_other_process_opens_it(full, key, path):
    full.close()
    with alone_with(path, key.raw(b"")), pytest.raises(LibraryInUse):
        Library.open(path, key)
    Library.open(path, key).close()
