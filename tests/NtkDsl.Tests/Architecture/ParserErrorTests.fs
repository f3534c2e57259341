/// Texts that do not parse: the message says what is wrong, and the mark stands under it.
module NtkDsl.Tests.Architecture.ParserErrorTests

open NUnit.Framework
open NtkDsl
open NtkDsl.Tests.Given

let private refusal text =
    try
        parse text |> ignore
        failwith $"'{text}' parses"
    with :? NtkDslException as refusal ->
        refusal.Message

/// The column of the mark, and what is said beside it.
let private marked (text: string) =
    let lines = (refusal text).Split '\n'
    Assert.That(lines[0], Is.EqualTo text)
    lines[1].IndexOf '^', lines[1].Substring(lines[1].IndexOf '^' + 2)

[<TestCase("dense(8) $ relu", 9, "unexpected character '$'")>]
[<TestCase("dense(8) relu", 9, "expected '>>' or the end, found 'relu'")>]
[<TestCase("dense(8) >>", 11, "expected a layer here, at the end")>]
[<TestCase("dense(8) >> 3", 12, "expected a layer, found '3'")>]
[<TestCase("dense(8", 7, "expected ',' here, at the end")>]
[<TestCase("(relu", 5, "expected ')' here, at the end")>]
[<TestCase("rellu", 0, "unknown word 'rellu'; did you mean relu?")>]
[<TestCase("rleu", 0, "unknown word 'rleu'; did you mean relu?")>]
[<TestCase("xyzzyx", 0, "unknown word 'xyzzyx'; 'ntk words' lists all")>]
[<TestCase("relu(2)", 5, "relu takes no arguments but surrogate=…")>]
[<TestCase("sign(surrogate=dense(8))", 22, "a surrogate is an activation, such as erf")>]
[<TestCase("scale(1/0)", 8, "division by 0")>]
[<TestCase("scale(1/(2-2))", 12, "division by 0")>]
[<TestCase("scale()", 6, "scale needs factor: scale(factor)")>]
[<TestCase("dense(8, sigma=2)",
           9,
           "dense has no argument sigma: dense(width, sigmaW=1, sigmaB=0, parameterization=ntk|standard, bias=true|false, biasInit=gaussian|zero, learningRate=1, biasLearningRate=1, trainable=true|false, init=gaussian|orthogonal)")>]
[<TestCase("scale(1, 2)", 9, "too many arguments for scale: scale(factor)")>]
[<TestCase("dense(8, width=9)", 15, "dense is given width twice")>]
[<TestCase("dense(1.5)", 6, "expected a whole number, found '1.5'")>]
[<TestCase("dense(8, bias=maybe)", 14, "expected true or false, found 'maybe'")>]
[<TestCase("dense(8, init=haar)", 14, "expected gaussian or orthogonal, found 'haar'")>]
[<TestCase("scale(*)", 6, "expected a number or a parameter, found '*'")>]
[<TestCase("shared(3, relu)", 7, "expected a name, found '3'")>]
[<TestCase("dense(0)", 7, "A dense layer needs at least one channel, but its width is 0.")>]
let ``a mark stands under what is wrong`` (text: string, column: int, problem: string) =
    Assert.That(marked text, Is.EqualTo((column, problem)))

[<Test>]
let ``a long text is shown around the mark`` () =
    let layers = String.concat " >> " (List.replicate 40 "relu")
    let lines = (refusal $"{layers} >> oops >> {layers}").Split '\n'
    Assert.That(lines[0].Length, Is.LessThanOrEqualTo 100)
    Assert.That(lines[0].Substring(lines[1].IndexOf '^'), Does.StartWith "oops")

// Some of these would be exact fractions of a billion digits.
[<TestCase("scale(1e999999999)", 6, "1e999999999 is out of the range of double precision")>]
[<TestCase("scale(1e99999999999)", 6, "1e99999999999 is out of the range of double precision")>]
[<TestCase("scale(1e-999999999)", 6, "1e-999999999 is out of the range of double precision")>]
[<TestCase("scale(0^(-1))", 11, "division by 0")>]
let ``numbers that no double holds are refused`` (text: string, column: int, problem: string) =
    Assert.That(marked text, Is.EqualTo((column, problem)))

[<Test>]
let ``zero has any exponent`` () =
    Assert.That(string (parse "scale(0e999999999)"), Is.EqualTo "scale(0)")

[<TestCase("(", "relu", ")")>]
[<TestCase("residual(", "relu", ")")>]
[<TestCase("scale((", "1", "))")>]
[<TestCase("scale(-", "1", ")")>]
[<TestCase("sign(surrogate=", "erf", ")")>]
let ``what nests too deeply is refused, and not by the end of the process``
    (opened: string, inner: string, closed: string)
    =
    let number = opened.StartsWith "scale("
    let before, opened = if number then "scale(", opened.Substring 6 else "", opened
    let after, closed = if number then ")", closed.Substring 1 else "", closed

    let text count =
        before
        + String.replicate count opened
        + inner
        + String.replicate count closed
        + after

    Assert.That(refusal (text 20_000), Does.Contain(Messages.NestedTooDeeply 256))

    if opened <> "sign(surrogate=" then
        Assert.That((Architecture.Parse(text 200)).ToString(), Is.Not.Empty)
