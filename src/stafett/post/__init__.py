"""Outgoing mail and calendar entries: kept until sent, sent once, and noted."""
