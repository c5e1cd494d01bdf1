"""The peer for pages: Django's own admin over the same rows, as a team would start with."""
