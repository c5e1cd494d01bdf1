"""What documents say: each is put together here as plain data, and printed in ``lib``."""
