"""The drawing says what the table says, whatever the readings are."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stafett.indicators.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, drawn

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
