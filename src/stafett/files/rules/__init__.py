"""What holds for files that people bring."""
