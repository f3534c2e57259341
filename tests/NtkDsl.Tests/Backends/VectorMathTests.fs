module NtkDsl.Tests.Backends.VectorMathTests

open System
open System.IO
open System.Reflection
open System.Runtime.InteropServices
open NUnit.Framework
open FsCheck
open FsCheck.NUnit
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Numerics.Near

/// A function under test: the number of arguments, the bound of its documentation in ulp, and the function of whole arrays.
type private Subject =
    {
        Arity: int
        Bound: float
        Apply: float[][] -> float[]
    }

let private unary bound apply =
    let onArrays (x: float[][]) =
        let result = Array.zeroCreate x[0].Length
        apply (x[0], result)
        result

    {
        Arity = 1
        Bound = bound
        Apply = onArrays
    }

let private binary bound apply =
    let onArrays (x: float[][]) =
        let result = Array.zeroCreate x[0].Length
        apply (x[0], x[1], result)
        result

    {
        Arity = 2
        Bound = bound
        Apply = onArrays
    }

let private subjects =
    Map
        [
            "Exp", unary 1.0 (fun (x: float[], r: float[]) -> VectorMath.Exp(x, r))
            "ExpMinusOne", unary 2.0 (fun (x: float[], r: float[]) -> VectorMath.ExpMinusOne(x, r))
            "Log", unary 1.0 (fun (x: float[], r: float[]) -> VectorMath.Log(x, r))
            "Sin", unary 1.0 (fun (x: float[], r: float[]) -> VectorMath.Sin(x, r))
            "Cos", unary 1.0 (fun (x: float[], r: float[]) -> VectorMath.Cos(x, r))
            "Tanh", unary 2.5 (fun (x: float[], r: float[]) -> VectorMath.Tanh(x, r))
            "Sigmoid", unary 2.0 (fun (x: float[], r: float[]) -> VectorMath.Sigmoid(x, r))
            "Softplus", unary 2.0 (fun (x: float[], r: float[]) -> VectorMath.Softplus(x, r))
            "Erf", unary 2.0 (fun (x: float[], r: float[]) -> VectorMath.Erf(x, r))
            "NormalCdf", unary 4.0 (fun (x: float[], r: float[]) -> VectorMath.NormalCdf(x, r))
            "SineMinus", unary 1.5 (fun (x: float[], r: float[]) -> VectorMath.SineMinus(x, r))
            "Atan2", binary 2.0 (fun (y: float[], x: float[], r: float[]) -> VectorMath.Atan2(y, x, r))
            "Hypot", binary 1.0 (fun (x: float[], y: float[], r: float[]) -> VectorMath.Hypot(x, y, r))
            "Angle", binary 2.0 (fun (p: float[], q: float[], r: float[]) -> VectorMath.Angle(p, q, r))
            "Area", binary 2.0 (fun (p: float[], q: float[], r: float[]) -> VectorMath.Area(p, q, r))
        ]

let private names = Seq.toList subjects.Keys

let private at name (arguments: float list) =
    Array.exactlyOne (subjects[name].Apply [| for x in arguments -> [| x |] |])

let private bits (x: float) = BitConverter.DoubleToInt64Bits x

/// The points of tests/oracle/vector_math_reference.py: arguments, correctly rounded values and what rounding left, in ulp.
let private reference name =
    let bytes =
        match Assembly.GetExecutingAssembly().GetManifestResourceStream $"{name}.bin" with
        | null -> failwith $"There are no reference values for {name}."
        | stream ->
            use reader = new BinaryReader(stream)
            reader.ReadBytes(int stream.Length)

    let numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).ToArray()
    let arity = subjects[name].Arity
    let columns = Array.transpose (Array.chunkBySize (arity + 2) numbers)
    Array.take arity columns, columns[arity], columns[arity + 1]

let private ulp (x: float) = Math.BitIncrement(abs x) - abs x

[<Test>]
let ``stays within the stated bound`` ([<ValueSource(nameof names)>] name: string) =
    let arguments, nearest, rest = reference name

    let errors =
        Array.map3
            (fun actual exact rest -> abs ((actual - exact) / ulp exact - rest))
            (subjects[name].Apply arguments)
            nearest
            rest

    Assert.That(errors.Length, Is.GreaterThanOrEqualTo 500)
    Assert.That(Array.max errors, Is.LessThanOrEqualTo subjects[name].Bound)

[<Test>]
let ``bits do not depend on the position`` ([<ValueSource(nameof names)>] name: string) =
    let arguments, _, _ = reference name
    let subject = subjects[name]
    let whole = subject.Apply arguments |> Array.map bits

    for size in [ 1; 3; 8; 13 ] do
        let pieces =
            [|
                for start in 0..size .. whole.Length - size ->
                    subject.Apply(arguments |> Array.map (fun x -> Array.sub x start size))
            |]

        let together = Array.concat pieces |> Array.map bits
        Assert.That(together, Is.EqualTo<int64[]>(Array.take together.Length whole))

[<Test>]
let ``works in place`` () =
    let x, _, _ = reference "Sin"
    let expected = subjects["Sin"].Apply x
    VectorMath.Sin(x[0], x[0])
    Assert.That(x[0], Is.EqualTo<float[]> expected)

[<Test>]
let ``writes no more than it reads`` () =
    let result = Array.create 20 7.0
    VectorMath.Exp(Array.zeroCreate<float> 11, result)
    Assert.That(result, Is.EqualTo<float[]>(Array.append (Array.create 11 1.0) (Array.create 9 7.0)))

[<Test>]
let ``refuses spans of different lengths`` () =
    throws<ArgumentException>(fun () -> VectorMath.Exp(Array.zeroCreate<float> 9, Array.zeroCreate<float> 8))

    throws<ArgumentException>(fun () ->
        VectorMath.Hypot(Array.zeroCreate<float> 1, Array.zeroCreate<float> 2, Array.zeroCreate<float> 2))

[<TestCase("Exp", 0.0, 1.0)>]
[<TestCase("Exp", Double.PositiveInfinity, Double.PositiveInfinity)>]
[<TestCase("Exp", 709.79, Double.PositiveInfinity)>]
[<TestCase("Exp", Double.NegativeInfinity, 0.0)>]
[<TestCase("Exp", -745.13, 5e-324)>]
[<TestCase("ExpMinusOne", -0.0, 0.0)>]
[<TestCase("ExpMinusOne", Double.PositiveInfinity, Double.PositiveInfinity)>]
[<TestCase("ExpMinusOne", Double.NegativeInfinity, -1.0)>]
[<TestCase("Log", 1.0, 0.0)>]
[<TestCase("Log", 0.0, Double.NegativeInfinity)>]
[<TestCase("Log", -0.0, Double.NegativeInfinity)>]
[<TestCase("Log", -1.0, Double.NaN)>]
[<TestCase("Log", 5e-324, -744.4400719213812)>]
[<TestCase("Log", Double.PositiveInfinity, Double.PositiveInfinity)>]
[<TestCase("Sin", -0.0, -0.0)>]
[<TestCase("Sin", Math.PI, 1.2246467991473532e-16)>]
[<TestCase("Sin", Double.PositiveInfinity, Double.NaN)>]
[<TestCase("Cos", 0.0, 1.0)>]
[<TestCase("Cos", Double.NegativeInfinity, Double.NaN)>]
[<TestCase("Tanh", -0.0, -0.0)>]
[<TestCase("Tanh", 5e-324, 5e-324)>]
[<TestCase("Tanh", Double.PositiveInfinity, 1.0)>]
[<TestCase("Tanh", -1e300, -1.0)>]
[<TestCase("Sigmoid", 0.0, 0.5)>]
[<TestCase("Sigmoid", Double.PositiveInfinity, 1.0)>]
[<TestCase("Sigmoid", Double.NegativeInfinity, 0.0)>]
[<TestCase("Softplus", Double.PositiveInfinity, Double.PositiveInfinity)>]
[<TestCase("Softplus", Double.NegativeInfinity, 0.0)>]
[<TestCase("Softplus", 1e300, 1e300)>]
[<TestCase("Erf", -0.0, -0.0)>]
[<TestCase("Erf", Double.PositiveInfinity, 1.0)>]
[<TestCase("Erf", -1e300, -1.0)>]
[<TestCase("NormalCdf", 0.0, 0.5)>]
[<TestCase("NormalCdf", Double.PositiveInfinity, 1.0)>]
[<TestCase("NormalCdf", Double.NegativeInfinity, 0.0)>]
[<TestCase("SineMinus", 0.0, 0.0)>]
[<TestCase("SineMinus", Math.PI, Math.PI)>]
// The double π/2 falls short of a right angle by 6e-17.
[<TestCase("SineMinus", Math.PI / 2.0, 0.9999999999999999)>]
[<TestCase("ArcCosine", 0.0, Math.PI)>]
[<TestCase("ArcCosine", Math.PI / 2.0, 1.0)>]
let ``special values`` (name, x: float, expected: float) =
    Assert.That(bits (at name [ x ]), Is.EqualTo(bits expected))

[<Test>]
let ``NaN stays NaN`` ([<ValueSource(nameof names)>] name: string) =
    match subjects[name].Arity with
    | 1 -> Assert.That(at name [ nan ], Is.NaN)
    | _ ->
        for other in [ 0.0; 1.0; nan ] do
            Assert.That(at name [ nan; other ], Is.NaN)
            Assert.That(at name [ other; nan ], Is.NaN)

let private corners = [ 0.0; -0.0; 1.0; -1.0; 1e300; -1e300; infinity; -infinity ]

[<Test>]
let ``the corners of the plane`` ([<ValueSource(nameof corners)>] y: float, [<ValueSource(nameof corners)>] x: float) =
    Assert.That(bits (at "Atan2" [ y; x ]), Is.EqualTo(bits (Math.Atan2(y, x))))
    Assert.That(at "Hypot" [ y; x ], Is.EqualTo(Double.Hypot(y, x)))

[<Test>]
let ``infinitely far, whatever the other coordinate`` () =
    Assert.That(at "Hypot" [ nan; -infinity ], Is.EqualTo infinity)

[<TestCase(0.0, 0.0, Math.PI / 2.0)>]
[<TestCase(-1.0, -2.0, Math.PI / 2.0)>]
[<TestCase(3.0, 3.0, Math.PI / 2.0)>]
[<TestCase(0.0, 1.0, 0.0)>]
[<TestCase(-0.0, 1.0, 0.0)>]
[<TestCase(-1e-17, 1.0, 0.0)>]
[<TestCase(1.0, -1e-17, Math.PI)>]
[<TestCase(1.0, 0.0, Math.PI)>]
let ``angles at the ends`` (gap, coGap, theta: float) =
    Assert.That(bits (at "Angle" [ gap; coGap ]), Is.EqualTo(bits theta))

[<TestCase(2e9)>]
[<TestCase(-1e22)>]
[<TestCase(1e300)>]
let ``large arguments of sine and cosine`` (x: float) =
    near (ulp (sin x)) (sin x) (at "Sin" [ x ])
    near (ulp (cos x)) (cos x) (at "Cos" [ x ])

[<Test>]
let ``exp - 1 of a single number keeps its digits`` () =
    let arguments, nearest, _ = reference "ExpMinusOne"

    for x, exact in Array.zip arguments[0] nearest do
        let value = Function.ExpMinusOne.Value.Invoke(ReadOnlySpan [| x |])
        Assert.That(value, Is.EqualTo(exact).Within(2.0 * ulp exact))

[<Test>]
let ``rectifiers are exact`` () =
    let x = [| -infinity; -2.5; -5e-324; -0.0; 0.0; 5e-324; 1.5; infinity; nan |]

    for name, apply in
        [
            Function.Relu, (fun (r: float[]) -> VectorMath.Relu(x, r))
            Function.Abs, (fun r -> VectorMath.Magnitude(x, r))
            Function.Sign, (fun r -> VectorMath.Sign(x, r))
            Function.Step, (fun r -> VectorMath.Step(x, r))
        ] do
        let result = Array.zeroCreate x.Length
        apply result
        Assert.That(result, Is.EqualTo<float>([| for u in x -> name.Value.Invoke(ReadOnlySpan [| u |]) |]), name.Name)

// The scalar twins are within about 4 ulp themselves.
[<Property>]
let ``agrees with the scalar twins`` (NormalFloat x) (NormalFloat y) =
    let theta = angle x
    relativelyNear 1.5e-15 (Angles.SineMinus theta) (at "SineMinus" [ theta ])
    relativelyNear 1e-15 (Function.Angle.Value.Invoke(ReadOnlySpan [| 0.0; 0.0; 0.0; x; y |])) (at "Angle" [ x; y ])
    relativelyNear 1e-15 (Function.Area.Value.Invoke(ReadOnlySpan [| 0.0; 0.0; 0.0; x; y |])) (at "Area" [ x; y ])
