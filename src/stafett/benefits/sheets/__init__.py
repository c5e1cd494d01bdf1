"""Promises, their readings and what an initiative comes to, to take along."""
