"""queries of the room, by topic."""
