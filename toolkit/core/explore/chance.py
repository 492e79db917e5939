"""Chance that several explorables share: whole parts, exact and quick binomial tails, a seeded generator.

The generator is written here because the core has no hidden state: the same seed gives the same picture in every
version of Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from math import comb, floor, fsum

_MASK = 2**64 - 1

NEARLY_ALL = 1 - 2.0**-53
"""The largest number below 1: what is never quite certain shall not read 100%."""


def whole_parts(parts: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Whole numbers in the proportion of `parts` that add up to `total` (largest remainder, Hamilton's method).

    Each is less than 1 away from its exact share; equal remainders go to the first. `parts` must not add up to 0.
    """
    exact = [part * total / sum(parts) for part in parts]
    down = [floor(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda at: down[at] - exact[at])
    for at in order[: total - sum(down)]:
        down[at] += 1
    return tuple(down)


def at_most(successes: int, trials: int, chance: float) -> float:
    """P(X ≤ successes) for a binomial X, exact but for rounding; `trials` up to 500."""
    rest = 1 - chance
    return fsum(comb(trials, k) * chance**k * rest ** (trials - k) for k in range(successes + 1))


def critical(trials: int, promised: Fraction, alpha: Fraction) -> int:
    """The largest c with P(X ≤ c) ≤ alpha for a binomial X with the promised chance, in exact numbers; −1 for none."""
    hit, rest = promised.numerator, promised.denominator - promised.numerator
    limit = alpha * promised.denominator**trials
    # Whole numbers over one denominator: fractions would be reduced at every step, which takes half a second.
    tails = accumulate(comb(trials, c) * hit**c * rest ** (trials - c) for c in range(trials + 1))
    return next((c - 1 for c, tail in enumerate(tails) if tail > limit), trials)


def bits(seed: int) -> Iterator[int]:
    """Pseudo-random numbers of 64 bits: SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195)."""
    state = seed & _MASK
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield mixed ^ (mixed >> 31)


def unit(number: int) -> float:
    """64 bits as a number from 0 up to, but not including, 1."""
    return float(number >> 11) * 2.0**-53
