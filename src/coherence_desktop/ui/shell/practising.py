"""What begins from the pages of an open library: a practice, a trial, the next step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.strap_choice import Source
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.session.course import SessionCourse
from coherence_desktop.ui.session.plan import SessionPlan

if TYPE_CHECKING:
    from coherence_desktop.chart import Step
    from coherence_desktop.practice.catalogue import Offer
    from coherence_desktop.ui.home.home import Home
    from coherence_desktop.ui.live.held_page import HeldPage
    from coherence_desktop.ui.shell.rooms import Rooms

ASSESSMENT = "assessment"
BREATHING = "breathing"


class Practising(QObject):
    """Turns what pages ask for into sessions.

    Parameters
    ----------
    rooms : Rooms
        Of the library that is open.
    course : SessionCourse
    store : PreferenceStore
    today : callable
        The day.
    """

    lost = Signal()
    """What was asked for is not there any more, and nothing runs."""

    def __init__(
        self,
        rooms: "Rooms",
        course: SessionCourse,
        store: PreferenceStore,
        today: Callable[[], date],
    ) -> None:
        super().__init__(rooms)
        self._rooms, self._course, self._store, self._today = rooms, course, store, today
        rooms.clinic.trial_requested.connect(self.try_step)
        rooms.clinic.practise_requested.connect(self.choose)
        rooms.reviewing.trial_requested.connect(self.try_step)
        rooms.plan_made.connect(course.ask_strap)
        rooms.breathing_requested.connect(
            lambda practice_id, minutes: self._begin(BREATHING, practice_id, minutes)
        )

    def follow(self, home: "Home") -> None:
        """Do what the pages at home ask for."""
        home.practice_requested.connect(
            lambda kind, practice_id, minutes, sound_only: self._at_home(
                kind, practice_id, minutes, sound_only=sound_only
            )
        )
        home.without_strap_requested.connect(
            lambda kind, practice_id, minutes, _: self._at_home(
                kind, practice_id, minutes, Source()
            )
        )
        home.step_requested.connect(lambda step: self.try_step(self._rooms.own, step))

    def choose(self, client: str = "") -> None:
        """Show what can be practised; the running session comes first."""
        if self._course.session is not None:
            self._course.show_page()
        else:
            self._rooms.show_practise(self._practise, client)

    def try_step(self, client: str, step: "Step") -> None:
        """Begin a trial: in the running session, or in a new one."""
        from coherence_desktop.ui.session.trial_plan import exposure_plan

        session = self._course.session
        try:
            plan = exposure_plan(
                self._rooms.charts,
                client,
                self.ask_step,
                first=step,
                at_home=self._rooms.home is not None,
                today=self._today(),
            )
        except Problem as problem:
            if session is None:
                self.lost.emit()
            else:
                session.page.tell(problem.message)
                self._course.show_page()
            return
        if session is None:
            self._course.ask_strap(plan)
        elif plan.first is not None:
            self._rooms.clinic.session_goes_on()
            self._course.give(plan.first)
            self._course.show_page()

    def ask_step(self, page: "HeldPage") -> None:
        """Let the next step be chosen while a session runs on ``page``."""
        if self._course.plan is None:
            return
        if self._rooms.home is not None:
            self._rooms.home.choose_step(page)
        else:
            self._rooms.clinic.choose_step(self._course.plan.client, page)

    def _practise(self, offer: "Offer") -> None:
        """Begin what was chosen from the list."""
        if offer.kind == ASSESSMENT:
            self._rooms.show_assessment(offer.id)
        else:
            self._begin(offer.kind, offer.id, offer.duration_s / 60.0)

    def _begin(self, kind: str, practice_id: str, minutes: float) -> None:
        plan = self._planned(kind, practice_id, minutes)
        if plan is not None:
            self._course.ask_strap(plan)

    def _at_home(
        self,
        kind: str,
        practice_id: str,
        minutes: float,
        source: Source | None = None,
        *,
        sound_only: bool = False,
    ) -> None:
        """Begin what today's page offers: at once, with the strap that was used last."""
        self._rooms.client = self._rooms.own
        plan = self._planned(kind, practice_id, minutes)
        if plan is None:
            self.choose()
        elif source is None:
            self._course.begin_with_known(replace(plan, sound_only=sound_only))
        else:
            self._course.begin(plan, source)

    def _planned(self, kind: str, practice_id: str, minutes: float) -> SessionPlan | None:
        shown = self._store.now.minutes_shown
        return self._rooms.plan_of(kind, practice_id, minutes, minutes_shown=shown)
