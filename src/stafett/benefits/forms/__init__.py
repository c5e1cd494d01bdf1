"""forms of the room, by topic."""
