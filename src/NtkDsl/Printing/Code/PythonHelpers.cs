using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>What generated Python may need beyond NumPy.</summary>
internal static class PythonHelpers
{
    public static ImmutableArray<CodeNotation.Helper> All { get; } =
    [
        new("erf", "erf = np.vectorize(math.erf, otypes=[float])"),
        new("normal_cdf", """
            def normal_cdf(x):
                return 0.5 * (1 + erf(x / np.sqrt(2)))
            """, "erf"),
        new("sigmoid", """
            def sigmoid(x):
                return 0.5 * (1 + np.tanh(0.5 * x))
            """),
        new("softplus", """
            def softplus(x):
                return np.logaddexp(0, x)
            """),
        new("relu", """
            def relu(x):
                return np.maximum(x, 0)
            """),
        new("step", """
            def step(x):
                return np.heaviside(x, 0.5)
            """),
        new("area", """
            def area(a, b, c):
                return np.sqrt(np.maximum(a * b - c * c, 0))
            """),
        new("angle", """
            def angle(a, b, c):
                # The angle between u and v with E u^2 = a, E v^2 = b, E uv = c; a right angle if one of them vanishes.
                return np.where(a * b > 0, np.arctan2(area(a, b, c), c), np.pi / 2)
            """, "area"),
        new("panels", """
            gauss_legendre = list(zip(*np.polynomial.legendre.leggauss(24)))

            def panels(ends):
                # Nodes and weights of 24 Gauss-Legendre points between each two ends.
                return [(lo + (hi - lo) * (x + 1) / 2, (hi - lo) * w / 2) for lo, hi in zip(ends, ends[1:]) for x, w in gauss_legendre]
            """),
        new("correlate", """
            def correlate(a, b, c, s, t, order):
                # What correlation adds to E f(u) g(v) for kinks or jumps at s and t: the integral of the density over the covariance r, with
                # the weight (c - r)^order. With r^2 = a b sin^2 x it is smooth, but for what happens near c^2 = a b, which grading resolves.
                with np.errstate(divide="ignore", invalid="ignore"):
                    scale, h, k, stop = np.sqrt(a * b), s / np.sqrt(a), t / np.sqrt(b), np.pi / 2 - angle(a, b, c)
                    total = 0.0
                    for y, w in panels([*(1 - 0.5**j for j in range(48)), 1.0]):
                        sine, cosine = np.sin(stop * y), np.cos(stop * y)
                        exponent = -0.5 * (k * k + ((h - k * sine) / cosine) ** 2)
                        total = total + w * (c - scale * sine) ** order * np.exp(exponent)
                    return np.where(scale > 0, stop * total / (2 * np.pi), 0.0)
            """, "angle", "panels"),
        new("step_covariance", """
            def step_covariance(a, b, c, s, t):
                # P(u > s, v > t) - P(u > s) P(v > t).
                return correlate(a, b, c, s, t, 0)
            """, "correlate"),
        new("ramp_covariance", """
            def ramp_covariance(a, b, c, s, t):
                # E ramp(u - s) ramp(v - t) - E ramp(u - s) E ramp(v - t) - c P(u > s) P(v > t).
                return correlate(a, b, c, s, t, 1)
            """, "correlate"),
        new("radial", """
            def radial(integrand, breaks):
                # The integral over r from 0 to 11, which is analytic between the breaks.
                shape = np.broadcast(*breaks).shape if breaks else ()
                breaks = [np.where((q > 0) & (q < 11), q, 11.0) for q in breaks]
                ends = np.sort([np.broadcast_to(q, shape) for q in [0.0, 1.0, 4.0, 11.0, *breaks]], axis=0)
                return sum(w * (hi - lo) * integrand(lo + (hi - lo) * y) for lo, hi in zip(ends, ends[1:]) for y, w in panels([0, 1]))
            """, "panels"),
        new("gaussian_mean", """
            def gaussian_mean(f, a, kinks):
                # E f(u) for u ~ N(0, a).
                with np.errstate(divide="ignore", invalid="ignore"):
                    sides = [radial(lambda r: np.exp(-r * r / 2) * f(s * r), [k / s for k in kinks]) for s in (np.sqrt(a), -np.sqrt(a))]
                return sum(sides) / np.sqrt(2 * np.pi)
            """, "radial"),
        new("expectation", """
            def expectation(f, g, a, b, c, kinks_f, kinks_g):
                # E f(u) g(v) for u, v ~ N(0, [[a, c], [c, b]]), in polar coordinates: analytic between the directions in which u or v
                # vanishes or two kinks meet, and close to these resolved more finely.
                theta, su, sv = angle(a, b, c), np.sqrt(a), np.sqrt(b)
                half = np.pi / 2
                with np.errstate(divide="ignore", invalid="ignore"):
                    pairs = [(k / su, l / sv) for k in kinks_f for l in kinks_g]
                    meet = [np.nan_to_num(np.arctan2(l - k * np.cos(theta), k * np.sin(theta))) for k, l in pairs]
                    shape = np.broadcast(theta, *meet).shape
                    ends = [-half, theta - half, half, theta + half, 3 * half, *(np.where(t < -half, t + 4 * half, t) for t in meet)]
                    ends = np.sort([np.broadcast_to(t, shape) for t in ends], axis=0)
                    graded = [0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 7 / 8, 15 / 16, 1] if kinks_f or kinks_g else [0, 1 / 2, 1]
                    total = 0.0
                    for lo, hi in zip(ends, ends[1:]):
                        for y, w in panels(graded):
                            t = lo + (hi - lo) * y * y * (3 - 2 * y)
                            pu, pv = su * np.cos(t), sv * np.cos(t - theta)
                            breaks = [k / pu for k in kinks_f] + [l / pv for l in kinks_g]
                            ray = radial(lambda r: r * np.exp(-r * r / 2) * f(r * pu) * g(r * pv), breaks)
                            total = total + 6 * y * (1 - y) * w * (hi - lo) * ray
                return total / (2 * np.pi)
            """, "angle", "radial", "panels"),
        new("coordinate_mean", """
            def coordinate_mean(f, x):
                return np.mean(f(x), axis=0)
            """),
        new("coordinate_product_mean", """
            def coordinate_product_mean(f, g, x, y):
                return np.mean(f(x) * g(y), axis=0)
            """),
    ];
}
