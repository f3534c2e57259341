module NtkDsl.Tests.Numerics.NormalTests

open System
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Tests.Numerics.Near

// mpmath 1.3, 40 digits: erfc(x).
[<TestCase(-3.0, 1.9999779095030014145586272238704)>]
[<TestCase(-0.5, 1.520499877813046537682746653892)>]
[<TestCase(0.25, 0.72367360983176306701493173223518)>]
[<TestCase(1.0, 0.15729920705028513065877936491739)>]
[<TestCase(2.5, 0.00040695201744495893956421573997491)>]
[<TestCase(6.0, 2.1519736712498913116593350399187e-17)>]
[<TestCase(13.0, 1.739557315466724521804198548243e-75)>]
[<TestCase(26.0, 5.6631924088561428464757278969261e-296)>]
let ``erfc keeps its relative accuracy in the tail`` (x, expected) =
    Normal.Erfc x |> relativelyNear 6e-16 expected
    Normal.Erf x |> near 3e-16 (1.0 - expected)

// mpmath 1.3, 40 digits: erfc(-x/sqrt(2))/2.
[<TestCase(-37.0, 5.7255712225245768226831925482732e-300)>]
[<TestCase(-20.0, 2.7536241186062336950756227808575e-89)>]
[<TestCase(-8.0, 6.2209605742717841235159951725882e-16)>]
[<TestCase(-3.0, 0.001349898031630094526651814767595)>]
[<TestCase(-1.0, 0.15865525393145705141476745436796)>]
[<TestCase(-0.125, 0.45026177516988710702070437008953)>]
[<TestCase(0.5, 0.69146246127401310363770461060834)>]
[<TestCase(2.0, 0.97724986805182079279971736283347)>]
[<TestCase(5.0, 0.99999971334842812080608832624767)>]
let ``the distribution function keeps its relative accuracy in the tail`` (x, expected) =
    Normal.Cdf x |> relativelyNear 8e-16 expected

[<Test>]
let ``density and distribution function at the ends of the line`` () =
    Normal.Pdf 0.0 |> relativelyNear 2e-16 (1.0 / sqrt (2.0 * Math.PI))
    Normal.Pdf infinity |> near 0.0 0.0
    Normal.Cdf -infinity |> near 0.0 0.0
    Normal.Cdf infinity |> near 0.0 1.0
    Assert.That(Normal.Cdf nan, Is.NaN)

// mpmath 1.3, 36 digits: quad of phi(x) Phi((k - x cos t)/sin t) over x <= h, split around the transition.
[<TestCase(0.5, -0.25, 1.0, 0.350675301205360189615090285036)>]
[<TestCase(-1.0, -1.0, 0.5, 0.110899777482759196596674179048)>]
[<TestCase(-4.0, -3.0, 1.0, 0.0000063112495327534558253524593902)>]
[<TestCase(-6.0, -6.0, 0.25, 4.33220143841178623071072084372e-10)>]
[<TestCase(1.0, 1.0, 1e-6, 0.84134464953619031853535155329)>]
[<TestCase(1.0, 1.00000095367431640625, 1e-6, 0.841344724066413128265862617894)>]
[<TestCase(-2.0, -1.0, 2.0, 0.000347157788256610274943637636084)>]
[<TestCase(-1.0, -0.5, 2.5, 0.000736430202573850337393220609377)>]
[<TestCase(2.0, -1.5, 3.0, 0.0440576891210996153124874696148)>]
[<TestCase(0.25, -0.2499847412109375, 3.1415, 0.000017436040557317508829517675294)>]
[<TestCase(3.0, 2.0, 1.5, 0.975951545467528905724249225667)>]
[<TestCase(-5.0, 1.0, 0.125, 0.000000286651571879193911673752332875)>]
let ``bivariate distribution function`` (h, k, theta, expected) =
    BivariateNormal.cdf h k theta |> relativelyNear 1e-14 expected
    BivariateNormal.cdf h k theta |> near 1e-15 expected

[<Property>]
let ``equal, independent and opposite variables`` (NormalFloat x, NormalFloat y) =
    let h, k = into -5.0 5.0 x, into -5.0 5.0 y
    BivariateNormal.cdf h k 0.0 |> near 1e-15 (Normal.Cdf(min h k))

    BivariateNormal.cdf h k (Math.PI / 2.0)
    |> near 1e-15 (Normal.Cdf h * Normal.Cdf k)

    BivariateNormal.cdf h k Math.PI
    |> near 1e-15 (max 0.0 (Normal.Cdf h + Normal.Cdf k - 1.0))

[<Property>]
let ``the quadrant through the origin is the angle`` (NormalFloat x) =
    let theta = angle x

    BivariateNormal.cdf 0.0 0.0 theta
    |> near 1e-15 ((Math.PI - theta) / (2.0 * Math.PI))

[<Property>]
let ``symmetry and complement of the bivariate distribution function`` (NormalFloat x, NormalFloat y, NormalFloat z) =
    let h, k, theta = into -6.0 6.0 x, into -6.0 6.0 y, angle z
    let value = BivariateNormal.cdf h k theta
    BivariateNormal.cdf k h theta |> near 1e-15 value

    Normal.Cdf h - BivariateNormal.cdf h -k (Angles.Supplement theta)
    |> near 1e-15 value
