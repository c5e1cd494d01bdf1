"""Whatever is added up: parts make the whole, and what is unknown is in no measured figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.valuing import Account
from stafett.reports.queries.adding import Part, added

PRICES = Prices(2026)
amounts = st.integers(-50, 50).map(float)


@st.composite
def parts(draw):
    """Return a promise of hours: not measured, measured, or overdue."""
    low, likely, high = sorted(draw(st.tuples(amounts, amounts, amounts)))
    state = draw(st.sampled_from(["open", "measured", "overdue"]))
    return Part(
        commitment_id=draw(st.integers(1, 10**6)), account=Account.HOURS,
        municipality_id=draw(st.integers(1, 5)), initiative_id=draw(st.integers(1, 3)),
        price_year=None, forecast=(low, likely, high),
        measured=draw(amounts) if state == "measured" else None,
        is_at_target=state == "measured" and draw(st.booleans()),
        is_measured=state == "measured", is_overdue=state == "overdue",
    )  # fmt: skip


def hours(some):
    return added(Account.HOURS, some, PRICES)


@given(st.lists(parts(), min_size=1))
def test_the_whole_is_its_parts_however_it_is_split(some):
    whole = hours(some)
    for name in ("municipality_id", "initiative_id"):
        split = [
            hours([part for part in some if getattr(part, name) == key])
            for key in {getattr(part, name) for part in some}
        ]
        for count in ("promises", "read", "at_target", "unknown"):
            assert getattr(whole, count) == sum(getattr(each, count) for each in split)
        assert whole.forecast.likely == pytest.approx(sum(each.forecast.likely for each in split))
        read = [each.measured for each in split if each.measured is not None]
        assert (whole.measured or 0) == pytest.approx(sum(read))


@given(st.lists(parts(), min_size=1))
def test_forecast_and_measured_never_meet_and_unknown_is_not_nothing(some):
    whole = hours(some)

    assert whole.read + whole.unknown <= whole.promises
    assert whole.read_places <= whole.places
    assert (whole.measured is None) == (whole.read == 0)
    untold = [part for part in some if not part.is_measured]
    assert not untold or hours(untold).measured is None


@given(st.lists(parts(), min_size=1))
def test_quality_is_counted_and_has_no_sum(some):
    quality = added(Account.QUALITY, some, PRICES)

    assert (quality.forecast, quality.measured) == (None, None)
    assert quality.at_target <= quality.read <= quality.promises
