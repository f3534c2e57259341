"""E f(u)g(v) of piecewise linear functions with knots anywhere, in multiple precision: the integral over u of f(u) E[g(v) | u].

Writes tests/NtkDsl.Tests/Reference/thresholds.json. None of the library's formulas: it integrates by correlation, this by u.
"""

import json
import pathlib
import sys

from mpmath import erfc, exp, linspace, mp, mpf, pi, quad, sqrt

mp.dps = 30

# Functions are sums of weight * kind(sign * (u - knot)), beside a constant and a slope.
FUNCTIONS = {
    "ramp": (0, 0, [(1, "ramp", 1, 1)]),
    "ramp from below": (0, 0, [(1, "ramp", 1, -0.75)]),
    "far ramp": (0, 0, [(1, "ramp", 1, 40)]),
    "leaky": (0, 0, [(1, "ramp", 1, 0.5), (-0.25, "ramp", -1, 0.5)]),
    "clip": (0, 1, [(-1, "ramp", 1, 1), (1, "ramp", -1, -1)]),
    "clipped ramp": (0, 0, [(1, "ramp", 1, 0), (-1, "ramp", 1, 6)]),
    "step": (0, 0, [(1, "step", 1, 1.25)]),
    "far step": (0, 0, [(1, "step", 1, 20)]),
    "leaky clip": (0, 0.125, [(1, "ramp", 1, -0.5), (-1, "ramp", 1, 2)]),
    "strip": (0, 0, [(1, "step", 1, -1), (-1, "step", 1, 1)]),
    "two steps": (-1, 0, [(1, "step", 1, -0.5), (1, "step", 1, 2)]),
}

PAIRS = [(name, name) for name in FUNCTIONS] + [("ramp", "clip"), ("leaky", "ramp from below"), ("step", "ramp"), ("clip", "two steps"),
         ("clip", "clipped ramp"), ("far step", "far ramp")]

# a, b and P/sqrt(ab), the gap: 0 for proportional points, 2 at right angles, 4 for opposite ones.
MOMENTS = [
    (1, 1, 1), (0.5, 2, 1e-2), (1, 1, 1e-16), (1.0000001, 1, 1e-15), (3, 2.5, 1e-4), (2, 1, 0),
    (1, 1.5, 3), (2, 2, 3.999), (1, 1, 4), (1e-6, 1e-6, 0.7), (1e6, 1e6, 0.3), (1e6, 3e5, 1e-9), (30, 20, 3.9),
]


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def cdf(x):
    return erfc(-x / sqrt(2)) / 2


def value(function, u):
    constant, slope, terms = function
    total = mpf(constant) + mpf(slope) * u
    for weight, kind, sign, knot in terms:
        x = sign * (u - mpf(knot))
        total += mpf(weight) * (max(x, mpf(0)) if kind == "ramp" else (1 if x > 0 else mpf(1) / 2 if x == 0 else 0))
    return total


def given(function, mean, sigma):
    """E g(v) for v ~ N(mean, sigma^2)."""
    if sigma == 0:
        return value(function, mean)
    constant, slope, terms = function
    total = mpf(constant) + mpf(slope) * mean
    for weight, kind, sign, knot in terms:
        z = sign * (mean - mpf(knot)) / sigma
        total += mpf(weight) * (sigma * (pdf(z) + z * cdf(z)) if kind == "ramp" else cdf(z))
    return total


def integral(integrand, low, high):
    """With relative accuracy: quad stops at an absolute error."""
    size = max(abs(integrand(low + (high - low) * mpf(k) / 8)) for k in range(9))
    return size * quad(lambda x: integrand(x) / size, [low, high], method="gauss-legendre", maxdegree=6) if size > 0 else mpf(0)


def dual(f, g, a, b, gap):
    su, sv = sqrt(a), sqrt(b)
    rho = 1 - gap / 2
    sigma = sv * sqrt(gap * (4 - gap)) / 2
    cuts = {mpf(x) for x in linspace(-12, 12, 13)}
    knots = [mpf(term[3]) / su for term in f[2]]
    crossings = [mpf(term[3]) / (sv * rho) for term in g[2]] if rho != 0 else []
    for x in knots + crossings:
        step = 1 / max(mpf(1), abs(x))
        cuts.update(x + sign * step * far for sign in (1, -1) for far in (0, 1, 3, 9, 30))
    if rho != 0:
        width = sigma / (sv * abs(rho))
        cuts.update(x + sign * width * far for x in crossings for sign in (1, -1) for far in (1, 3, 9))
    far = max([mpf(0)] + [abs(x) for x in knots if abs(x) < 60])
    ordered = sorted(x for x in cuts if abs(x) < far + 12)
    total = mpf(0)
    for low, high in zip(ordered, ordered[1:]):
        if any(value(f, su * (low + (high - low) * t)) != 0 for t in (mpf(1) / 4, mpf(3) / 4)):
            total += integral(lambda x: value(f, su * x) * given(g, sv * rho * x, sigma) * pdf(x), low, high)
    return total


def main():
    cases = []
    for left, right in PAIRS:
        f, g = FUNCTIONS[left], FUNCTIONS[right]
        for a, b, share in MOMENTS:
            if "far" in left and max(a, b) < 1e-2:
                continue
            a, b, share = mpf(a), mpf(b), mpf(share)
            scale = sqrt(a * b)
            size = sqrt(dual(f, f, a, a, mpf(0)) * dual(g, g, b, b, mpf(0)))
            entry = [a, b, scale * (1 - share / 2), scale * share, scale * (4 - share), dual(f, g, a, b, share), size]
            cases.append({"f": left, "g": right, "values": [mp.nstr(x, 25) for x in entry]})
        print(left, right, file=sys.stderr)
    target = pathlib.Path(__file__).parent.parent / "NtkDsl.Tests" / "Reference" / "thresholds.json"
    target.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
