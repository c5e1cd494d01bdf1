"""What people bring with them from other programs."""
