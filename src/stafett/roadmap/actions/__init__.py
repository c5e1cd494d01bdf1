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
from stafett.roadmap.actions.proposals import adopt, ask, call_off, set_conditions

__all__ = [
    "adopt",
    "ask",
    "call_off",
    "choose",
    "draw",
    "leave_out",
    "move",
    "nominate",
    "redraw",
    "say_capacity",
    "set_conditions",
    "set_window",
    "undo",
]
