"""Spectrum of the last 64 s of intervals, with the share in the peak and the pacer's frequency."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.signal.results import Absent, Spectrum
from coherence_desktop.ui.plots.curves import polygon
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.words.values import grouped

HIGHEST_HZ = 0.4
PEAK_REACH_HZ = 0.015
"""On each side of the peak, the part that coherence counts as the peak."""
_BANDS = (("LF", 0.04, 0.15, 0.75), ("HF", 0.15, 0.4, 0.35))
_EDGE_PX = 13
_ZONE_TOP_PX = 28
_BOTTOM_PX = 27
_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


class SpectrumPlot(QWidget):
    """Power spectral density of the tachogram.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spectrum: Spectrum | None = None
        self._peak_hz: float | None = None
        self._why_absent = ""
        self._rate_per_min: float | None = None
        self._full_scale = 0.0
        self._ground = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 120)
        self.setAccessibleName("Spectrum of the last 64 s of intervals")
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(512, 233)

    def show_spectrum(
        self, spectrum: Spectrum | Absent, peak_hz: float | None, why_absent: str = ""
    ) -> None:
        """Draw a spectrum, or say why there is none."""
        if isinstance(spectrum, Absent):
            if self._spectrum is None and why_absent == self._why_absent:
                return
            self._spectrum, self._peak_hz, self._why_absent = None, None, why_absent
        else:
            self._spectrum, self._peak_hz, self._why_absent = spectrum, peak_hz, ""
            self._full_scale = _full_scale(float(spectrum.psd_ms2_hz.max()), self._full_scale)
        self.setAccessibleDescription(
            why_absent if self._peak_hz is None else f"Peak at {self._peak_hz:.3f} Hz"
        )
        self.update()

    def show_pace(self, rate_per_min: float | None) -> None:
        """Flag the pacer's frequency."""
        if rate_per_min != self._rate_per_min:
            self._rate_per_min = rate_per_min
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the ground anew."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw curve, share and flag over the cached ground."""
        same_screen = self._ground.devicePixelRatio() == self.devicePixelRatioF()
        if self._ground.isNull() or not same_screen:
            self._paint_ground()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        crisp(painter)
        if self._spectrum is None:
            self._paint_absent(painter)
        else:
            self._paint_curve(painter, self._spectrum)
        words_end = self._paint_pace(painter)
        if self._spectrum is not None:
            self._paint_scale(painter, words_end)
            if self._peak_hz is not None:
                self._paint_peak(painter, self._spectrum, self._peak_hz)

    def _forget(self) -> None:
        self._ground = QPixmap()
        self.update()

    def _zone(self) -> QRectF:
        return QRectF(
            _EDGE_PX,
            _ZONE_TOP_PX,
            self.width() - 2 * _EDGE_PX,
            self.height() - _ZONE_TOP_PX - _BOTTOM_PX,
        )

    def _x(self, f_hz: float) -> float:
        zone = self._zone()
        return zone.left() + f_hz / HIGHEST_HZ * zone.width()

    def _y(self, psd: float) -> float:
        zone = self._zone()
        return zone.bottom() - psd / self._full_scale * zone.height()

    def _paint_ground(self) -> None:
        dpr = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * dpr)
        self._ground.setDevicePixelRatio(dpr)
        self._ground.fill(self._theme.color("surface"))
        painter = QPainter(self._ground)
        crisp(painter)
        zone, font = self._zone(), self._theme.font(12)
        for name, low, high, share in _BANDS:
            left, right = round(self._x(low)), round(self._x(high))
            band = QRectF(left, zone.top(), right - left, zone.height())
            painter.fillRect(band, self._theme.color("sunken", share))
            x = right - 8 - text_width(font, name)
            line_text(painter, font, self._theme.color("ink2"), x, zone.top() + 14, name)
        y = zone.bottom() + 0.5
        painter.setPen(QPen(self._theme.color("edge"), 1))
        painter.drawLine(QLineF(zone.left(), y, zone.right(), y))
        for tick in range(5):
            text = f"{tick / 10:.1f}" + (" Hz" if tick == 4 else "")
            wide = text_width(font, text)
            x = self._x(tick / 10) - wide / 2
            x = min(max(x, zone.left()), zone.right() - wide)
            line_text(painter, font, self._theme.color("ink3"), x, self.height() - 12, text)
        painter.end()

    def _paint_curve(self, painter: QPainter, spectrum: Spectrum) -> None:
        zone, theme = self._zone(), self._theme
        shown = spectrum.f_hz <= HIGHEST_HZ + 1e-9
        f_hz, psd = spectrum.f_hz[shown], spectrum.psd_ms2_hz[shown]
        x = zone.left() + f_hz / HIGHEST_HZ * zone.width()
        y = zone.bottom() - psd / self._full_scale * zone.height()
        curve = polygon(x, y)
        # The line covers the fills' upper edge, so that they need no smoothing, which is slow.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("heart", 0.16))
        painter.drawPolygon(_filled(curve, zone.bottom()))
        if self._peak_hz is not None:
            low, high = self._peak_hz - PEAK_REACH_HZ, self._peak_hz + PEAK_REACH_HZ
            at = np.concatenate([[low], f_hz[(f_hz > low) & (f_hz < high)], [high]])
            tops = zone.bottom() - np.interp(at, f_hz, psd) / self._full_scale * zone.height()
            painter.setBrush(theme.color("accent", 0.45))
            share = polygon(zone.left() + at / HIGHEST_HZ * zone.width(), tops)
            painter.drawPolygon(_filled(share, zone.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("heart"), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(curve)

    def _paint_pace(self, painter: QPainter) -> float:
        """Flag the pacer's frequency; gives where its words end."""
        if self._rate_per_min is None:
            return 0.0
        zone, theme = self._zone(), self._theme
        f_hz = self._rate_per_min / 60.0
        x = self._x(f_hz)
        pen = QPen(theme.color("breath"), 2)
        pen.setDashPattern([2.5, 1.75])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(x, 14, x, zone.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("breath"))
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 8), QPointF(x + 6, 8), QPointF(x, 18)]))
        font = theme.font(12, 500)
        text = f"pacer {self._rate_per_min:.1f} a minute = {f_hz:.3f} Hz"
        wide = text_width(font, text)
        at = x + 14 if x + 14 + wide <= zone.right() else x - 14 - wide
        line_text(painter, font, theme.color("ink"), at, 14, text)
        return at + wide

    def _paint_scale(self, painter: QPainter, words_end: float) -> None:
        """What the full height stands for, where the pacer's words leave room."""
        font = self._theme.font(12)
        text = f"{grouped(self._full_scale)} ms²/Hz"
        x = self._zone().right() - text_width(font, text)
        if x > words_end + 16:
            line_text(painter, font, self._theme.color("ink3"), x, 14, text)

    def _paint_peak(self, painter: QPainter, spectrum: Spectrum, peak_hz: float) -> None:
        zone = self._zone()
        font = self._theme.font(12, 500)
        text = f"peak {peak_hz:.3f} Hz"
        wide = text_width(font, text)
        height = float(np.interp(peak_hz, spectrum.f_hz, spectrum.psd_ms2_hz))
        x = self._x(peak_hz + PEAK_REACH_HZ) + 6
        if x + wide > zone.right():
            x = self._x(peak_hz - PEAK_REACH_HZ) - 6 - wide
        y = min(max(self._y(height) + 34, zone.top() + 34), zone.bottom() - 24)
        line_text(painter, font, self._theme.color("ink"), x, y, text)

    def _paint_absent(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(14, 500))
        painter.setPen(self._theme.color("ink2"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        clear_of_pacer = self._zone().adjusted(0, 0, -24, 0)
        clear_of_pacer.setLeft(self._x(0.15) + 24)
        painter.drawText(clear_of_pacer, int(flags), self._why_absent)


def _filled(curve: QPolygonF, bottom: float) -> QPolygonF:
    area = QPolygonF(curve)
    area.append(QPointF(curve.last().x(), bottom))
    area.append(QPointF(curve.first().x(), bottom))
    return area


def _full_scale(most: float, before: float) -> float:
    """Round value a little above the highest peak; kept while the peak fills a good part of it."""
    if before > 0.0 and 0.7 * before <= most <= 0.96 * before:
        return before
    wanted = max(most, 1e-9) / 0.9
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in _STEPS if step * power >= wanted - 1e-12)
