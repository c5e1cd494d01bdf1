"""What changes about roadmaps, by topic."""

from stafett.roadmap.actions.plan import (
    choose,
    draw,
    leave_out,
    move,
    nominate,
    redraw,
    say_capacity,
    set_window,
    undo,
)

__all__ = [
    "choose",
    "draw",
    "leave_out",
    "move",
    "nominate",
    "redraw",
    "say_capacity",
    "set_window",
    "undo",
]
