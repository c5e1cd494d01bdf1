"""Pages of roll-ups, and the documents that are taken along."""
