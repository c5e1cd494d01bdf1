"""What somebody fills in about roadmaps, by topic."""
