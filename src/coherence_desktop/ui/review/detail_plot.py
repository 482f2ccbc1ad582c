"""The shown stretch in detail: heart rate, phases, markers, ceiling, distress in its own lane."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.review.beat_marks import paint_kinds
from coherence_desktop.ui.review.beat_words import beat_words
from coherence_desktop.ui.review.detail_layers import (
    FLAG_LANE_PX,
    LANE_PX,
    paint_ceilings,
    paint_cursor,
    paint_flags,
    paint_grid,
    paint_lane,
    paint_nothing,
)
from coherence_desktop.ui.review.plot_parts import (
    Across,
    Up,
    bpm_bounds,
    paint_bands,
    paint_gaps,
    paint_times,
    paint_trace,
)
from coherence_desktop.ui.review.rating_lane import (
    held_ratings,
    paint_rating_scale,
    paint_ratings,
)
from coherence_desktop.ui.review.shown_keys import move_by_key
from coherence_desktop.ui.review.stretch import ZOOM_STEP, Shown
from coherence_desktop.ui.review.views import Band, Rated, Review
from coherence_desktop.ui.review.words import signed_clock
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.words.values import clock

_LEFT_PX = 45.0
_RIGHT_PX = 69.0
_GAP_PX = 8.0
_TIMES_PX = 26.0
_DRAG_PX = 4.0


class DetailPlot(QWidget):
    """Plots what the brush holds; the wheel changes how much, dragging moves it.

    A click, or Left and Right while it has the keyboard, places the cursor on a beat.

    Parameters
    ----------
    theme : Theme
    shown : Shown
    tells : bool
        The words about the cursor's beat stand in the plot; otherwise someone else shows them.
    """

    cursor_moved = Signal()

    def __init__(
        self, theme: Theme, shown: Shown, *, tells: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tells = tells
        self._theme = theme
        self._shown = shown
        self._review: Review | None = None
        self._bounds = (50.0, 110.0)
        self._held: list[tuple[Rated, float]] = []
        self._cursor: int | None = None
        self._pressed: tuple[float, float] | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(360, 180)
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self.update)
        shown.changed.connect(self._moved)
        self._say()

    @property
    def cursor_s(self) -> float | None:
        """The moment of the cursor, if it was placed."""
        if self._review is None or self._cursor is None:
            return None
        return float(self._review.heart.raw_t_s[self._cursor])

    @property
    def cursor_beat(self) -> int | None:
        """Place of the raw beat that the cursor is on, while it can be seen."""
        t = self.cursor_s
        seen = t is not None and self._shown.start_s <= t <= self._shown.end_s
        return self._cursor if seen else None

    @property
    def cursor_words(self) -> str:
        """What is said of the beat that the cursor is on."""
        if self._review is None or self._cursor is None:
            return ""
        return beat_words(self._review.heart, self._cursor, self.zero_s)

    @property
    def zero_s(self) -> float:
        """Moment that the times below count from: the start of the trial that is shown."""
        trial = self._trial_shown()
        return trial[0] if trial is not None else 0.0

    def show_review(
        self,
        review: Review,
        *,
        same: bool = False,
        bounds_bpm: tuple[float, float] | None = None,
    ) -> None:
        """Show another session, or the same one put right; its own bounds if ``None``."""
        self._review = review
        ceilings = [t.ceiling_bpm for t in review.trials if t.ceiling_bpm is not None]
        self._bounds = bounds_bpm or bpm_bounds(review.heart.bpm, max(ceilings, default=None))
        self._held = held_ratings(review)
        if not same:
            self._cursor = None
        self._moved()
        self.cursor_moved.emit()

    @property
    def least_px(self) -> int:
        """Height under which the heart rate becomes too flat beside the lanes below it."""
        review = self._review
        lanes = 44 if self._held else 0
        return 200 + lanes + (30 if review is not None and review.flags else 0)

    def place_cursor(self, t: float | None) -> None:
        """Put the cursor on the beat nearest to a moment, or take it away."""
        heart = self._review.heart if self._review is not None else None
        self._cursor = None if t is None or heart is None else heart.nearest(t)
        self._say()
        self.update()
        self.cursor_moved.emit()

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(856, 263)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything within the stretch."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        review = self._review
        if review is None:
            return
        across = self._across()
        heart, lane = self._areas()
        top, bottom = heart.top_px - 4.0, self.height() - _TIMES_PX
        bands = [band for band in review.bands if self._touches(band)]
        painter.save()
        painter.setClipRect(QRectF(across.left_px, 0, across.width_px, self.height()))
        paint_bands(painter, theme, bands, across, top, bottom - top)
        painter.restore()
        paint_grid(painter, theme, across, heart)
        if lane is not None:
            paint_rating_scale(painter, theme, across, lane)
        painter.save()
        painter.setClipRect(QRectF(across.left_px, top, across.width_px, bottom - top))
        gaps = review.heart.gaps_between(across.start_s, across.end_s)
        paint_gaps(painter, theme, gaps, across, heart)
        paint_flags(painter, theme, review.flags, across, heart, bottom)
        paint_ceilings(painter, theme, review.trials, across, heart)
        line = QRectF(across.left_px, heart.top_px - 3, across.width_px, heart.height_px + 6)
        painter.setClipRect(line)
        trace = review.heart.between(across.start_s, across.end_s)
        paint_trace(painter, theme, trace, across, heart)
        paint_kinds(painter, theme, review.heart, across, heart)
        painter.restore()
        if lane is not None:
            self._paint_ratings(painter, across, lane)
        paint_lane(painter, theme, bands, across)
        if not review.heart.t_s.size:
            paint_nothing(painter, theme, across, heart)
        paint_times(painter, theme, across, self.height() - 12.0, signed_clock, self.zero_s)
        t = self.cursor_s
        if t is not None and across.start_s <= t <= across.end_s:
            words = self.cursor_words if self._tells else ""
            paint_cursor(painter, theme, across.x(t), words, across, heart, bottom)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the stretch."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (event.position().x(), self._shown.start_s)
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the stretch with the pointer."""
        if self._pressed is None:
            return
        by = event.position().x() - self._pressed[0]
        if self._dragged or abs(by) > _DRAG_PX:
            self._dragged = True
            self._shown.move_to(self._pressed[1] - by / self._across().px_per_s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without a drag places the cursor."""
        if self._pressed is not None and not self._dragged:
            self.place_cursor(self._across().t(event.position().x()))
        self._pressed = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Shorter and longer around the pointer; sideways moves."""
        turn = event.angleDelta()
        if turn.y() and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            around_s = self._across().t(event.position().x())
            self._shown.zoom(ZOOM_STEP ** (-turn.y() / 120.0), around_s)
        else:
            by = turn.x() or turn.y()
            self._shown.pan(-by / 120.0 * 0.1 * self._shown.length_s)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the cursor beat by beat; other keys as in the overview."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if step is not None and plain and self._review is not None:
            self._step(step)
        elif not move_by_key(self._shown, event):
            super().keyPressEvent(event)

    def _step(self, beats: int) -> None:
        review = self._review
        if review is None or not review.heart.raw_t_s.size:
            return
        cursor_s = self.cursor_s
        if cursor_s is None or not self._shown.start_s <= cursor_s <= self._shown.end_s:
            self.place_cursor(self._shown.start_s + self._shown.length_s / 2.0)
            return
        last = len(review.heart.raw_t_s) - 1
        self._cursor = min(max((self._cursor or 0) + beats, 0), last)
        self._shown.reveal(float(review.heart.raw_t_s[self._cursor]))
        self._say()
        self.update()
        self.cursor_moved.emit()

    def _across(self) -> Across:
        width = max(1.0, self.width() - _LEFT_PX - _RIGHT_PX)
        return Across(self._shown.start_s, self._shown.end_s, _LEFT_PX, width)

    def _areas(self) -> tuple[Up, Up | None]:
        """Scale of heart rate, and that of distress where it was rated."""
        top = LANE_PX + _GAP_PX + 4.0
        room = self.height() - top - _TIMES_PX
        if self._review is not None and self._review.flags:
            room -= FLAG_LANE_PX
        if not self._held:
            return Up(*self._bounds, top, room), None
        rated = max(44.0, round(room * 0.29))
        heart = Up(*self._bounds, top, room - rated - 14.0)
        return heart, Up(0.0, 100.0, self.height() - _TIMES_PX - rated, rated - 2.0)

    def _touches(self, band: Band) -> bool:
        return band.start_s < self._shown.end_s and band.end_s > self._shown.start_s

    def _trial_shown(self) -> tuple[float, float] | None:
        if self._review is None:
            return None
        trial = self._review.trial_at(self._shown.start_s + 1e-6)
        if trial is None or self._shown.end_s > trial.end_s + 1e-6:
            return None
        return trial.start_s, trial.end_s

    def _paint_ratings(self, painter: QPainter, across: Across, lane: Up) -> None:
        inside = [
            (rated, until)
            for rated, until in self._held
            if until >= across.start_s and rated.t <= across.end_s
        ]
        painter.save()
        wide, high = across.width_px + 14, lane.height_px + 30
        painter.setClipRect(QRectF(across.left_px - 7, lane.top_px - 12, wide, high))
        paint_ratings(painter, self._theme, inside, across, lane)
        painter.restore()

    def _moved(self) -> None:
        self._say()
        self.update()

    def _say(self) -> None:
        start, end = clock(self._shown.start_s), clock(self._shown.end_s)
        self.setAccessibleName(f"Heart rate in bpm from {start} to {end}")
        self.setAccessibleDescription(self.cursor_words)
