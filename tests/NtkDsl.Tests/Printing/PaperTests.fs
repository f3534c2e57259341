/// Formulas for readers: Unicode, LaTeX and MathML.
module NtkDsl.Tests.Printing.PaperTests

open System.Diagnostics
open System.Xml.Linq
open NUnit.Framework
open NtkDsl
open NtkDsl.Symbolics

let private listing (write: FormulaList -> string) =
    String.concat "\n" [ for sample in Samples.all -> $"== {sample.Name}\n{write sample.Formulas}\n" ]

[<Test>]
let ``Unicode is as approved`` () =
    Approval.verify "Unicode.txt" (listing _.ToUnicode())

[<Test>]
let ``LaTeX is as approved`` () =
    Approval.verify "Latex.txt" (listing _.ToLatex())

[<Test>]
let ``MathML is as approved`` () =
    Approval.verify "MathML.txt" (listing _.ToMathML())

let private p name = Expr.Parameter name
let private number (x: int) = Expr.Fraction(bigint x, 1I)

let private fraction p q =
    Expr.Fraction(bigint (p: int), bigint (q: int))

let private small: (Expr * string) list =
    let a, b, theta = p "a", p "b", p "theta"

    [
        fraction 1 2, "1/2"
        Expr.op_Implicit 0.1, "0.1"
        Expr.op_Implicit 2.25, "9/4"
        Expr.op_Implicit 1e-12, "10⁻¹²"
        Expr.op_Implicit 1.0507009873554805, "1.0507009873554805"
        number -3, "−3"
        Expr.Sqrt(number 2) / number 2, "1/√2"
        number 1 / Expr.Sqrt(number 2 * Expr.Pi), "1/√(2π)"
        number 2 / Expr.Sqrt Expr.Pi, "2/√π"
        Expr.Sqrt(number 2) / Expr.Sqrt Expr.Pi, "√(2/π)"
        number 1 - Expr.Pi, "1 − π"
        -a / number 3, "−a/3"
        number 1 + a, "a + 1"
        number 1 - a, "1 − a"
        a - number 2 * b, "a − 2b"
        a * (number 1 - b), "a (1 − b)"
        Expr.Pow(a + number 1, number 2) / (number 3 * (number 1 - a)), "(a + 1)²/(3(1 − a))"
        number 2 * (number 2 * a + number 4 * b), "4(a + 2b)"
        number 3 / (a * a), "3/a²"
        Expr.Pow(a, b), "a^b"
        Expr.Pow(a, fraction 3 2), "a^(3/2)"
        Expr.Pow(a, fraction 1 3), "a^(1/3)"
        Expr.Pow(Expr.Sin theta, number 2), "sin² θ"
        number 2 * Expr.Sin theta * a, "2a sin θ"
        Expr.Sin(a + b), "sin(a + b)"
        Expr.Pow(Expr.Relu a, number 2), "relu(a)²"
        Expr.Exp(-a / number 2), "exp(−a/2)"
        Expr.Abs a + number 1, "|a| + 1"
        Expr.NormalCdf a, "Φ(a)"
        p "sigma_w" * p "s1", "s₁ σ_w"
    ]

[<Test>]
let ``small expressions read as one would write them`` () =
    for expression, written in small do
        Assert.That(expression.ToString(), Is.EqualTo written)

[<Test>]
let ``MathML is well formed, every token is an element, and fractions, roots and powers have their arguments`` () =
    let parents =
        set
            [
                "math"
                "mtable"
                "mtr"
                "mtd"
                "mrow"
                "mfrac"
                "msqrt"
                "msup"
                "msub"
                "munder"
            ]

    let tokens = set [ "mi"; "mn"; "mo"; "mtext"; "mspace" ]

    for sample in Samples.all do
        let root = XElement.Parse(sample.Formulas.ToMathML())
        Assert.That(root.Name, Is.EqualTo(XName.Get("math", "http://www.w3.org/1998/Math/MathML")))
        Assert.That(string (root.Attribute "display"), Is.EqualTo "display=\"block\"")

        for element in root.DescendantsAndSelf() do
            let name, children = element.Name.LocalName, Seq.length (element.Elements())

            match name with
            | "mfrac"
            | "msup"
            | "msub"
            | "munder" -> Assert.That(children, Is.EqualTo 2, name)
            | _ when tokens.Contains name -> Assert.That(children, Is.Zero, name)
            | _ ->
                Assert.That(parents.Contains name, name)

                let text =
                    element.Nodes()
                    |> Seq.choose (function
                        | :? XText as text -> Some text.Value
                        | _ -> None)

                Assert.That(text |> Seq.forall System.String.IsNullOrWhiteSpace, name)

[<Test>]
let ``braces of LaTeX balance`` () =
    for sample in Samples.all do
        let step =
            function
            | '{' -> 1
            | '}' -> -1
            | _ -> 0

        let depths =
            sample.Formulas.ToLatex()
            |> Seq.scan (fun depth letter -> depth + step letter) 0

        Assert.That(Seq.min depths, Is.Zero)
        Assert.That(Seq.last depths, Is.Zero)

let private deep (layers: int) =
    Samples.kernel($"dense(8, sigmaB=0.1) >> repeat({layers - 1}, relu >> dense(8, sigmaB=0.1))").Ntk

[<Test>]
let ``a thousand layers are a recursion of four lines`` () =
    let kernel = deep 1000
    let clock = Stopwatch.StartNew()
    let lines = kernel.ToUnicode().Split '\n'
    Assert.That(lines, Has.Member "for l = 3, …, 1000:")
    Assert.That(lines.Length, Is.EqualTo 12)
    Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan 30.0)

[<Test>]
let ``unrolled, every layer has its lines`` () =
    let lines = (deep 10).ToUnicode(unroll = true).Split '\n'
    Assert.That(lines, Has.None.StartsWith("for"))
    Assert.That(lines |> Array.filter _.StartsWith("Θ"), Has.Length.EqualTo 9)

[<Test>]
let ``a block of two layers counts by twos`` () =
    let kernel =
        Samples.kernel("repeat(9, dense(8, sigmaB=1) >> relu >> dense(8) >> erf) >> dense(1)").Nngp

    Assert.That(kernel.ToUnicode(), Does.Contain("for l = 2, 4, …, 16:"))

[<Test>]
let ``expanded, there are no names`` () =
    let kernel = Samples.kernel ("dense(8) >> relu >> dense(1)")
    let cosine = "⟨x,x′⟩/(‖x‖ ‖x′‖)"
    let sine = "√(1 − ⟨x,x′⟩²/(‖x‖² ‖x′‖²))"
    let formula = $"‖x‖ ‖x′‖ ({sine} + (π − arccos({cosine})) {cosine})/(2π d)"
    Assert.That(kernel.Nngp.ToUnicode(expand = true), Is.EqualTo formula)

[<Test>]
let ``what is too large to expand is refused with its size`` () =
    let refusal = Approval.refusalOf (fun () -> (deep 12).ToLatex(expand = true))
    Assert.That(refusal, Does.Match("has [0-9.E+]+ leaves and operations, and at most 10000 are shown"))

let private shown (text: string) =
    Samples.kernel(text).Formulas().ToUnicode()

[<Test>]
let ``K and Θ share their definitions`` () =
    for sample in Samples.all do
        let lines = sample.Formulas.ToUnicode().Split '\n'
        Assert.That(lines, Is.Unique, sample.Name)

[<Test>]
let ``kernels that need no definition have their names`` () =
    Assert.That(shown "dense(1)", Is.EqualTo "K(x,x′) = ⟨x,x′⟩/d\nΘ(x,x′) = K(x,x′)")

    Assert.That(
        shown "dense(8) >> relu",
        Is.EqualTo
            "θ₀ = arccos(⟨x,x′⟩/(‖x‖ ‖x′‖))\nK(x,x′) = ‖x‖ ‖x′‖ (sin θ₀ + (π − θ₀) cos θ₀)/(2π d)\nΘ(x,x′) = (π − θ₀) ⟨x,x′⟩/(2π d)"
    )

let private count (part: string) (text: string) = text.Split(part).Length - 1

[<Test>]
let ``forms that are safe in floating point are not on the page`` () =
    Assert.That(shown "dense(8) >> sin >> dense(1)", Does.Contain "exp(−(K₀(x,x) + K₀(x′,x′))/2) sinh(K₀(x,x′))")
    Assert.That(shown "dense(8) >> cos >> dense(1)", Does.Contain "exp(−(K₀(x,x) + K₀(x′,x′))/2) cosh(K₀(x,x′))")
    Assert.That(shown "dense(8) >> elu >> dense(1)", Does.Contain "E[elu(u) elu(v)]")
    Assert.That(shown "dense(8) >> selu >> dense(1)", Does.Contain "E[selu′(u) selu′(v)]")
    Assert.That(shown "concat(identity, dense(3)) >> relu >> dense(1)", Does.Contain "Σᵢ relu(xᵢ) relu(x′ᵢ)/(d + 3)")

    let gelu = shown "dense(8) >> gelu >> dense(1)"
    Assert.That(count "arcsin" gelu, Is.EqualTo 1)
    Assert.That(count "√(K₀(x,x) + K₀(x′,x′) + Δ₀² + 1)" gelu, Is.EqualTo 1)
    Assert.That(gelu, Does.Not.Contain "^(3/2)")

    for line in (shown "dense(8) >> gabor >> dense(1)").Split '\n' do
        Assert.That(line.Length, Is.LessThan 200)
        Assert.That(line, Does.Not.Contain "tanh")

[<Test>]
let ``expanded, no function is undone by its inverse`` () =
    for text in
        [
            "dense(8) >> relu >> dense(1)"
            "dense(8) >> rectifiedMonomial(3) >> dense(1)"
            "dense(8) >> leakyRelu(0.1) >> dense(8) >> relu >> dense(1)"
        ] do
        let formulas = Samples.kernel(text).Formulas().ToUnicode(expand = true)
        Assert.That(formulas, Does.StartWith "K(x,x′) = ")
        Assert.That(formulas, Does.Contain "\nΘ(x,x′) = ")
        Assert.That(formulas, Does.Not.Contain "cos(arccos")
        Assert.That(formulas, Does.Not.Contain "sin(arccos")

[<Test>]
let ``a dense-net is a recursion whose divisor grows with the layer`` () =
    let lines =
        (shown "dense(64) >> denseNet(6, dense(32) >> relu) >> dense(1)").Split '\n'

    Assert.That(lines, Has.Member "for l = 4, …, 8:")
    Assert.That(lines, Has.Member "  Kₗ(x,x′) = Sₗ₋₁(x,x′)/(2l)")
    Assert.That(lines, Has.Member "  Θₗ(x,x′) = Kₗ(x,x′) + Tₗ₋₁(x,x′)/(2l)")

[<Test>]
let ``the covariance of a normalised field has a name`` () =
    let lines =
        (shown "dense(8) >> repeat(9, residual(layerNorm >> gelu >> dense(8))) >> dense(1)").Split '\n'

    Assert.That(lines, Has.Member "  Cₗ₊₁(x,x′) = Kₗ₊₁(x,x′)/√((Kₗ₊₁(x,x) + 10⁻¹²) (Kₗ₊₁(x′,x′) + 10⁻¹²))")
    Assert.That(lines, Has.Member "  Δₗ₋₁ = √(Cₗ₋₁(x,x) Cₗ₋₁(x′,x′) − Cₗ₋₁(x,x′)²)")

[<Test>]
let ``a field that is normalised in several ways has letters for them`` () =
    let formulas =
        shown "dense(8) >> denseNet(3, layerNorm >> gelu >> dense(8)) >> dense(1)"

    Assert.That(formulas, Does.Contain "\nC₁(x,x′) = ")
    Assert.That(formulas, Does.Contain "\nC₁ₐ(x,x′) = ")
    Assert.That(formulas, Does.Contain "\nC₁ₑ(x,x′) = ")

[<TestCase("residual(dense(8) >> relu >> dense(8), scale=0.03)", 12, 1000)>]
[<TestCase("residual(relu >> dense(8) >> tanh >> dense(8), scale=0.03)", 12, 300)>]
let ``formulas do not get longer with depth`` (block: string, few: int, many: int) =
    let formulas blocks =
        Architecture
            .Parse($"dense(8) >> repeat({blocks}, {block}) >> dense(1)")
            .Compile(limit = 4_000_000_000L)
            .Formulas()

    let notations: (FormulaList -> string) list =
        [ _.ToUnicode(); _.ToLatex(); _.ToMathML() ]

    for write in notations do
        let small, large = write (formulas few), write (formulas many)
        Assert.That(large.Split('\n').Length, Is.EqualTo(small.Split('\n').Length))

/// Sums over the coordinates of the input are written with a sign that is no number.
let private overFeatures = set [ "input"; "channels of the input"; "drift" ]

[<Test>]
let ``what is on the page has the value of the kernel`` () =
    let leaf name scope nonNegative =
        Symbol.Make(name, SymbolKind.Input, scope, nonNegative) :> Expr

    let d = InputMoments.Features :> Expr

    let vectors =
        [
            leaf "‖x‖" Scope.Row true, Expr.Sqrt(InputMoments.Row * d)
            leaf "‖x‖" Scope.Column true, Expr.Sqrt(InputMoments.Column * d)
            leaf "⟨x,x′⟩" Scope.Pair false, InputMoments.Cross * d
        ]

    for sample in Samples.all do
        if not (overFeatures.Contains sample.Name) then
            let parameters = System.Collections.Generic.Dictionary(dict sample.Parameters)

            let evaluator =
                ReferenceEvaluator([| 0.5; -1.2; 0.3 |], [| 1.1; 0.6; -0.3 |], parameters)

            let written = Outline.Of(List.toArray sample.Values, Medium.Paper).Values

            for value, onPage in Seq.zip sample.Values written do
                let filled =
                    vectors
                    |> List.fold
                        (fun (formula: Expr) (vector, moment) -> Rewriting.Substitute(formula, vector, moment))
                        onPage

                let expected = evaluator.Of value
                Assert.That(evaluator.Of filled, Is.EqualTo(expected).Within(1e-9 * (1.0 + abs expected)), sample.Name)
