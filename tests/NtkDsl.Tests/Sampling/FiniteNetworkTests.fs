module NtkDsl.Tests.Sampling.FiniteNetworkTests

open System
open NUnit.Framework
open FsCheck.FSharp
open FsCheck.NUnit
open MathNet.Numerics.LinearAlgebra
open NtkDsl
open NtkDsl.Tests.Sampling

type RandomArchitectures =
    static member Text() = Arb.fromGen Language.random

let private x = Language.points

let private others = Points.Of [| [| 0.1; 0.2; 0.3 |]; [| -1.0; 0.4; 0.9 |] |]

let private sample text =
    FiniteNetwork.Sample(Language.parse text, 3, seed = 5)

let private direction seed count =
    Vector<float>.Build.Random(count, (seed: int))

let private distance (a: Matrix<float>) (b: Matrix<float>) =
    (a - b).L2Norm() / Math.Max(1e-3, b.L2Norm())

let private shouldBe tolerance (expected: Matrix<float>) (actual: Matrix<float>) =
    Assert.That(distance actual expected, Is.LessThan tolerance)

let private shouldRefuse (text: string) (action: unit -> 'a) =
    let error = Assert.Throws<NtkDslException>(Action(action >> ignore))
    Assert.That((nonNull error).Message, Does.Contain text)

[<Property(Arbitrary = [| typeof<RandomArchitectures> |], MaxTest = 60)>]
let ``the Jacobian is what differences of the outputs tend to`` (text: string) =
    let network = sample text
    let theta, v, step = network.Parameters, direction 3 network.ParameterCount, 1e-5

    let moved (s: float) =
        network.WithParameters(theta + s * v).Forward(x)

    let difference = (moved step - moved -step) / (2.0 * step)
    let product = network.Jacobian x * v

    let actual =
        Matrix<float>.Build.Dense(x.Count, network.Outputs, fun i k -> product[i * network.Outputs + k])

    distance actual difference < 1e-6

[<Property(Arbitrary = [| typeof<RandomArchitectures> |], MaxTest = 60)>]
let ``Jacobian contraction, vector products and structured derivatives give one NTK`` (text: string) =
    let network = sample text

    let second: (Points | null) list = [ null; others ]

    second
    |> List.forall (fun x2 ->
        let ntk method = network.FullNtk(x, x2, method)

        let expected = ntk NtkMethod.JacobianContraction

        [
            NtkMethod.NtkVectorProducts
            NtkMethod.StructuredDerivatives
            NtkMethod.Automatic
        ]
        |> List.forall (fun method -> distance (ntk method) expected < 1e-12))

[<Test>]
let ``the NTK of the outputs together holds those of each output, and their mean`` () =
    let network = sample "dense(6) >> relu >> dense(3, sigmaB=1)"

    let full, each, mean =
        network.FullNtk(x, others), network.NtkPerOutput(x, others), network.Ntk(x, others)

    for k in 0..2 do
        Matrix<float>.Build.Dense(3, 2, fun i j -> full[i * 3 + k, j * 3 + k])
        |> shouldBe 1e-14 each[k]

    mean |> shouldBe 1e-14 ((each[0] + each[1] + each[2]) / 3.0)

[<Test>]
let ``the NTK is J Λ Jᵀ and the NNGP kernel f fᵀ`` () =
    let network =
        sample "dense(6, learningRate=3) >> tanh >> dense(1, sigmaB=0.5, biasLearningRate=2)"

    let jacobian = network.Jacobian x
    let rates = Matrix<float>.Build.DenseOfDiagonalVector network.LearningRates
    network.Ntk x |> shouldBe 1e-14 (jacobian * rates * jacobian.Transpose())
    let output = network.Forward x
    network.Nngp x |> shouldBe 1e-14 (output * output.Transpose())

[<Test>]
let ``a surrogate replaces the gradient, not the value`` () =
    let plain, surrogate =
        sample "dense(6) >> erf >> dense(1)", sample "dense(6) >> erf(surrogate=sin) >> dense(1)"

    surrogate.Forward x |> shouldBe 1e-15 (plain.Forward x)
    surrogate.Jacobian x |> shouldBe 1e-15 (plain.Jacobian x)
    let targets = Matrix<float>.Build.Dense(3, 1, 1.0)
    Assert.That((surrogate.Gradient(x, targets) - plain.Gradient(x, targets)).L2Norm(), Is.GreaterThan 1e-2)

    for method in [ NtkMethod.NtkVectorProducts; NtkMethod.StructuredDerivatives ] do
        surrogate.Ntk(x, method = method)
        |> shouldBe 1e-13 (surrogate.Ntk(x, method = NtkMethod.JacobianContraction))

[<Test>]
let ``frozen layers have no parameters, and a network of frozen layers no NTK`` () =
    let network = sample "dense(6, trainable=false) >> relu >> dense(2)"
    Assert.That(network.ParameterCount, Is.EqualTo 12)
    let frozen = sample "dense(6, trainable=false) >> relu >> dense(2, trainable=false)"

    for method in Enum.GetValues<NtkMethod>() do
        Assert.That((frozen.Ntk(x, method = method)).L2Norm(), Is.EqualTo 0.0)

[<Test>]
let ``the same seed gives the same network, another seed another`` () =
    let parameters seed =
        FiniteNetwork.Sample(Language.parse "dense(8) >> relu >> dense(2)", 3, seed = seed).Parameters

    Assert.That((parameters 4 - parameters 4).L2Norm(), Is.EqualTo 0.0)
    Assert.That((parameters 4 - parameters -4).L2Norm(), Is.GreaterThan 1.0)

[<Test>]
let ``both parameterizations are one function with different gradients`` () =
    let text parameterization =
        $"dense(8, sigmaW=1.5, sigmaB=0.5, parameterization={parameterization}) >> relu >> dense(1, parameterization={parameterization})"

    let ntk, standard = sample (text "ntk"), sample (text "standard")
    standard.Forward x |> shouldBe 1e-14 (ntk.Forward x)
    Assert.That(standard.Jacobian(x).L2Norm(), Is.GreaterThan(1.5 * ntk.Jacobian(x).L2Norm()))

[<Test>]
let ``orthogonal weights have orthogonal rows or columns of mean square 1`` () =
    for rows, columns in [ 5, 5; 7, 4; 4, 7; 40, 40 ] do
        let w =
            OrthogonalMatrix.Draw(NormalStream(3UL, 1UL), rows, columns)
            |> Conversions.ToMathNet

        let gram =
            if rows <= columns then
                w * w.Transpose()
            else
                w.Transpose() * w

        gram
        |> shouldBe 1e-14 (float (max rows columns) * Matrix<float>.Build.DenseIdentity(min rows columns))

[<Test>]
let ``a width replaces those of hidden layers only, and keeps together what is added`` () =
    let count text width outputs =
        let network =
            FiniteNetwork.Sample(Language.parse text, 3, width = Nullable width, outputs = outputs)

        network.ParameterCount, network.Outputs

    let same = Nullable()

    for text, outputs, expected in
        [
            "dense(100) >> relu >> dense(37) >> relu >> dense(2)", same, (3 * 8 + 64 + 16, 2)
            "dense(100) >> relu >> dense(2)", Nullable 5, (3 * 8 + 8 * 5, 5)
            "concat(dense(100), dense(50)) >> dense(1)", same, (3 * 16 + 16, 1)
            "residual(dense(3)) >> dense(50) >> dense(1)", same, (9 + 24 + 8, 1)
            "dense(50) >> residual(relu >> dense(50)) >> dense(1)", same, (24 + 64 + 8, 1)
            "sum(concat(dense(2), dense(4)), dense(6)) >> dense(1)", same, (6 + 12 + 18 + 6, 1)
            "dense(5) >> shared(a, dense(5)) >> shared(a, dense(5)) >> dense(1)", same, (24 + 64 + 8, 1)
        ] do
        Assert.That(count text 8 outputs, Is.EqualTo expected, (fun () -> text))

[<Test>]
let ``free parameters are bound, or named in a refusal`` () =
    let architecture = Language.parse "dense(4, sigmaW=s) >> tanh >> dense(1)"
    let bindings = dict [ "s", 2.0 ] |> Collections.Generic.Dictionary

    FiniteNetwork.Sample(architecture, 3, bindings = bindings).Forward x
    |> shouldBe 1e-15 (FiniteNetwork.Sample(Language.parse "dense(4, sigmaW=2) >> tanh >> dense(1)", 3).Forward x)

    shouldRefuse "s" (fun () -> FiniteNetwork.Sample(architecture, 3))

[<Test>]
let ``the linearised network touches the network at its parameters`` () =
    let network = sample "dense(8, sigmaB=0.3) >> tanh >> dense(2)"

    let linear, theta, v =
        network.Linearize(), network.Parameters, direction 1 network.ParameterCount

    linear.Forward(x, theta) |> shouldBe 1e-15 (network.Forward x)

    let deviation (s: float) =
        (network.WithParameters(theta + s * v).Forward x
         - linear.Forward(x, theta + s * v))
            .L2Norm()

    // The error of a linear model falls with the square of the step.
    Assert.That(deviation 1e-3 / deviation 1e-2, Is.EqualTo(0.01).Within(10.0).Percent)

[<Test>]
let ``the gradients of both losses are what differences tend to`` () =
    let network = sample "dense(8) >> tanh >> dense(3)"
    let theta, v, step = network.Parameters, direction 2 network.ParameterCount, 1e-5

    let targets =
        Matrix<float>.Build.DenseOfRowArrays [ [| 1.0; 0.0; 0.0 |]; [| 0.0; 0.5; 0.5 |]; [| 0.0; 0.0; 1.0 |] ]

    for loss in [ Loss.SquaredError; Loss.CrossEntropy ] do
        let value (s: float) =
            network.WithParameters(theta + s * v).LossOf(x, targets, loss)

        let difference = (value step - value -step) / (2.0 * step)
        Assert.That(network.Gradient(x, targets, loss) * v, Is.EqualTo(difference).Within(1e-8))

        (network.Linearize().Gradient(x, targets, theta, loss)
         - network.Gradient(x, targets, loss))
            .L2Norm()
        |> fun error -> Assert.That(error, Is.LessThan 1e-13)

type private Recorder() =
    member val Steps = ResizeArray<TrainingStep>()

    interface IProgress<TrainingStep> with
        member this.Report step = this.Steps.Add step

[<Test>]
let ``a step of training moves the outputs by the NTK`` () =
    // f ← f − η Θ (f − y) + O(η²).
    let network = sample "dense(8, learningRate=2) >> tanh >> dense(1, sigmaB=1)"
    let targets = Matrix<float>.Build.Dense(3, 1, fun i _ -> float i)
    let rate = 1e-6
    let trained = network.Train(x, targets, rate, 1)
    let movement = (trained.Forward x - network.Forward x) / -rate
    movement |> shouldBe 1e-4 (network.Ntk x * (network.Forward x - targets))

[<Test>]
let ``training lowers the loss, reports it, and can be cancelled`` () =
    let network = sample "dense(32) >> tanh >> dense(2)"

    let targets =
        Matrix<float>.Build.DenseOfRowArrays [ [| 1.0; 0.0 |]; [| 0.0; 1.0 |]; [| 1.0; 0.0 |] ]

    for loss in [ Loss.SquaredError; Loss.CrossEntropy ] do
        let recorder = Recorder()
        let trained = network.Train(x, targets, 0.3, 200, loss, recorder)
        let losses = [ for step in recorder.Steps -> step.Loss ]
        Assert.That(losses.Length, Is.EqualTo 200)
        Assert.That(List.pairwise losses |> List.forall (fun (before, after) -> after < before))
        Assert.That(trained.LossOf(x, targets, loss), Is.LessThan(0.3 * losses.Head))

    let cancelled = Threading.CancellationToken true

    let train () =
        network.Train(x, targets, 0.1, 10, cancellation = cancelled) |> ignore

    Assert.Throws<OperationCanceledException>(Action train) |> ignore

[<Test>]
let ``training that diverges is refused`` () =
    let network = sample "dense(32) >> tanh >> dense(1)"
    let targets = Matrix<float>.Build.Dense(3, 1, 1.0)

    let descent () = network.Train(x, targets, 1e3, 400)

    let linearised () =
        network.Linearize().Train(x, targets, 1e3, 400)

    shouldRefuse (Messages.NetworkDiverged 1e3) descent
    shouldRefuse (Messages.NetworkDiverged 1e3) linearised

/// Kernel regression by gradient descent: F ← F − η Θ (F − Y), k times from f₀.
let private kernelDescent (theta: Matrix<float>) rate steps (start: Matrix<float>) (y: Matrix<float>) =
    Seq.init steps id
    |> Seq.fold (fun outputs _ -> outputs - rate * theta * (outputs - y)) start

[<Test>]
let ``training the linearised network is kernel regression with the empirical NTK`` () =
    let network = sample "dense(8, learningRate=2, sigmaB=0.3) >> tanh >> dense(1)"

    let linear, targets =
        network.Linearize(), Matrix<float>.Build.Dense(3, 1, fun i _ -> float i - 0.7)

    let recorder = Recorder()
    let theta = linear.Train(x, targets, 0.1, 40, progress = recorder)
    let trained = linear.Forward(x, theta)

    trained
    |> shouldBe 1e-12 (kernelDescent (network.Ntk x) 0.1 40 (network.Forward x) targets)

    // Also where it was not trained: f₀(x′) + Θ(x′, x) Θ(x, x)⁻¹ (F − f₀(x)).
    let unseen =
        network.Forward others
        + network.Ntk(others, x) * (network.Ntk x).Solve(trained - network.Forward x)

    linear.Forward(others, theta) |> shouldBe 1e-11 unseen
    Assert.That(recorder.Steps.Count, Is.EqualTo 40)
    Assert.That(recorder.Steps[0].Loss, Is.EqualTo(network.LossOf(x, targets)).Within 1e-15)

[<Test>]
let ``a linearised network trains like its network while the weights hardly move, and can be cancelled`` () =
    let network = sample "dense(8) >> tanh >> dense(2)"

    let targets =
        Matrix<float>.Build.DenseOfRowArrays [ [| 1.0; 0.0 |]; [| 0.0; 1.0 |]; [| 1.0; 0.0 |] ]

    for loss in [ Loss.SquaredError; Loss.CrossEntropy ] do
        let moved (theta: Vector<float>) = theta - network.Parameters
        let full = moved (network.Train(x, targets, 1e-5, 3, loss).Parameters)
        let linear = moved (network.Linearize().Train(x, targets, 1e-5, 3, loss))
        Assert.That((full - linear).L2Norm() / full.L2Norm(), Is.LessThan 1e-4)

    let train () =
        network.Linearize().Train(x, targets, 0.1, 10, cancellation = Threading.CancellationToken true)
        |> ignore

    Assert.Throws<OperationCanceledException>(Action train) |> ignore

[<TestCase("dense(8, learningRate=2, sigmaB=0.3) >> tanh >> dense(6) >> gelu >> dense(1)")>]
[<TestCase("dense(8) >> residual(dense(8) >> erf >> dense(8)) >> dense(3)")>]
[<TestCase("concat(dense(4) >> sin, dense(6) >> tanh)")>]
let ``the derivative of the NTK along a direction is what differences tend to`` (text: string) =
    let network = sample text
    let theta, v, step = network.Parameters, direction 4 network.ParameterCount, 1e-4

    let moved (s: float) =
        network.WithParameters(theta + s * v).Ntk x

    network.NtkDerivative(x, v)
    |> shouldBe 1e-6 ((moved step - moved -step) / (2.0 * step))

[<Test>]
let ``along gradient flow the NTK changes by the third kernel of the tangent hierarchy`` () =
    // Huang and Yau: dK²/dt = −K³ r/N for the loss |f − y|²/(2N), with K³ᵢⱼₖ = ⟨∂K²ᵢⱼ/∂θ, ∂fₖ/∂θ⟩.
    let network = sample "dense(16) >> tanh >> dense(16) >> tanh >> dense(1)"
    let n, rate = float x.Count, 1e-6
    let targets = Matrix<float>.Build.Dense(3, 1, fun i _ -> float i - 1.0)
    let residuals, jacobian = network.Forward x - targets, network.Jacobian x

    let thirdKernel =
        [ for k in 0 .. x.Count - 1 -> network.NtkDerivative(x, jacobian.Row k) ]

    let predicted =
        Seq.zip thirdKernel (residuals.Enumerate())
        |> Seq.map (fun (slice, r) -> -slice * r / n)
        |> Seq.reduce (+)

    // Half a step back and half a step on.
    let after (rate: float) =
        network.Train(x, targets, rate / n, 1).Ntk x

    (after rate - after -rate) / (2.0 * rate) |> shouldBe 1e-6 predicted

    for slice in thirdKernel do
        slice |> shouldBe 1e-14 (slice.Transpose())

[<Test>]
let ``wrong shapes and widths are refused in words`` () =
    let network = sample "dense(4) >> relu >> dense(2)"
    shouldRefuse "3 features" (fun () -> network.Forward(Points.Of [| [| 1.0; 2.0 |] |]))
    shouldRefuse "has 20 parameters, but this vector has 3" (fun () -> network.WithParameters(direction 1 3))
    shouldRefuse "3 × 2 targets" (fun () -> network.Gradient(x, Matrix<float>.Build.Dense(3, 1)))
    shouldRefuse "at least one input feature" (fun () -> FiniteNetwork.Sample(network.Architecture, 0))
    shouldRefuse "Signals of 3 and 5" (fun () -> sample "residual(dense(5))")

    shouldRefuse "above 0 and at most 1" (fun () ->
        FiniteNetwork.Sample(
            Language.parse "dropout(p)",
            3,
            bindings = Collections.Generic.Dictionary(dict [ "p", 2.0 ])
        ))

    shouldRefuse "different layers" (fun () ->
        sample "dense(4) >> shared(a, dense(4)) >> shared(a, dense(4, sigmaW=2))")
