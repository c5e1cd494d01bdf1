"""The eight legs of a round, each told from its own room."""
