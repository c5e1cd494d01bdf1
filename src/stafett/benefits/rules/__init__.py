"""rules of the room, by topic."""
