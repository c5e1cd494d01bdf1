"""The drawing says what the table says, whatever the readings are."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stafett.indicators.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Backdrop, drawn

amounts = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda x: round(x, 4))


def readings_of(values):
    return [
        (date(2026, 1, 1) + timedelta(days=30 * n), value, "") for n, value in enumerate(values)
    ]


@given(st.lists(amounts, min_size=1, max_size=60))
def test_every_reading_is_drawn_inside_the_frame_and_higher_is_higher(values):
    chart = drawn(readings_of(values))

    assert len(chart.points) == len(values)
    for point in chart.points:
        assert LEFT <= point.x <= WIDTH - RIGHT
        assert TOP <= point.y <= HEIGHT - BOTTOM
    for one, other in zip(chart.points, chart.points[1:], strict=False):
        first, second = values[chart.points.index(one)], values[chart.points.index(other)]
        assert first >= second or one.y >= other.y


@given(st.lists(amounts, min_size=1, max_size=60))
def test_marks_on_the_axis_are_told_apart(values):
    labels = [tick.label for tick in drawn(readings_of(values)).up]

    assert len(set(labels)) == len(labels)


def test_round_numbers_stand_on_the_axis():
    chart = drawn(readings_of([8.5, 8.1, 9.2, 5.2]))

    assert [tick.label for tick in chart.up] == ["0,0", "2,5", "5,0", "7,5", "10,0"]


def test_nothing_to_draw_is_no_drawing():
    assert drawn([]) is None


# --- against a backdrop ---------------------------------------------------------------------


STARTS = date(2026, 4, 1)
AGAINST = Backdrop(
    baseline=12.0,
    target=(6.0, 10.0),
    starts_on=STARTS,
    unknown=[(date(2026, 6, 1), date(2026, 9, 1))],
    forecast=[(date(2027, 3, 31), 8.0, "")],
)


@given(st.lists(amounts, max_size=60))
def test_all_that_is_promised_and_missing_is_inside_the_frame_too(values):
    chart = drawn(readings_of(values), AGAINST)

    boxes = [chart.band, *chart.unknown]
    assert all(LEFT <= box.x <= box.x + box.width <= WIDTH - RIGHT + 0.2 for box in boxes)
    assert TOP <= chart.baseline <= HEIGHT - BOTTOM
    assert LEFT <= chart.starts <= WIDTH - RIGHT
    assert chart.band.x == chart.starts
    assert len(chart.points) == len(values)
    [promised] = chart.forecast
    assert promised.x == max([promised.x, *(point.x for point in chart.points)]) or len(values) > 15


def test_what_was_promised_lies_below_the_baseline_where_less_is_better():
    chart = drawn(readings_of([12.0, 11.0]), AGAINST)

    assert chart.band.y > chart.baseline
    assert chart.band.y + chart.band.height > chart.forecast[0].y > chart.band.y


def test_sixty_readings_are_smaller_dots_than_five():
    assert drawn(readings_of([1.0] * 60)).radius < drawn(readings_of([1.0] * 5)).radius


def test_a_promise_nobody_has_measured_is_drawn_without_readings():
    chart = drawn([], AGAINST)

    assert (chart.points, chart.line) == ([], "")
    assert chart.unknown
