"""How the house is set up, run, tested and checked; ``./run`` is the door."""
