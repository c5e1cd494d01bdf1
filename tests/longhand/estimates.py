"""Estimates by hand, one number at a time."""

import math
from fractions import Fraction


def pert(low, likely, high):
    return (low + likely + likely + likely + likely + high) / 6, (high - low) / 6


def triangular(low, likely, high):
    squares = low**2 + likely**2 + high**2
    products = low * likely + likely * high + low * high
    return (low + likely + high) / 3, math.sqrt(max(0, squares - products) / 18)


def chain(steps):
    mean, variance = 0.0, 0.0
    for step in steps:
        step_mean, step_sd = pert(*step)
        mean += step_mean
        variance += step_sd**2
    return mean, math.sqrt(variance)


def within(steps, limit):
    mean, sd = chain(steps)
    if sd == 0:
        return float(mean <= limit)
    return (1 + math.erf((limit - mean) / sd / math.sqrt(2))) / 2


def left_of_bias(upper, mitigations):
    for contribution, _ in mitigations:
        assert contribution <= 1
    return upper - sum(upper * contribution * done for contribution, done in mitigations)


def lifted(costs, biases):
    """Return each cost with its own share of it, once more, on top."""
    found = []
    for cost, bias in zip(costs, biases, strict=True):
        found.append(float(Fraction(cost) + Fraction(cost) * Fraction(bias)))
    return found


def average(weights, values):
    total = 0.0
    for weight, value in zip(weights, values, strict=True):
        total += weight * value
    return total
