"""What is wrong with a back-up is found, wherever it is."""

from contextlib import closing

import pytest

from coherence_desktop.records.cipher import connect
from coherence_desktop.records.keeping.backup import back_up, verify
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.problems import LibraryDamaged, WrongKey


def test_a_changed_byte_anywhere_is_found(copy, key):
    whole = copy.read_bytes()
    for place in range(5000, len(whole), len(whole) // 12):
        with copy.open("rb+") as file:
            file.seek(place)
            file.write(bytes([whole[place] ^ 1]))
        with pytest.raises(LibraryDamaged):
            verify(copy, key)
        copy.write_bytes(whole)
    verify(copy, key)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET body = x'00'",
        "DELETE FROM events",
        "UPDATE sessions SET events = events + 1",
        "UPDATE chart_entries SET crc32 = 1",
        "UPDATE writings SET body = x''",
    ],
)
def test_what_does_not_fit_together_is_found(copy, key, change):
    with closing(connect(copy, key.raw(b""))) as connection:
        connection.execute(change)
    with pytest.raises(LibraryDamaged):
        verify(copy, key)


def test_it_changes_no_byte_and_needs_no_right_to_write(full, key, open_folder, read_only_for_me):
    copy = back_up(full, open_folder / "copy.db").path
    copy.chmod(0o444)
    before = copy.read_bytes()
    read_only_for_me(open_folder)
    verify(copy, key)
    assert copy.read_bytes() == before


def test_another_key_is_told(copy):
    with pytest.raises(WrongKey):
        verify(copy, RandomKey())
