#!/usr/bin/python3
"""Writes ../NtkDsl.Tests/Reference/gradients.json: derivatives of K and of the NTK by parameters, as differences of values in many digits.

dense(4, sigmaW=w, sigmaB=s) >> WORD >> dense(1, sigmaW=v) for every word whose dual has a closed form, with and without bias, between points that are
equal, proportional, opposite, nearly equal or zero. Where the library takes limits, this knows of nothing but values.
"""

import json
import pathlib

import duals
from duals import PiecewiseLinear, angle, cos, exp, mp, mpf, pi, sin, sqrt

W, S, V = mpf("0.75"), mpf("0.5"), mpf("1.25")
X = [0.3, -0.7, 1.1]
POINTS = [X, X, [2 * t for t in X], [-t for t in X], [0.3 + 1e-8, -0.7, 1.1 - 1e-8], [0.3 + 1e-12, -0.7, 1.1 - 1e-12], [0.0, 0.0, 0.0], [0.9, 0.4, -0.2]]
PAIRS = [(i, 0) for i in range(len(POINTS))] + [(6, 6), (7, 6)]


class Cube:
    def dual(self, a, b, c):
        return 9 * a * b * c + 6 * c**3

    def derivative_dual(self, a, b, c):
        return 9 * (a * b + 2 * c * c)


class RectifiedCube:
    """The arc-cosine kernel of order 3."""

    def dual(self, a, b, c):
        t = angle(a, b, c)
        return sqrt(a * b) ** 3 / (2 * pi) * ((pi - t) * (9 * cos(t) + 6 * cos(t) ** 3) + sin(t) * (4 + 11 * cos(t) ** 2))

    def derivative_dual(self, a, b, c):
        return 9 * duals.RectifiedSquare().dual(a, b, c)


class ScaledExponential:
    def __init__(self, scale, rate):
        self.scale, self.rate = mpf(scale), mpf(rate)

    def dual(self, a, b, c):
        return self.scale**2 * exp(self.rate**2 * (a + b + 2 * c) / 2)

    def derivative_dual(self, a, b, c):
        return self.rate**2 * self.dual(a, b, c)


class ScaledSine:
    def __init__(self, amplitude, frequency, phase):
        self.amplitude, self.frequency, self.phase = mpf(amplitude), mpf(frequency), mpf(phase)

    def waves(self, a, b, c):
        f, factor = self.frequency**2, self.amplitude**2 / 2
        return factor * exp(-f * (a + b - 2 * c) / 2), factor * cos(2 * self.phase) * exp(-f * (a + b + 2 * c) / 2)

    def dual(self, a, b, c):
        difference, total = self.waves(a, b, c)
        return difference - total

    def derivative_dual(self, a, b, c):
        difference, total = self.waves(a, b, c)
        return self.frequency**2 * (difference + total)


STEP = mpf(10) ** -30
WORDS = {
    "identity": PiecewiseLinear(1, 1),
    "relu": PiecewiseLinear(0, 1),
    "abs": PiecewiseLinear(-1, 1),
    "leakyRelu(0.75)": PiecewiseLinear("0.75", 1),
    "abRelu(0.75, 0.75)": PiecewiseLinear("0.75", "0.75"),
    "rectifiedMonomial(3)": RectifiedCube(),
    "step": duals.Step(),
    "sign": duals.Sign(),
    "erf": duals.Erf(),
    "sin": duals.Sine(),
    "cos": duals.Cosine(),
    "gaussian": duals.GaussianBump(),
    "exp": duals.Exponential(),
    "gabor": duals.Gabor(),
    "rbf(0.75)": duals.Rbf("0.75"),
    "exp(0.75, 0.75)": ScaledExponential("0.75", "0.75"),
    "sin(0.75, 0.75, 0.75)": ScaledSine("0.75", "0.75", "0.75"),
    "monomial(3)": Cube(),
    "hermite(3)": duals.Hermite3(),
    "polynomial(1, 2, 0.5)": duals.Quadratic(1, 2, "0.5"),
}


def kernels(activation, x, y, w, s, jumps):
    """K and the NTK over v^2 behind the activation."""
    dot = lambda p, q: mp.fdot([mpf(t) for t in p], [mpf(t) for t in q]) / len(p)
    a, b, c = (w * w * dot(p, q) + s * s for p, q in ((x, x), (y, y), (x, y)))
    k = activation.dual(a, b, c)
    return k, mpf(0) if jumps else k + c * activation.derivative_dual(a, b, c)


def main():
    cases = []
    for word, activation in WORDS.items():
        for s in (mpf(0), S):
            slopes = []
            for i, j in PAIRS:
                at = lambda dw, ds: kernels(activation, POINTS[i], POINTS[j], W + dw, s + ds, word in ("sign", "step"))
                by = lambda dw, ds: [(p - q) * V**2 / (2 * STEP) for p, q in zip(at(dw, ds), at(-dw, -ds))]
                slopes.append({"i": i, "j": j, "w": [mp.nstr(t, 25) for t in by(STEP, 0)], "s": [mp.nstr(t, 25) for t in by(0, STEP)] if s else None})
            cases.append({"word": word, "bias": bool(s), "slopes": slopes})
        print(word, flush=True)
    document = {"source": "tests/oracle/gradients.py with mpmath", "points": POINTS, "cases": cases}
    target = pathlib.Path(__file__).parent.parent / "NtkDsl.Tests" / "Reference" / "gradients.json"
    target.write_text(json.dumps(document, separators=(",", ":")) + "\n")


main()
