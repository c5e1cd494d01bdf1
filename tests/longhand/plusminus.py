"""The plus-minus table, written out."""

TABLE = {
    "large": {"much": "++++", "some": "+++", "a little": "++"},
    "medium": {"much": "+++", "some": "++", "a little": "+"},
    "small": {"much": "++", "some": "+", "a little": ""},
}
IMPORTANCE = {1: "small", 2: "medium", 3: "large"}
EXTENT = {1: "a little", 2: "some", 3: "much"}


def consequence(importance, extent):
    if extent == 0:
        return 0
    pluses = TABLE[IMPORTANCE[importance]][EXTENT[abs(extent)]]
    return len(pluses) if extent > 0 else -len(pluses)
