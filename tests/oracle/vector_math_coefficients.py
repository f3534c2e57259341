"""Prints the polynomial coefficients in src/NtkDsl/Backends/VectorMath as C# literals.

Each is the Chebyshev interpolant (within a factor of about two of the minimax polynomial) of a function
that the file using it defines, computed with 60 digits and rounded to double last.
Needs Python 3 with mpmath.
"""

from mpmath import atan, chebyfit, erfc, exp, fac, fac2, log, mp, mpf, pi, sin, sqrt

mp.dps = 60




def series(term, count=60):
    """A power series; a formula such as (sin t - t)/t^3 would cancel near 0."""
    return lambda z: sum(term(n) * z**n for n in range(count))


def arc_tangent(w):
    """(atan(q)/q - 1)/q^2, w = q^2."""
    q = sqrt(w)
    return (atan(q) / q - 1) / w if w > mpf("1e-3") else series(lambda n: (-1) ** (n + 1) / mpf(2 * n + 3))(w)


def pi_cosine(z):
    """(pi cos(m)/(pi^2/4 - m^2) - 4/pi)/m^2, z = m^2: the cosine without its zero at pi/2."""
    m, c = sqrt(z), pi / 2
    d = c - m
    return (pi * (sin(d) / d if d else 1) / (c + m) - 4 / pi) / z


def scaled_tail(center):
    """(1 + 2y) exp(y^2) erfc(y) as a function of t = (y - center)/(y + center)."""

    def function(t):
        if t >= 1:
            return 2 / sqrt(pi)
        y = center * (1 + t) / (1 - t)
        if y > 200:
            v = 1 / (2 * y * y)
            asymptotic = sum((-1) ** n * fac2(2 * n - 1) * v**n for n in range(12))
            return (1 + 2 * y) / (y * sqrt(pi)) * asymptotic
        return (1 + 2 * y) * exp(y * y) * erfc(y)

    return function


CENTER = mpf(3)
FIRST = (mpf("0.499") - CENTER) / (mpf("0.499") + CENTER)

POLYNOMIALS = {
    "Exponential": (series(lambda n: 1 / fac(n + 2)), [-log(2) / 2, log(2) / 2], 11),
    "Logarithm": (series(lambda n: mpf(2) / (2 * n + 3)), [0, mpf("0.0295")], 8),
    "Sine": (series(lambda n: (-1) ** (n + 1) / fac(2 * n + 3)), [0, (pi / 4) ** 2], 7),
    "Cosine": (series(lambda n: (-1) ** n / fac(2 * n + 4)), [0, (pi / 4) ** 2], 7),
    "SineMinus": (series(lambda n: (-1) ** (n + 1) * (2 * n + 4) / fac(2 * n + 5)), [0, (pi / 2) ** 2], 8),
    "PiCosine": (pi_cosine, [0, (pi / 2) ** 2], 8),
    "ArcTangent": (arc_tangent, [0, 1], 21),
    "Erf": (series(lambda n: 2 / sqrt(pi) * (-1) ** n / (fac(n) * (2 * n + 1)) - (1 if n == 0 else 0)), [0, mpf("0.251")], 9),
    "ScaledTail": (scaled_tail(CENTER), [FIRST, 1], 24),
}

if __name__ == "__main__":
    for name, (function, interval, count) in POLYNOMIALS.items():
        coefficients, error = chebyfit(function, interval, count, error=True)
        print(f"{name}: {count} coefficients, error {mp.nstr(error, 3)}")
        print(",\n".join(f"    {float(c)!r}" for c in reversed(coefficients)))
