"""actions of the room, by topic."""
