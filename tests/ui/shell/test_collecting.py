"""What the window no longer needs is taken down by the window's thread, whoever else is busy."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.collecting import settle, unsettle
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker


class Page(QObject):
    """Holds a running timer, and itself."""

    def __init__(self, ends: list[int]) -> None:
        super().__init__()
        self.timer = QTimer(self, interval=1)
        self.timer.start()
        self.itself = self
        weakref.finalize(self, lambda: ends.append(threading.get_ident()))


def make_garbage(count: int = 50_000) -> None:
    kept = []
    for _ in range(count):
        own: list[object] = []
        own.append(own)
        kept.append(own)


def busy_elsewhere() -> None:
    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()


@pytest.fixture
def ends() -> list[int]:
    """Threads that took a page down."""
    return []


def test_pages_that_are_garbage_are_taken_down_in_the_windows_thread(ends, qtbot):
    for _ in range(3):
        Page(ends)
    busy_elsewhere()
    assert ends == []
    make_garbage()
    qtbot.waitUntil(lambda: len(ends) == 3, timeout=20_000)
    assert set(ends) == {threading.get_ident()}


def test_python_by_itself_would_take_them_down_wherever_it_is_busy(ends, collecting):
    collecting.end()
    Page(ends).timer.stop()
    busy_elsewhere()
    assert ends
    assert ends != [threading.get_ident()]


def test_a_full_collection_in_a_session_looks_at_nothing_that_was_there_before():
    unsettle()
    settle()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    unsettle()
    assert gc.get_freeze_count() == 0


def test_a_page_is_taken_down_soon_after_another_took_its_place(ends, qtbot):
    window = MainWindow(Theme())
    qtbot.addWidget(window)
    window.show_page(QWidget())
    Page(ends)
    window.show_page(QWidget())
    qtbot.waitUntil(lambda: len(ends) == 1, timeout=5_000)


def test_a_page_that_waits_for_work_is_let_go_of_in_the_windows_thread(ends, qtbot):
    go_on, worker = threading.Event(), Worker()
    heard: list[object] = []

    def begin() -> None:
        page = Page(ends)
        page.itself = None

        def fail() -> None:
            go_on.wait(20)
            raise Problem("It cannot be done.", page)

        worker.run(fail, lambda _: page, lambda problem: heard.append((problem, page)))

    begin()
    assert ends == []
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    heard.clear()
    gc.collect()
    qtbot.waitUntil(lambda: bool(ends), timeout=20_000)
    assert ends == [threading.get_ident()]
