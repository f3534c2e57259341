module NtkDsl.Tests.Numerics.GaussianIntegralTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near
open NtkDsl.Tests.Numerics.Functions

let private product name sigmaU sigmaV theta =
    GaussianIntegral.Product(byName name, byName name, sigmaU, sigmaV, theta)

// mpmath 1.3. Smooth functions: two-dimensional trapezoidal rule over independent normal variables, 34 digits.
// elu and selu: nested quad in polar sectors, 20 digits.
[<TestCase("tanh", 1.0, 1.0, Math.PI / 3.0, 0.1863244132034480861068)>]
[<TestCase("tanh", 2.0, 0.5, Math.PI / 3.0, 0.1523767312608082773515)>]
[<TestCase("tanh", 2.0, 2.0, 0.1, 0.6301842593943075141958)>]
[<TestCase("tanh", 2.0, 2.0, 3.0, -0.6251642469075134536152)>]
[<TestCase("sigmoid", 1.0, 1.0, Math.PI / 3.0, 0.2714283256317052803061)>]
[<TestCase("sigmoid", 2.0, 0.5, Math.PI / 3.0, 0.2679195460792604740742)>]
[<TestCase("sigmoid", 2.0, 2.0, 0.1, 0.3479945337938360805534)>]
[<TestCase("sigmoid", 2.0, 2.0, 3.0, 0.1525845402805417525323)>]
[<TestCase("softplus", 1.0, 1.0, Math.PI / 3.0, 0.780078165206943515574)>]
[<TestCase("softplus", 2.0, 0.5, Math.PI / 3.0, 0.9019575572201529818715)>]
[<TestCase("softplus", 2.0, 2.0, 0.1, 2.322821587953097671021)>]
[<TestCase("softplus", 2.0, 2.0, 3.0, 0.3358662688563614765971)>]
[<TestCase("swish", 1.0, 1.0, Math.PI / 3.0, 0.1831696630881595408246)>]
[<TestCase("swish", 2.0, 0.5, Math.PI / 3.0, 0.1726332744129235704117)>]
[<TestCase("swish", 2.0, 2.0, 0.1, 1.748585620259518170974)>]
[<TestCase("swish", 2.0, 2.0, 3.0, -0.2407001948253252379626)>]
[<TestCase("mish", 1.0, 1.0, Math.PI / 3.0, 0.2352125625733010329057)>]
[<TestCase("mish", 2.0, 0.5, Math.PI / 3.0, 0.2173253893618200808804)>]
[<TestCase("mish", 2.0, 2.0, 0.1, 1.938332895843305092786)>]
[<TestCase("mish", 2.0, 2.0, 3.0, -0.2845054359063135376135)>]
[<TestCase("gelu", 1.0, 1.0, Math.PI / 3.0, 0.2272949150219915350181)>]
[<TestCase("gelu", 2.0, 0.5, Math.PI / 3.0, 0.2059982876483834085618)>]
[<TestCase("gelu", 2.0, 2.0, 0.1, 1.919782111717458646178)>]
[<TestCase("gelu", 2.0, 2.0, 3.0, -0.07025934556202315166917)>]
[<TestCase("elu", 1.0, 1.0, Math.PI / 3.0, 0.324783648956762436)>]
[<TestCase("selu", 1.0, 1.0, Math.PI / 3.0, 0.490569128325475164)>]
[<TestCase("elu", 2.0, 0.5, Math.PI / 3.0, 0.31438287009788528)>]
[<TestCase("selu", 2.0, 0.5, Math.PI / 3.0, 0.455789966125616997)>]
[<TestCase("elu", 2.0, 2.0, 0.1, 2.24634561648519251)>]
[<TestCase("selu", 2.0, 2.0, 0.1, 2.98929138143111534)>]
[<TestCase("elu", 2.0, 2.0, 3.0, -1.33134997488636967)>]
[<TestCase("selu", 2.0, 2.0, 3.0, -2.45918528009063737)>]
let ``expectation of a product`` (name, sigmaU, sigmaV, theta, expected) =
    let result = product name sigmaU sigmaV theta
    result.Value |> near 2e-14 expected
    // A double cannot hold the expected value better than to 1 ulp.
    result.Value |> near (result.Error + 2e-16 * abs expected) expected

// Computed beforehand with an independent polar quadrature: the dual of each function at variances 1 and covariance 1/2.
[<TestCase("tanh", 0.18632441320344778)>]
[<TestCase("tanh'", 0.38474702844103714)>]
[<TestCase("sigmoid", 0.2714283256317049)>]
[<TestCase("sigmoid'", 0.043190020462261516)>]
[<TestCase("softplus", 0.7800781652069433)>]
[<TestCase("swish", 0.1831696630881599)>]
[<TestCase("swish'", 0.3122796152935393)>]
[<TestCase("mish", 0.23521256257330148)>]
[<TestCase("gelu", 0.2272949150219915)>]
[<TestCase("gelu'", 0.3422672424594431)>]
[<TestCase("erf", 0.21634689593878548)>]
[<TestCase("erf'", 0.45015815807855303)>]
[<TestCase("selu", 0.4905691283254751)>]
[<TestCase("selu'", 0.994459069051435)>]
let ``duals at unit variance and covariance one half`` (name, expected) =
    (product name 1.0 1.0 (Math.PI / 3.0)).Value |> near 3e-15 expected

/// Asserts the value to 1e-12 of its scale, and that the error estimate covers the error.
let private honest expected (result: Estimate) =
    result.Value |> near (1e-12 * (result.Magnitude + abs expected)) expected
    result.Value |> near (result.Error + 4e-16 * abs expected) expected

[<Property(MaxTest = 30)>]
let ``ReLU has the arc-cosine kernel`` (NormalFloat x, NormalFloat y, NormalFloat z) =
    let theta, a, b = angle x, exp (into -20.0 20.0 y), exp (into -20.0 20.0 z)

    product "relu" a b theta
    |> honest (a * b * Angles.SineMinus(Angles.Supplement theta) / (2.0 * Math.PI))

[<Property(MaxTest = 30)>]
let ``the step has the angle as its kernel`` (NormalFloat x, NormalFloat y) =
    let theta, sigma = angle x, exp (into -20.0 20.0 y)

    product "step" sigma 1.0 theta
    |> honest (Angles.Supplement theta / (2.0 * Math.PI))

[<Property(MaxTest = 30)>]
let ``shifted steps have the bivariate distribution function as their kernel``
    (NormalFloat x, NormalFloat y, NormalFloat z)
    =
    let theta, h, k, sigma =
        angle x, into -4.0 4.0 y, into -4.0 4.0 z, exp (into -2.0 2.0 (x + y))

    let below limit u = if u <= limit then 1.0 else 0.0

    let result =
        GaussianIntegral.Product(below (sigma * h), below k, sigma, 1.0, theta, [| sigma * h |], [| k |])

    let expected = BivariateNormal.cdf h k theta
    // A relative error of 1 ulp in h or k is one of -log P ulp in a small probability P, and one of θ of -log P/sin θ ulp;
    // smallest doubles have no digits at all.
    let sensitivity = (1.0 - log (max expected 1e-300)) * (1.0 + 1.0 / sin theta)
    let rounding = 4e-15 * expected * sensitivity + 1e-290
    result.Value |> near (result.Error + rounding) expected

[<TestCase(1e-12)>]
[<TestCase(1e-9)>]
[<TestCase(1e-4)>]
let ``nearly equal variables with steps at the same place`` theta =
    let below u = if u <= 0.5 then 1.0 else 0.0

    let result =
        GaussianIntegral.Product(below, below, 1.0, 1.0, theta, [| 0.5 |], [| 0.5 |])

    result |> honest (BivariateNormal.cdf 0.5 0.5 theta)

[<Property(MaxTest = 30)>]
let ``exponential growth`` (NormalFloat x, NormalFloat y, NormalFloat z) =
    let theta, a, b = angle x, into 0.0 5.0 y, into 0.0 5.0 z
    // a² + b² + 2ab cos θ without cancellation: (a − b)² + 4ab cos²(θ/2).
    let square =
        (a - b) ** 2.0 + 4.0 * a * b * sin (0.5 * Angles.Supplement theta) ** 2.0

    let result = GaussianIntegral.Product(exp, exp, a, b, theta)
    result.Value |> relativelyNear 1e-13 (exp (0.5 * square))
    // A relative error of 1 ulp in u is one of u ulp in exp(u), and u is about (a + b)² where it matters.
    result.Value
    |> near (result.Error + 2e-16 * (a + b) ** 2.0 * result.Magnitude) (exp (0.5 * square))

[<Property(MaxTest = 30)>]
let ``sixth powers`` (NormalFloat x) =
    let theta = angle x
    let rho = cos theta
    let sixth u = u ** 6.0
    // Isserlis: Σ_j of 6!² / (2^{2j} j!² (6 − 2j)!) ρ^{6−2j}.
    let expected =
        720.0 * rho ** 6.0 + 5400.0 * rho ** 4.0 + 4050.0 * rho ** 2.0 + 225.0

    GaussianIntegral.Product(sixth, sixth, 1.0, 1.0, theta) |> honest expected

[<Property(MaxTest = 20)>]
let ``error function at any scale`` (NormalFloat x, NormalFloat y, NormalFloat z) =
    let theta, a, b = angle x, exp (into -12.0 12.0 y), exp (into -12.0 12.0 z)
    let sine, cosine = sin (min theta (Angles.Supplement theta)), cos theta

    let c, root =
        a * b * cosine, sqrt (1.0 + 2.0 * (a * a + b * b) + 4.0 * (a * b * sine) ** 2.0)

    product "erf" a b theta |> honest (2.0 / Math.PI * atan2 (2.0 * c) root)

[<TestCase(1e-9)>]
[<TestCase(3.14159)>]
let ``a wide and a narrow variable that are nearly equal or opposite up to scale`` theta =
    let a, b = 1.0, 1.6e5
    let c = a * b * cos theta
    let root = sqrt (1.0 + 2.0 * (a * a + b * b) + 4.0 * (a * b * sin theta) ** 2.0)
    product "erf" a b theta |> honest (2.0 / Math.PI * atan2 (2.0 * c) root)

[<Property(MaxTest = 20)>]
let ``exchange of the variables`` (NormalFloat x, NormalFloat y, NormalFloat z) =
    let theta, a, b = angle x, into 0.1 2.0 y, into 0.1 2.0 z
    let forward = GaussianIntegral.Product(selu, gelu, a, b, theta)
    let back = GaussianIntegral.Product(gelu, selu, b, a, theta)
    forward.Value |> near (forward.Error + back.Error) back.Value

[<TestCase("tanh", 4.0)>]
[<TestCase("tanh", 10.0)>]
[<TestCase("mish", 10.0)>]
let ``wide Gaussians, equal and opposite variables against the mean of one`` (name, sigma) =
    let f = byName name
    let square = GaussianIntegral.Mean((fun u -> f u * f u), sigma)
    let opposite = GaussianIntegral.Mean((fun u -> f u * f -u), sigma)
    let same, mirrored = product name sigma sigma 0.0, product name sigma sigma Math.PI
    same.Value |> near (same.Error + square.Error) square.Value
    mirrored.Value |> near (mirrored.Error + opposite.Error) opposite.Value
    Assert.That(same.Error, Is.LessThan(1e-12 * same.Magnitude))

[<Property(MaxTest = 30)>]
let ``independent variables factorise`` (NormalFloat x, NormalFloat y) =
    let a, b = into 0.0 3.0 x, into 0.0 3.0 y
    let f, g = GaussianIntegral.Mean(softplus, a), GaussianIntegral.Mean(selu, b)
    let result = GaussianIntegral.Product(softplus, selu, a, b, Math.PI / 2.0)

    result.Value
    |> near (result.Error + f.Error * g.Magnitude + f.Magnitude * g.Error) (f.Value * g.Value)

[<Property(MaxTest = 50)>]
let ``mean of a shifted ReLU`` (NormalFloat x, NormalFloat y) =
    let sigma, h = exp (into -15.0 10.0 x), into -6.0 6.0 y
    let kink = sigma * h
    let density, tail = Normal.Pdf h, Normal.Cdf -h
    let result = GaussianIntegral.Mean((fun u -> relu (u - kink)), sigma, [| kink |])
    // The closed form cancels for large h, so its own rounding is allowed for.
    let rounding = 1e-15 * sigma * (1.0 + h * h) * (density + abs h * tail)
    result.Value |> near (result.Error + rounding) (sigma * (density - h * tail))

[<Property(MaxTest = 50)>]
let ``mean of an exponential`` (NormalFloat x) =
    let sigma = into 0.0 15.0 x

    (GaussianIntegral.Mean(exp, sigma)).Value
    |> relativelyNear 1e-13 (exp (0.5 * sigma * sigma))

[<Test>]
let ``no variance means the value at zero`` () =
    (GaussianIntegral.Mean(cos, 0.0)).Value |> near 0.0 1.0

    (GaussianIntegral.Product(cos, relu, 0.0, 1.0, 1.0)).Value
    |> near 1e-15 (1.0 / sqrt (2.0 * Math.PI))

    (GaussianIntegral.Product(relu, cos, 1.0, 0.0, 1.0)).Value
    |> near 1e-15 (1.0 / sqrt (2.0 * Math.PI))

    (GaussianIntegral.Product(cos, cos, 0.0, 0.0, 1.0)).Value |> near 0.0 1.0

[<Test>]
let ``values that are not finite surface as NaN`` () =
    for bad in [ nan; infinity; -infinity ] do
        let f u = if abs u > 1.0 then bad else u
        Assert.That(GaussianIntegral.Mean(f, 1.0).Value, Is.NaN)
        Assert.That(GaussianIntegral.Product(f, relu, 1.0, 1.0, 1.0).Value, Is.NaN)
        Assert.That(GaussianIntegral.Product(f, f, 1.0, 1.0, 0.0).Value, Is.NaN)
        Assert.That(GaussianIntegral.Product((fun _ -> bad), relu, 0.0, 1.0, 1.0).Value, Is.NaN)

[<Test>]
let ``noise and hidden jumps end in an honest error, not in endless work`` () =
    let mutable calls = 0

    let noisy u =
        calls <- calls + 1
        u + 1e-9 * sin (1e12 * u)

    let hidden u = if u > 0.3 then 1.0 else 0.0

    GaussianIntegral.Product(noisy, noisy, 1.0, 1.0, 1.0).Value
    |> near 1e-8 (cos 1.0)

    Assert.That(calls, Is.LessThan 10_000_000)
    let result = GaussianIntegral.Mean(hidden, 1.0)
    result.Value |> near result.Error (Normal.Cdf -0.3)

/// E of the square wave tanh(1000 sin(ωu)) with itself at a distance is below e^{−ω²/2}(4/π)².
[<TestCase(300.0, 1.3)>]
[<TestCase(300.0, 0.1)>]
[<TestCase(7.0, 1.3)>]
let ``a function too rough for any rule ends with an honest error after a bounded number of values``
    (frequency: float, theta: float)
    =
    let mutable values = 0

    let rough u =
        values <- values + 1
        tanh (1000.0 * sin (frequency * u))

    let result = GaussianIntegral.Product(rough, rough, 1.0, 1.0, theta)
    // Both functions; the last ray that is begun is finished.
    Assert.That(values, Is.LessThan(2 * 4 * (GaussianIntegral.MaxValuesPerWedge + 2_000_000)))
    Assert.That(result.Error, Is.GreaterThan 1e-6)
    Assert.That(abs result.Value, Is.LessThanOrEqualTo result.Error)

[<Test>]
let ``arguments outside their range`` () =
    let outside sigmaU sigmaV theta =
        throws<ArgumentOutOfRangeException>(fun () ->
            GaussianIntegral.Product(relu, relu, sigmaU, sigmaV, theta) |> ignore)

    outside -1.0 1.0 1.0
    outside 1.0 nan 1.0
    outside infinity 1.0 1.0
    outside 1.0 1.0 -0.1
    outside 1.0 1.0 3.2
    outside 1.0 1.0 nan
