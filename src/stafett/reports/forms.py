"""What somebody sends about roll-ups."""

from stafett.lib.inputs import Form


class PublishForm(Form):
    """A new edition takes a press of a button, and nothing else."""


class DrawForm(Form):
    """A new drawing takes a press of a button, and nothing else."""
