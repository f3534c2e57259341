"""Expectations E f(u)g(v) over Gaussian pairs with E u^2 = a, E v^2 = b, E uv = c, in multiple precision.

Written from the textbook formulas, with none of the library's code: closed forms where they are short, integrals elsewhere.
The working precision is so high that no cancellation matters, neither near c = sqrt(ab) nor of 1 beside squares of norms of 1e150.
"""

from mpmath import acos, cos, erfc, exp, fsum, log, mp, mpf, pi, quad, sin, sqrt, tanh

mp.dps = 660


def angle(a, b, c):
    """The angle between u and v; pi/2 where one of them is 0."""
    if a == 0 or b == 0:
        return pi / 2
    return acos(max(mpf(-1), min(mpf(1), c / sqrt(a * b))))


def cdf(x):
    return erfc(-x / sqrt(2)) / 2


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


class PiecewiseLinear:
    """left*u for u < 0 and right*u for u > 0."""

    def __init__(self, left, right):
        self.left, self.right = mpf(left), mpf(right)

    def dual(self, a, b, c):
        theta = angle(a, b, c)
        same, opposite = self.left**2 + self.right**2, 2 * self.left * self.right
        return sqrt(a * b) / (2 * pi) * (
            same * (sin(theta) + (pi - theta) * cos(theta)) - opposite * (sin(theta) - theta * cos(theta)))

    def derivative_dual(self, a, b, c):
        theta = angle(a, b, c)
        return ((self.left**2 + self.right**2) * (pi - theta) + 2 * self.left * self.right * theta) / (2 * pi)

    def mean(self, a):
        return (self.right - self.left) * sqrt(a / (2 * pi))


class Erf:
    def dual(self, a, b, c):
        return 2 / pi * mp.asin(2 * c / sqrt((1 + 2 * a) * (1 + 2 * b)))

    def derivative_dual(self, a, b, c):
        return 4 / (pi * sqrt((1 + 2 * a) * (1 + 2 * b) - 4 * c * c))

    def mean(self, a):
        return mpf(0)


class LinearPlusErf:
    """u + erf(u): what residual(erf) makes of a Gaussian field; E u erf(v) = c E erf'(v) by Stein's lemma."""

    def dual(self, a, b, c):
        slope = lambda variance: 2 / sqrt(pi) / sqrt(1 + 2 * variance)
        return c + c * slope(a) + c * slope(b) + Erf().dual(a, b, c)

    def derivative_dual(self, a, b, c):
        slope = lambda variance: 2 / sqrt(pi) / sqrt(1 + 2 * variance)
        return 1 + slope(a) + slope(b) + Erf().derivative_dual(a, b, c)


class Gelu:
    """u times the normal distribution function."""

    def value(self, u):
        return u * cdf(u)

    def derivative(self, u):
        return cdf(u) + u * pdf(u)


class Sine:
    def dual(self, a, b, c):
        return exp(-(a + b) / 2) * mp.sinh(c)

    def derivative_dual(self, a, b, c):
        return exp(-(a + b) / 2) * mp.cosh(c)


class Cosine:
    def dual(self, a, b, c):
        return exp(-(a + b) / 2) * mp.cosh(c)

    def derivative_dual(self, a, b, c):
        return exp(-(a + b) / 2) * mp.sinh(c)


class Rbf:
    def __init__(self, gamma):
        self.gamma = mpf(gamma)

    def dual(self, a, b, c):
        return exp(-self.gamma * (a + b - 2 * c))

    def derivative_dual(self, a, b, c):
        return 2 * self.gamma * self.dual(a, b, c)


class GaussianBump:
    """exp(-u^2)."""

    def dual(self, a, b, c):
        return 1 / sqrt((1 + 2 * a) * (1 + 2 * b) - 4 * c * c)

    def derivative_dual(self, a, b, c):
        return 4 * c * self.dual(a, b, c) ** 3


class Gabor:
    """exp(-u^2) sin u: sines under the tilted density."""

    def tilt(self, a, b, c):
        squared = (1 + 2 * a) * (1 + 2 * b) - 4 * c * c
        area = a * b - c * c
        return sqrt(squared), (a + 2 * area) / squared, (b + 2 * area) / squared, c / squared

    def dual(self, a, b, c):
        r, ta, tb, tc = self.tilt(a, b, c)
        return Sine().dual(ta, tb, tc) / r

    def derivative_dual(self, a, b, c):
        return mp.diff(lambda t: self.dual(a, b, t), c, h=mpf(10) ** -20)


class Exponential:
    def dual(self, a, b, c):
        return exp((a + b + 2 * c) / 2)

    derivative_dual = dual


class Hermite3:
    """(u^3 - 3u)/sqrt(6), by Isserlis' theorem."""

    def dual(self, a, b, c):
        cubes = 9 * a * b * c + 6 * c**3
        return (cubes - 9 * c * (a + b) + 9 * c) / 6

    def derivative_dual(self, a, b, c):
        return (9 * a * b + 18 * c * c - 9 * (a + b) + 9) / 6


class Quadratic:
    """p + q u + r u^2."""

    def __init__(self, p, q, r):
        self.p, self.q, self.r = mpf(p), mpf(q), mpf(r)

    def dual(self, a, b, c):
        p, q, r = self.p, self.q, self.r
        return p * p + p * r * (a + b) + q * q * c + r * r * (a * b + 2 * c * c)

    def derivative_dual(self, a, b, c):
        return self.q**2 + 4 * self.r**2 * c


class RectifiedSquare:
    """max(u, 0)^2, the arc-cosine kernel of order 2."""

    def dual(self, a, b, c):
        t = angle(a, b, c)
        return a * b / (2 * pi) * (3 * sin(t) * cos(t) + (pi - t) * (1 + 2 * cos(t) ** 2))

    def derivative_dual(self, a, b, c):
        return 4 * PiecewiseLinear(0, 1).dual(a, b, c)


class Sign:
    def dual(self, a, b, c):
        return 1 - 2 * angle(a, b, c) / pi


class Step:
    def dual(self, a, b, c):
        return (pi - angle(a, b, c)) / (2 * pi)


class Smooth:
    """Any analytic function, by the trapezoidal rule over independent normal variables, which converges exponentially."""

    def __init__(self, value, derivative, step=mpf(1) / 8):
        self.value, self.derivative, self.step = value, derivative, step

    def dual(self, a, b, c):
        return self.expect(self.value, a, b, c)

    def derivative_dual(self, a, b, c):
        return self.expect(self.derivative, a, b, c)

    def expect(self, f, a, b, c):
        with mp.workdps(30):
            if a == 0:
                return f(mpf(0)) * self.one(f, b)
            slope, rest = c / a, b - c * c / a
            deviation = sqrt(rest) if rest > b * mpf(10) ** -50 else mpf(0)
            n = int(9 / self.step)
            nodes = [self.step * k for k in range(-n, n + 1)]
            weights = [self.step * pdf(z) for z in nodes]
            if deviation == 0:
                return fsum(w * f(sqrt(a) * z) * f(slope * sqrt(a) * z) for w, z in zip(weights, nodes))
            offsets = [deviation * z for z in nodes]
            total = []
            for w, z in zip(weights, nodes):
                u = sqrt(a) * z
                total.append(w * f(u) * fsum(v * f(slope * u + o) for v, o in zip(weights, offsets)))
            return fsum(total)

    def one(self, f, b):
        n = int(9 / self.step)
        return fsum(self.step * pdf(self.step * k) * f(sqrt(b) * self.step * k) for k in range(-n, n + 1))


def sigmoid(x):
    return 1 / (1 + exp(-x))


Tanh = Smooth(tanh, lambda x: 1 - tanh(x) ** 2)
Softplus = Smooth(lambda x: log(1 + exp(x)), sigmoid)
Swish = Smooth(lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))))
GeluByQuadrature = Smooth(Gelu().value, Gelu().derivative)


class Elu:
    """scale * (u for u > 0, alpha (e^u - 1) for u < 0), as one integral: given u, v is normal and its part is elementary."""

    def __init__(self, scale, alpha):
        self.scale, self.alpha = mpf(scale), mpf(alpha)

    def dual(self, a, b, c):
        return self.expect(self.value, self.given, a, b, c)

    def derivative_dual(self, a, b, c):
        return self.expect(self.slope, self.slope_given, a, b, c)

    def value(self, u):
        return self.scale * (u if u > 0 else self.alpha * mp.expm1(u))

    def slope(self, u):
        return self.scale * (mpf(1) if u > 0 else self.alpha * exp(u))

    def given(self, m, s):
        if s == 0:
            return self.value(m)
        t = m / s
        return self.scale * (m * cdf(t) + s * pdf(t) + self.alpha * (exp(m + s * s / 2) * cdf(-t - s) - cdf(-t)))

    def slope_given(self, m, s):
        if s == 0:
            return self.slope(m)
        t = m / s
        return self.scale * (cdf(t) + self.alpha * exp(m + s * s / 2) * cdf(-t - s))

    def expect(self, f, given, a, b, c):
        with mp.workdps(40):
            rest = b - c * c / a
            s = sqrt(rest) if rest > b * mpf(10) ** -35 else mpf(0)
            integrand = lambda z: pdf(z) * f(sqrt(a) * z) * given(c / sqrt(a) * z, s)
            # Near duplicates the conditional part turns quickly at z = 0.
            width = s * sqrt(a) / abs(c) if c != 0 and s > 0 else mpf(1)
            inner = [w for w in (width, 10 * width, 40 * width) if w < 1]
            right = [mpf(0)] + inner + [mpf(k) for k in (1, 2, 3, 4, 6, 8, 11, 14)]
            return quad(integrand, right) + quad(integrand, [-z for z in reversed(right)])


Selu = Elu("1.0507009873554805", "1.6732632423543772")
