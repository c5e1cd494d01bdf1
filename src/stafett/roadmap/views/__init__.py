"""Pages about roadmaps, by topic."""
