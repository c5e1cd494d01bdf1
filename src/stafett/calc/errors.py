"""What a calculation says when it cannot be done."""


class CalcError(ValueError):
    """The numbers given do not add up to a calculation; the message says what to do."""
