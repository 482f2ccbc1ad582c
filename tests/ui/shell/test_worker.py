"""Work in the background, whose answer comes back to the window's thread."""

import threading

from PySide6.QtCore import QObject
from shiboken6 import delete

from coherence_desktop.errors import Problem
from coherence_desktop.ui.worker import Worker, window_post


def test_an_answer_comes_in_the_windows_thread(qtbot):
    heard = []
    worker = Worker()
    worker.run(
        threading.get_ident,
        lambda answer: heard.append((answer, threading.get_ident())),
        heard.append,
    )
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=5000)
    assert heard[0][0] != threading.get_ident()
    assert heard[0][1] == threading.get_ident()


def test_a_problem_and_a_fault_are_both_told_in_a_sentence(qtbot, caplog):
    def meet(error):
        raise error

    heard = []
    worker = Worker()
    worker.run(lambda: meet(Problem("The disk is full.")), heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=5000)
    worker.run(lambda: meet(ZeroDivisionError()), heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert [problem.message for problem in heard] == [
        "The disk is full.",
        "Something went wrong in the app (ZeroDivisionError). Try again.",
    ]


def test_an_answer_for_a_window_that_is_gone_reaches_nobody(qtbot):
    heard, done = [], []
    go_on = threading.Event()
    owner = QObject()
    Worker(owner).run(lambda: go_on.wait(5), heard.append, heard.append)
    delete(owner)
    go_on.set()
    still = Worker()
    still.run(lambda: 2, done.append, done.append)
    qtbot.waitUntil(lambda: 2 in done, timeout=5000)
    qtbot.wait(50)
    assert heard == []


def test_a_call_from_a_thread_is_made_in_the_windows_thread_and_in_order(qtbot):
    heard, owner, post = [], QObject(), window_post()

    def hear(number: int) -> None:
        heard.append((number, threading.get_ident()))

    def tell() -> None:
        for number in range(100):
            post(owner, hear, number)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 100, timeout=5000)
    assert heard == [(number, threading.get_ident()) for number in range(100)]


def test_a_call_for_something_that_is_gone_is_not_made(qtbot):
    heard, gone, still, post = [], QObject(), QObject(), window_post()

    def tell() -> None:
        post(gone, heard.append, 1)
        post(still, heard.append, 2)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    delete(gone)
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert heard == [2]
