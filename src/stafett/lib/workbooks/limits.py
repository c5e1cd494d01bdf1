"""How much of a file we take in. Beyond it, a sentence says so; nothing is left out in silence."""

MOST_BYTES = 10_000_000
"""The file as it is sent."""
MOST_PARTS = 2_000
"""Files inside it: sheets, drawings, pictures."""
MOST_UNPACKED = 60_000_000
"""All parts together, unpacked."""
MOST_RATIO = 200
"""How many times larger a part may become, once it is larger than ``RATIO_COUNTS_FROM``."""
RATIO_COUNTS_FROM = 1_000_000
MOST_MARKS = 2_000_000
"""Tags and attributes in one part: they take some hundred bytes of memory each."""
MOST_ROWS = 100_000
MOST_CELLS = 150_000
"""Cells in all sheets, empty ones with a colour included."""
MOST_TEXT = 20_000_000
"""Signs in all cells together."""
MOST_MERGED = 20_000
LONGEST_TEXT = 32_767
"""Signs that Excel takes in one cell."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
