"""What the list says of each strap in reach."""

from datetime import UTC, datetime

import pytest

from coherence_desktop.sensors.bluetooth.scan import FoundStrap
from coherence_desktop.sensors.models import bundled_models
from coherence_desktop.ui.connect.strap_views import views
from coherence_desktop.ui.connect.view import FoundStrapView

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def shown():
    """Show a strap of some model that was heard so many seconds ago."""

    def show(model: str, last_seen_s: float = 1.0) -> FoundStrapView:
        strap = FoundStrap(
            "A strap", "AA", bundled_models().by_id(model), -60, 80, last_seen_s, True
        )
        (view,) = views([strap], {}, NOW)
        return view

    return show


def test_a_strap_without_intervals_is_said_to_bring_no_coherence_before_it_is_chosen(shown):
    assert shown("polar_verity_sense").detail == "Heart rate only, no coherence"
    assert shown("polar_h10").detail == "Not used here before"


def test_a_strap_that_has_left_is_said_to_be_gone_first(shown):
    view = shown("polar_verity_sense", last_seen_s=9.0)
    assert view.detail == "Last seen 9 s ago"
    assert not view.reachable
