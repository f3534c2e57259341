"""Writes reference values for VectorMathTests: python3 vector_math_reference.py DIRECTORY [POINTS].

One file per function, of little-endian doubles: the arguments, the correctly rounded value, and what rounding left, in ulp of
that value. Points are random: half of them uniform over the range where the function bends, half over all magnitudes.
Needs Python 3 with mpmath.
"""

import math
import random
import struct
import sys
from pathlib import Path

from mpmath import atan, atan2, cos, erf, erfc, exp, expm1, hypot, isinf, log, log1p, mp, mpf, pi, sin, sqrt, tanh

mp.dps = 60

SUBNORMAL = -1074


def sine_minus(t):
    return t**3 / 3 - t**5 / 30 if t < 1e-9 else sin(t) - t * cos(t)


def angle(p, q):
    return 2 * atan2(sqrt(max(p, 0)), sqrt(max(q, 0))) if p > 0 or q > 0 else pi / 2


def uniform(low, high):
    return lambda rng: rng.uniform(low, high)


def magnitudes(low, high, sign=True):
    """2^low to 2^high, uniform in the exponent."""
    return lambda rng: (rng.choice([-1, 1]) if sign else 1) * 2.0 ** rng.uniform(low, high)


def near_multiples_of_quarter_turns(rng):
    return rng.randint(1, 10**6) * (math.pi / 2)


def near_one(rng):
    return 1 + magnitudes(-50, -2)(rng)


def near_pi(rng):
    return math.pi - magnitudes(-51, 0, sign=False)(rng)


def ratio(rng):
    """Two numbers whose ratio is near 1 or of any size."""
    x = magnitudes(-40, 40, sign=False)(rng)
    return x, x * (1 + magnitudes(-30, 0, sign=False)(rng)) if rng.random() < 0.5 else x * magnitudes(-60, 60)(rng)


def signed_ratio(rng):
    x, y = ratio(rng)
    return rng.choice([(x, y), (-x, y), (y, x), (y, -x)])


def swapped_ratio(rng):
    x, y = ratio(rng)
    return rng.choice([(x, y), (y, x)])


FUNCTIONS = {
    "Exp": (exp, [uniform(-2, 2), uniform(-745, 709.7), magnitudes(-60, 9)]),
    "ExpMinusOne": (expm1, [uniform(-2, 2), uniform(-45, 709.7), magnitudes(-60, 9)]),
    "Log": (log, [uniform(0.5, 2), near_one, magnitudes(-1070, 1023, sign=False)]),
    "Sin": (sin, [uniform(-7, 7), near_multiples_of_quarter_turns, magnitudes(-60, 30)]),
    "Cos": (cos, [uniform(-7, 7), near_multiples_of_quarter_turns, magnitudes(-60, 30)]),
    "Tanh": (tanh, [uniform(-2, 2), uniform(-20, 20), magnitudes(-60, 4)]),
    "Sigmoid": (lambda x: 1 / (1 + exp(-x)), [uniform(-2, 2), uniform(-709, 40), magnitudes(-60, 9)]),
    "Softplus": (lambda x: log1p(exp(x)), [uniform(-2, 2), uniform(-709, 40), magnitudes(-60, 9)]),
    "Erf": (erf, [uniform(-1, 1), uniform(-6, 6), magnitudes(-60, 2)]),
    "NormalCdf": (lambda x: erfc(-x / sqrt(2)) / 2, [uniform(-2, 2), uniform(-37.5, 8), magnitudes(-60, 5)]),
    "SineMinus": (sine_minus, [uniform(0, math.pi), near_pi, magnitudes(-330, 1, sign=False)]),
    "Atan2": (atan2, [lambda rng: (rng.uniform(-1, 1), rng.uniform(-1, 1)), signed_ratio]),
    "Hypot": (hypot, [lambda rng: (rng.uniform(-1, 1), rng.uniform(-1, 1)), signed_ratio, lambda rng: (magnitudes(-1070, 1022)(rng),) * 2]),
    "Angle": (angle, [lambda rng: (rng.uniform(0, 1), rng.uniform(0, 1)), swapped_ratio]),
    "Area": (lambda p, q: sqrt(max(p, 0)) * sqrt(max(q, 0)) / 2, [lambda rng: (rng.uniform(0, 1), rng.uniform(0, 1)), swapped_ratio]),
}


def ulp(value):
    return 2.0 ** max(math.frexp(value)[1] - 53, SUBNORMAL) if value else 2.0**SUBNORMAL


def record(function, arguments):
    exact = function(*map(mpf, arguments))
    nearest = float(exact)
    return *arguments, nearest, float((exact - mpf(nearest)) / ulp(nearest))


def points(rng, samplers, count):
    for i in range(count):
        x = samplers[i % len(samplers)](rng)
        yield x if isinstance(x, tuple) else (x,)


def main(directory, count=500):
    for name, (function, samplers) in FUNCTIONS.items():
        records = (record(function, x) for x in points(random.Random(name), samplers, count))
        numbers = [number for numbers in records for number in numbers]
        Path(directory, f"{name}.bin").write_bytes(struct.pack(f"<{len(numbers)}d", *numbers))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
