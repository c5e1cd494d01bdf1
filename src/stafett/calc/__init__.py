"""Arithmetic: numbers go in, numbers come out; no web, no clock, no database.

Each part is a module of its own and is imported when it is needed:
``from stafett.calc.similarity import Corpus``.
"""
