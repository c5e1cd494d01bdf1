"""The demo: an invented region with its municipalities, people and needs."""
