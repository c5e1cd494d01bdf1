"""What is asked about files that people bring."""
