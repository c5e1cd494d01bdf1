"""What changes when a file is brought in."""
