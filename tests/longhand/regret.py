"""Choosing without knowing the future, by hand: one option and one future at a time."""


def largest_regrets(table):
    """Return the most each option can fall short of the best there was."""
    found = []
    for row in table:
        regrets = []
        for future, worth in enumerate(row):
            regrets.append(max(other[future] for other in table) - worth)
        found.append(max(regrets))
    return found


def worst(table):
    return [min(row) for row in table]


def option_class(effects, threshold):
    good = sum(effect >= threshold for effect in effects)
    if good == len(effects):
        return "no_regrets"
    if good == 0:
        return "abandon"
    return "opt_out" if good > len(effects) - good else "opt_in"
