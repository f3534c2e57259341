module NtkDsl.Tests.Learning.ContradictionTests

open NUnit.Framework
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Learning.Data

let private column (values: float list) =
    Matrix<float>.Build.DenseOfColumnArrays(List.toArray values)

let private targets = column [ 2; 3; 7; 4; 5; 2 ]

let private remarks (second: float) (noise: Ridge) =
    GaussianProcess
        .Condition(
            kernel "dense(64, sigmaW=2, sigmaB=1) >> relu >> dense(1)",
            points (column [ 0; 1; second; 2; 3; 4 ]),
            targets,
            noise
        )
        .Remarks

[<Test>]
let ``equal and nearly equal points with other targets are named, with what noise would do`` () =
    for second in [ 1.0; 1.0 + 1e-8 ] do
        let told = remarks second Ridge.None

        Assert.That(
            told[0],
            Is.EqualTo
                "Points 2 and 3 are the same to the kernel, but their targets differ by far more than a noise of 0 allows: predictions there are not to be trusted. With more noise they pass between such targets; their differences speak for a variance of 8."
        )

        Assert.That(told, Does.Contain Messages.NoNoise)

    Assert.That((remarks 1.0 (Ridge.Absolute 1e-9))[0], Does.Contain "a noise of 1E-09 allows")

[<Test>]
let ``noise that explains them, and points apart, are no contradiction`` () =
    Assert.That(remarks 1.0 (Ridge.Absolute 1.0), Is.Empty)
    Assert.That(remarks 1.5 Ridge.None, Is.EqualTo<string seq> [ Messages.NoNoise ])

[<Test>]
let ``the worst of several pairs is told, and jitter`` () =
    let x = column [ 0; 1; 1; 2; 2; 2 ]

    let told =
        GaussianProcess
            .Condition(
                kernel "dense(64, sigmaW=2, sigmaB=1) >> relu >> dense(1)",
                points x,
                column [ 2; 3; 7; 4; 5; 9 ]
            )
            .Remarks

    Assert.That(told[0], Does.StartWith "Points 4 and 6, the worst of 4 such pairs, are the same to the kernel")
    Assert.That(told[0], Does.Contain "a variance of 7.25.")
    Assert.That(told[2], Does.Contain "a jitter of ")

    let equal =
        KernelRegression.Train(relu1, points (rows [ 0; 0; 1 ] Data.x), rows [ 0; 0; 1 ] Data.y)

    Assert.That(equal.Remarks, Is.EqualTo<string seq> [ Messages.Jittered(equal.Jitter, 0.0) ])
