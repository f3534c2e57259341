#!/usr/bin/python3
"""Writes ../NtkDsl.Tests/Reference/oracle.json: kernels of many architectures by their textbook recursions in 660 digits.

A signal is carried for one pair of points as a = E h(x)^2, b = E h(x')^2, c = E h(x)h(x') and t = the NTK; every architecture is
written out by hand as a chain of the functions below, so that nothing here knows of fields, fusion or rules.
"""

import json
import pathlib
from dataclasses import dataclass, replace

import duals
from duals import mp, mpf, pi, sqrt


@dataclass(frozen=True)
class Signal:
    a: object
    b: object
    c: object
    t: object
    d: int
    same: bool


def points(x, y, same):
    dot = lambda p, q: mp.fdot(p, q) / len(p)
    return Signal(dot(x, x), dot(y, y), dot(x, y), mpf(0), len(x), same)


def chain(*layers):
    def run(signal):
        for layer in layers:
            signal = layer(signal)
        return signal
    return run


def dense(w=1, b=0, weights=None, biases=None, variance=None):
    """weights, biases: the gradient scales where they are not w^2 and b^2; variance: of the bias at the start."""
    w, b = mpf(w) if not isinstance(w, mpf) else w, mpf(b)
    gw = w * w if weights is None else weights
    gb = b * b if biases is None else biases
    vb = b * b if variance is None else variance

    def run(s):
        return replace(s, a=w * w * s.a + vb, b=w * w * s.b + vb, c=w * w * s.c + vb, t=gw * s.c + gb + w * w * s.t)
    return run


def act(phi, cache={}):
    def dual(name, a, b, c):
        a, b = min(a, b), max(a, b)
        key = (id(phi), name, a, b, c)
        if key not in cache:
            cache[key] = getattr(phi, name)(a, b, c)
        return cache[key]

    def run(s):
        t = mpf(0) if s.t == 0 else dual("derivative_dual", s.a, s.b, s.c) * s.t
        return replace(s, a=dual("dual", s.a, s.a, s.a), b=dual("dual", s.b, s.b, s.b), c=dual("dual", s.a, s.b, s.c), t=t)
    return run


def plus(s, r, k=1):
    """Independent signals, one of them of mean 0."""
    k2 = mpf(k) ** 2
    return replace(s, a=s.a + k2 * r.a, b=s.b + k2 * r.b, c=s.c + k2 * r.c, t=s.t + k2 * r.t)


def residual(branch, k=1):
    return lambda s: plus(s, branch(s), k)


def mix(shares):
    """A concatenation: shares of (width, signal)."""
    total = sum(width for width, _ in shares)
    average = lambda name: sum(mpf(width) / total * getattr(s, name) for width, s in shares)
    return replace(shares[0][1], a=average("a"), b=average("b"), c=average("c"), t=average("t"))


def dense_net(n, width, block, first):
    def run(s):
        wide = first
        for _ in range(n):
            s, wide = mix([(wide, s), (width, block(s))]), wide + width
        return s
    return run


def product(left, right):
    def run(s):
        l, r = left(s), right(s)
        return replace(s, a=l.a * r.a, b=l.b * r.b, c=l.c * r.c, t=l.t * r.c + l.c * r.t)
    return run


def layer_norm(mean=None, epsilon=mpf(10) ** -12):
    """mean: of one coordinate, from the variance of the Gaussian before the activation, which the caller knows."""
    def run(s, mx=mpf(0), my=mpf(0)):
        vx, vy = s.a - mx * mx + epsilon, s.b - my * my + epsilon
        scale = sqrt(vx * vy)
        return replace(s, a=(s.a - mx * mx) / vx, b=(s.b - my * my) / vy, c=(s.c - mx * my) / scale, t=s.t / scale)
    return run


def act_then_norm(phi):
    return lambda s: layer_norm()(act(phi)(s), phi.mean(s.a), phi.mean(s.b))


def dropout(keep):
    def run(s):
        p = mpf(keep)
        return replace(s, a=s.a / p, b=s.b / p, c=s.c / p if s.same else s.c, t=s.t / p if s.same else s.t)
    return run


def repeat(n, *layers):
    return chain(*(layers * n))


def shared_twice(w, b):
    """h = relu(dense), g2 = Wh + b, g3 = W relu(g2) + b, u = g2 + g3; then relu and dense. All cross terms written out."""
    relu = duals.PiecewiseLinear(0, 1)
    w2, b2 = mpf(w) ** 2, mpf(b) ** 2

    def run(s):
        h1 = chain(dense(), act(relu))(s)
        first = dense()(s)
        g2 = dense(w, b)(h1)
        h2 = act(relu)(g2)
        g3 = dense(w, b)(h2)
        # E h1(x) h2(x') with independent fields below: the product of the means.
        m1, m2 = (relu.mean(first.a), relu.mean(first.b)), (relu.mean(g2.a), relu.mean(g2.b))
        cross = lambda i, j: w2 * m1[i] * m2[j] + b2
        u = replace(
            s,
            a=g2.a + g3.a + 2 * cross(0, 0),
            b=g2.b + g3.b + 2 * cross(1, 1),
            c=g2.c + g3.c + cross(0, 1) + cross(1, 0),
            t=g2.t + g3.t + cross(0, 1) + cross(1, 0))
        return chain(act(relu), dense())(u)
    return run


relu, absolute = duals.PiecewiseLinear(0, 1), duals.PiecewiseLinear(-1, 1)
he = sqrt(mpf(2))
HE = "sigmaW=sqrt(2)"


def nets():
    """name, text form, input sets, recursion."""
    every, plain, small = "nasty", "plain", "small"
    for depth in (1, 2, 3, 5, 10, 20, 50):
        yield (f"relu, depth {depth}", f"repeat({depth}, dense(9, {HE}) >> relu) >> dense(1)", every,
               chain(repeat(depth, dense(he), act(relu)), dense()))
    yield ("relu, depth 1000", f"repeat(1000, dense(9, {HE}) >> relu) >> dense(1)", "few",
           chain(repeat(1000, dense(he), act(relu)), dense()))
    yield ("relu with biases", "repeat(4, dense(9, sigmaW=1.5, sigmaB=0.25) >> relu) >> dense(1, sigmaB=0.5)", every,
           chain(repeat(4, dense("1.5", "0.25"), act(relu)), dense(1, "0.5")))
    for alpha in ("0.1", "0.001", "-0.5"):
        yield (f"leaky {alpha}", f"repeat(3, dense(9, {HE}) >> leakyRelu({alpha})) >> dense(1)", every,
               chain(repeat(3, dense(he), act(duals.PiecewiseLinear(alpha, 1))), dense()))
    yield ("abs", "repeat(3, dense(9) >> abs) >> dense(1)", every, chain(repeat(3, dense(), act(absolute)), dense()))
    yield ("abRelu", "dense(9) >> abRelu(-1/4, 2) >> dense(9) >> abRelu(3, 0) >> dense(1)", every,
           chain(dense(), act(duals.PiecewiseLinear("-0.25", 2)), dense(), act(duals.PiecewiseLinear(3, 0)), dense()))
    yield ("residual(relu)", f"repeat(3, dense(9) >> residual(relu)) >> dense(1)", every,
           chain(repeat(3, dense(), act(duals.PiecewiseLinear(1, 2))), dense()))
    yield ("residual blocks", f"dense(9) >> repeat(4, residual(dense(9, {HE}) >> relu >> dense(9), scale=0.5)) >> dense(1)", every,
           chain(dense(), repeat(4, residual(chain(dense(he), act(relu), dense()), "0.5")), dense()))
    yield ("pre-activation residual blocks", f"dense(9) >> repeat(4, residual(relu >> dense(9, {HE}), scale=1/2)) >> relu >> dense(1)", every,
           chain(dense(), repeat(4, residual(chain(act(relu), dense(he)), "0.5")), act(relu), dense()))
    yield ("dense net", f"denseNet(3, dense(5, {HE}) >> relu) >> dense(1)", every,
           chain(dense_net(3, 5, chain(dense(he), act(relu)), 3), dense()))
    yield ("layer norm of relu", "dense(9) >> relu >> layerNorm >> dense(9) >> relu >> dense(1)", plain,
           chain(dense(), act_then_norm(relu), dense(), act(relu), dense()))
    yield ("layer norm", "dense(9) >> layerNorm >> relu >> dense(9) >> layerNorm >> erf >> dense(1)", plain,
           chain(dense(), layer_norm(), act(relu), dense(), layer_norm(), act(duals.Erf()), dense()))
    yield ("shared weights", "dense(9) >> relu >> shared(w, dense(9, sigmaW=1.25, sigmaB=0.5))"
           " >> residual(relu >> shared(w, dense(9, sigmaW=1.25, sigmaB=0.5))) >> relu >> dense(1)", plain, shared_twice("1.25", "0.5"))
    yield ("concat", "concat(dense(3) >> relu, dense(5, sigmaW=2) >> erf) >> dense(9) >> relu >> dense(1)", plain,
           chain(lambda s: mix([(3, chain(dense(), act(relu))(s)), (5, chain(dense(2), act(duals.Erf()))(s))]), dense(), act(relu), dense()))
    yield ("concat, then an activation", "concat(dense(3, sigmaW=2), dense(5)) >> relu >> dense(1)", every,
           chain(lambda s: mix([(3, chain(dense(2), act(relu))(s)), (5, chain(dense(), act(relu))(s))]), dense()))
    yield ("product", "product(dense(9) >> relu, dense(9) >> erf) >> dense(1)", plain,
           chain(product(chain(dense(), act(relu)), chain(dense(), act(duals.Erf()))), dense()))
    yield ("product of one signal", "dense(9) >> product(identity, identity) >> dense(1)", plain,
           chain(dense(), act(duals.Quadratic(0, 0, 1)), dense()))
    yield ("dropout", "dense(9) >> relu >> dropout(0.8) >> dense(9) >> relu >> dropout(1/2) >> dense(1)", every,
           chain(dense(), act(relu), dropout("0.8"), dense(), act(relu), dropout("0.5"), dense()))
    yield ("standard parameterization", "dense(7, sigmaW=1.5, sigmaB=0.5, parameterization=standard) >> relu"
           " >> dense(1, parameterization=standard)", every,
           chain(dense("1.5", "0.5", weights=mpf(3), biases=mpf(1)), act(relu), dense(1, 0, weights=mpf(7), biases=mpf(1))))
    yield ("frozen and slow layers", "dense(7, trainable=false) >> relu >> dense(7, learningRate=0.25, biasLearningRate=4, sigmaB=0.5) >> relu >> dense(1)",
           plain, chain(dense(1, 0, weights=mpf(0), biases=mpf(0)), act(relu), dense(1, "0.5", weights=mpf("0.25"), biases=mpf(1)), act(relu), dense()))
    yield ("biases from zero", "dense(7, sigmaB=0.5, biasInit=zero) >> relu >> dense(1)", plain,
           chain(dense(1, "0.5", variance=mpf(0)), act(relu), dense()))
    smooth = [("erf", duals.Erf()), ("sin", duals.Sine()), ("cos", duals.Cosine()), ("rbf(0.75)", duals.Rbf("0.75")),
              ("gaussian", duals.GaussianBump()), ("gabor", duals.Gabor()), ("hermite(3)", duals.Hermite3()),
              ("polynomial(1, 2, 0.5)", duals.Quadratic(1, 2, "0.5")), ("exp", duals.Exponential()), ("residual(erf)", duals.LinearPlusErf())]
    for word, phi in smooth:
        yield (word, f"dense(9, sigmaW=0.75, sigmaB=0.25) >> {word} >> dense(9) >> {word} >> dense(1)", small,
               chain(dense("0.75", "0.25"), act(phi), dense(), act(phi), dense()))
        yield (f"{word}, then relu", f"dense(9, sigmaW=0.75, sigmaB=0.25) >> {word} >> dense(9) >> relu >> dense(1)", "near",
               chain(dense("0.75", "0.25"), act(phi), dense(), act(relu), dense()))
        if not word.startswith("residual"):
            yield (f"{word} without bias", f"dense(9) >> {word} >> dense(1)", "tiny", chain(dense(), act(phi), dense()))
    yield ("erf, depth 20", "repeat(20, dense(9, sigmaW=1.25, sigmaB=0.125) >> erf) >> dense(1)", every,
           chain(repeat(20, dense("1.25", "0.125"), act(duals.Erf())), dense()))
    yield ("rectifiedMonomial(2)", "dense(9) >> rectifiedMonomial(2) >> dense(1)", plain, chain(dense(), act(duals.RectifiedSquare()), dense()))
    yield ("sign", "dense(9) >> sign >> dense(1)", every, chain(dense(), lambda s: replace(s, t=mpf(0)), act(duals.Sign()), dense()))
    yield ("step", "dense(9) >> step >> dense(1)", every, chain(dense(), lambda s: replace(s, t=mpf(0)), act(duals.Step()), dense()))
    for word, phi in [("tanh", duals.Tanh), ("softplus", duals.Softplus), ("swish", duals.Swish), ("gelu", duals.GeluByQuadrature)]:
        yield (word, f"dense(9, sigmaB=0.5) >> {word} >> dense(1)", "quadrature", chain(dense(1, "0.5"), act(phi), dense()))
    for word, phi in [("elu", duals.Elu(1, 1)), ("selu", duals.Selu)]:
        yield (word, f"dense(9, sigmaB=0.5) >> {word} >> dense(9) >> {word} >> dense(1)", "quadrature",
               chain(dense(1, "0.5"), act(phi), dense(), act(phi), dense()))
        yield (f"{word} without bias", f"dense(9) >> {word} >> dense(1)", "tinier", chain(dense(), act(phi), dense()))


def inputs():
    base = [1.0, 2.0, 3.0]
    near = lambda e: [1.0 + e, 2.0 - e / 2, 3.0 + e / 4]
    third = [0.3, -0.7, 1.1]
    scaled = lambda s, p: [s * q for q in p]
    nasty = [base, base, near(1e-6), near(1e-9), scaled(-1, base), scaled(3, third), third, [0.0, 0.0, 0.0],
             scaled(1e-3, [-1.0, 0.5, 2.0]), scaled(1e3, [0.1, -0.4, 0.2]), scaled(1e-150, base), scaled(1e150, third)]
    def beside(e):
        return [third[0] + e, third[1], third[2] - e / 2]
    return {
        "nasty": nasty,
        "near": [third, third, beside(1e-9), beside(1e-6), beside(1e-4), beside(1e-3), beside(1e-2), beside(0.1),
                 scaled(1 + 1e-7, third), scaled(1 + 1e-3, third), scaled(1.02, third), scaled(-1, third), scaled(-1, beside(1e-6)),
                 scaled(3, third), [0.1, -0.4, 0.2], [0.0, 0.0, 0.0]],
        "few": [base, near(1e-9), third, scaled(-1, third), [0.0, 0.0, 0.0]],
        "plain": [base, base, near(1e-6), scaled(-1, base), scaled(3, third), third, scaled(1e-3, [-1.0, 0.5, 2.0])],
        "small": [third, third, [0.3000001, -0.7, 1.1], scaled(-1, third), scaled(3, third), [0.1, -0.4, 0.2], [0.0, 0.0, 0.0]],
        "tiny": [third, scaled(1e-3, [-1.0, 0.5, 2.0]), scaled(1e-6, third), scaled(-1e-6, third), scaled(1e-150, [1.0, 2.0, -0.5])],
        "tinier": [third, scaled(1e-3, [-1.0, 0.5, 2.0]), scaled(1e-8, third)],
        "quadrature": [third, [0.3000001, -0.7, 1.1], scaled(-1, third), [0.4, 1.2, -0.5]],
    }


def main():
    sets = inputs()
    exact = {name: [[mpf(q) for q in p] for p in rows] for name, rows in sets.items()}
    cases = []
    for name, text, where, net in nets():
        rows = exact[where]
        nngp, ntk = [], []
        for i, x in enumerate(rows):
            outputs = [net(points(x, y, i == j)) for j, y in enumerate(rows)]
            nngp.append([mp.nstr(s.c, 30) for s in outputs])
            ntk.append([mp.nstr(s.t, 30) for s in outputs])
        jumps = name in ("sign", "step")
        cases.append({"name": name, "architecture": text, "x1": where, "x2": None, "nngp": nngp, "ntk": None if jumps else ntk})
        print(name, flush=True)
    target = pathlib.Path(__file__).parent.parent / "NtkDsl.Tests" / "Reference" / "oracle.json"
    document = {"source": "tests/oracle/kernels.py with mpmath: 660-digit arithmetic, 30 digits printed", "inputs": sets, "cases": cases}
    target.write_text(json.dumps(document, separators=(",", ":")) + "\n")


main()
