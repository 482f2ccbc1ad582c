"""A person's own words are kept whole, can be read again, and are deleted for good."""

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.events import WritingKept
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.cipher import PAGE_SIZE, connect
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    ClientGone,
    LibraryDamaged,
    LibraryGone,
    WritingGone,
)
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.writings import Writing, WritingKind, Writings, new_writing

AT = "2026-05-01T08:00:00+00:00"
LETTER, JOURNAL, SENTENCE = WritingKind.LETTER, WritingKind.JOURNAL, WritingKind.SENTENCE


@pytest.fixture
def client(library) -> str:
    return Charts(library).add([Identified(AT, name="")])


@pytest.fixture
def writings(library, client) -> Writings:
    return Writings(library, client)


@pytest.fixture
def plain_pages(path, key):
    """Decrypt every page of the file, those that are not in use too (SQLCipher 4's layout)."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")

    def decrypt() -> bytes:
        raw = path.read_bytes()
        plain = []
        for start in range(0, len(raw), PAGE_SIZE):
            page = raw[start : start + PAGE_SIZE]
            body = page[16 if start == 0 else 0 : PAGE_SIZE - 80]
            mode = ciphers.modes.CBC(page[PAGE_SIZE - 80 : PAGE_SIZE - 64])
            aes = ciphers.algorithms.AES(key.raw(raw[:16]))
            decryptor = ciphers.Cipher(aes, mode).decryptor()
            plain.append(decryptor.update(body) + decryptor.finalize())
        return b"".join(plain)

    return decrypt


def test_words_are_read_back_exactly_the_newest_first(writings, library, client, path, key):
    letter = new_writing(LETTER, "Liebe …\n\nünïcode 心", practice_id="p", question="letter")
    line = new_writing(JOURNAL, "slept well")
    writings.keep(letter)
    writings.keep(line)
    assert writings.all() == [line, letter]
    library.close()
    with Library.open(path, key) as again:
        assert Writings(again, client).all() == [line, letter]
        assert Writings(again, client).read(letter.id) == letter


def test_a_new_text_says_when_it_was_begun_and_has_an_id_of_its_own():
    first, second = new_writing(LETTER, "a"), new_writing(LETTER, "a")
    assert first.at_utc.endswith("+00:00")
    assert len(first.id) == 26
    assert first.id != second.id


def test_a_text_that_is_written_on_stays_one_text(writings):
    first = new_writing(SENTENCE, "May I be")
    writings.keep(first)
    whole = Writing(id=first.id, at_utc=first.at_utc, kind=SENTENCE, text="May I be kind")
    writings.keep(whole)
    assert writings.all() == [whole]


def test_nobody_sees_or_changes_the_words_of_another(writings, library):
    mine = new_writing(LETTER, "mine")
    writings.keep(mine)
    other = Writings(library, Charts(library).add([Identified(AT, name="other")]))
    assert other.all() == []
    with pytest.raises(WritingGone):
        other.read(mine.id)
    with pytest.raises(WritingGone):
        other.delete(mine.id)
    with pytest.raises(ClientGone):
        other.keep(Writing(id=mine.id, at_utc=AT, kind=LETTER, text="not mine"))
    assert writings.all() == [mine]


def test_a_text_deleted_before_is_told(writings):
    letter = new_writing(LETTER, "a")
    writings.keep(letter)
    writings.delete(letter.id)
    with pytest.raises(WritingGone, match="was deleted before") as gone:
        writings.delete(letter.id)
    assert gone.value.value == letter.id
    with pytest.raises(WritingGone):
        writings.read(letter.id)


def test_a_deleted_text_leaves_no_trace_even_for_who_has_the_key(writings, path, plain_pages):
    stays = [new_writing(JOURNAL, f"stays {n} " + "s" * 30 * n) for n in range(12)]
    goes = [new_writing(LETTER, f"a very private letter {n} " * 60 * n) for n in range(1, 6)]
    for kept, gone in zip(stays, [*goes, *goes, *goes], strict=False):
        writings.keep(kept)
        writings.keep(gone)
    assert b"very private letter" in plain_pages()
    for letter in goes:
        writings.delete(letter.id)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    plain = plain_pages()
    assert b"stays 11" in plain
    assert b"private letter" not in plain
    assert all(letter.id.encode() not in plain for letter in goes)


def test_words_that_were_written_over_leave_no_trace(writings, plain_pages):
    first = new_writing(LETTER, "what I wrote first and took back " * 300)
    writings.keep(first)
    writings.keep(new_writing(JOURNAL, "another line"))
    writings.keep(Writing(id=first.id, at_utc=first.at_utc, kind=LETTER, text="what stays"))
    plain = plain_pages()
    assert b"what stays" in plain
    assert b"took back" not in plain


def test_the_record_of_a_session_holds_the_id_of_a_text_and_none_of_its_words(
    writings, library, client, started, plain_pages
):
    letter = new_writing(LETTER, "a very private letter", question="letter")
    writings.keep(letter)
    kept = WritingKept(3.0, question="letter", writing_id=letter.id)
    recorder = Recorder(library, library.start_session(started, client=client))
    recorder.add(kept)
    recorder.close()
    assert library.events(recorder.session_id)[1] == kept
    writings.delete(letter.id)
    assert b"very private letter" not in plain_pages()


def test_with_a_client_their_words_go_too(writings, library, client, plain_pages):
    writings.keep(new_writing(LETTER, "a very private letter"))
    Charts(library).delete(client)
    assert writings.all() == []
    assert b"very private letter" not in plain_pages()
    with pytest.raises(ClientGone):
        writings.keep(new_writing(LETTER, "too late"))


def test_a_damaged_text_is_told(writings, path, key):
    writings.keep(new_writing(LETTER, "a letter"))
    connection = connect(path, key.raw(b""))
    connection.execute("UPDATE writings SET body = zeroblob(length(body))")
    connection.close()
    with pytest.raises(LibraryDamaged):
        writings.all()


def test_nothing_is_kept_in_a_library_that_was_moved_away(writings, path):
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(LibraryGone):
        writings.keep(new_writing(LETTER, "a letter"))
