"""Work that is done after the answer has been given: kept, retried, and done once."""
