"""Stafett carries work in municipalities from a need to a measured benefit."""
