"""KommIT's workbook beside what stands here: whose it is, what comes of it, and out again."""
