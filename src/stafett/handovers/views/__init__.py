"""views of the room, by topic."""
