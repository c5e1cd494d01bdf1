"""What somebody fills in about a file."""
