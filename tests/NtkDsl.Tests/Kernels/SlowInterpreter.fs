/// K and Θ of two points by plain recursion over the layers: covariances are numbers, expectations are series in Hermite polynomials
/// whose coefficients come from quadrature. Shares the function table with the library, and nothing else.
module internal NtkDsl.Tests.Kernels.SlowInterpreter

open System
open System.Collections.Generic
open NtkDsl
open NtkDsl.Symbolics
open NtkDsl.Tests.Symbolics.Values

/// What this interpreter has no answer for.
exception Unsupported of string

/// A quantity at (x, x), (x, x′) and (x′, x′).
type Triple = { XX: float; XY: float; YY: float }

module Triple =
    let map2 f s t =
        {
            XX = f s.XX t.XX
            XY = f s.XY t.XY
            YY = f s.YY t.YY
        }

    let scale k t =
        {
            XX = k * t.XX
            XY = k * t.XY
            YY = k * t.YY
        }

    let zero = { XX = 0.0; XY = 0.0; YY = 0.0 }
    let add = map2 (+)

/// A function with its derivative.
type Smooth = float -> struct (float * float)

/// A Gaussian field with its kernels, or the coordinates of the input.
type Field =
    {
        Name: string
        K: Triple
        Theta: Triple
        IsInput: bool
    }

/// Channels that are sums of functions of independent fields.
type Group =
    {
        Width: int
        Parts: (Field * Smooth) list
    }

let private identity: Smooth = fun u -> struct (u, 1.0)

let private after (outer: Smooth) (inner: Smooth) : Smooth =
    fun u ->
        let struct (y, dy) = inner u
        let struct (z, dz) = outer y
        struct (z, dz * dy)

let private plus (f: Smooth) (g: Smooth) : Smooth =
    fun u ->
        let struct (y, dy) = f u
        let struct (z, dz) = g u
        struct (y + z, dy + dz)

let private times s : Smooth = fun u -> struct (s * u, s)

let private isLinear (f: Smooth) =
    let struct (atZero, slope) = f 0.0

    atZero = 0.0
    && [ -2.0; -0.5; 0.7; 3.0 ]
       |> List.forall (fun u -> abs (let struct (y, _) = f u in y - slope * u) < 1e-13 * abs (slope * u) + 1e-300)

// ---- Expectations ----

/// Gauss-Legendre nodes of ten points on panels of one length over [-12, 12], with 0 between two of them.
let private grid panels =
    let nodes =
        [
            0.1488743389816312
            0.4333953941292472
            0.6794095682990244
            0.8650633666889845
            0.9739065285171717
        ]

    let weights =
        [
            0.2955242247147529
            0.2692667193099963
            0.2190863625159820
            0.1494513491505806
            0.0666713443086881
        ]

    [|
        for panel in 0 .. panels - 1 do
            let half = 12.0 / float panels
            let middle = -12.0 + half * float (2 * panel + 1)

            for t, w in List.zip nodes weights do
                for sign in [ -1.0; 1.0 ] do
                    let z = middle + sign * half * t
                    struct (z, half * w * exp (-z * z / 2.0) / sqrt (2.0 * Math.PI))
    |]

let private coarse, private fine = grid 96, grid 122

/// E f(√a z)², the part of it beyond |z| = 11, and the coefficients of f(√a z) in normalised Hermite polynomials.
let private expand terms (f: float -> float) a nodes =
    let coefficients = Array.zeroCreate terms
    let mutable square, tail = 0.0, 0.0

    for struct (z, weight) in nodes do
        let y = f (sqrt a * z)
        square <- square + weight * y * y
        tail <- if abs z > 11.0 then tail + weight * y * y else tail
        let mutable below, current = 0.0, 1.0

        for k in 0 .. terms - 1 do
            coefficients[k] <- coefficients[k] + weight * y * current
            let next = (z * current - sqrt (float k) * below) / sqrt (float (k + 1))
            below <- current
            current <- next

    square, tail, coefficients

let private terms = 120

/// The same on two grids, which do not agree where the function has a kink besides 0 or grows too fast.
let private expansion f a =
    let square, tail, coefficients = expand terms f a coarse
    let again, _, others = expand terms f a fine
    let worst = Array.map2 (fun c d -> abs (c - d)) coefficients others |> Array.max

    if
        not (Double.IsFinite square)
        || tail > 1e-10 * square
        || abs (square - again) > 1e-10 * square
        || worst > 1e-10 * sqrt square
    then
        raise (Unsupported "a function that the quadrature does not resolve")

    square, coefficients

/// E f(u)g(v) at the three pairs of points, for u and v of one field.
let private dual (k: Triple) f g =
    let ofX, ofY = expansion f k.XX, expansion g k.YY
    let rho = k.XY / sqrt (k.XX * k.YY)

    if k.XX > 0.0 && k.YY > 0.0 && abs rho < 0.8 then
        Seq.init terms (fun j -> (snd ofX)[j] * (snd ofY)[j] * rho ** float j)
        |> Seq.sum
    else
        raise (Unsupported "points too close for the series")

let private value (f: Smooth) u = let struct (y, _) = f u in y
let private slope (f: Smooth) u = let struct (_, dy) = f u in dy

let private mean f a =
    Array.head (snd (expansion (value f) a))

/// E f(u)g(u′) at the three pairs of points; at one point by the same expansion, f and g may differ.
let private expectation (k: Triple) (f: float -> float) (g: float -> float) =
    let at a =
        Array.map2 (*) (snd (expansion f a)) (snd (expansion g a)) |> Array.sum

    let same a =
        if obj.ReferenceEquals(f, g) then
            fst (expansion f a)
        else
            at a

    {
        XX = same k.XX
        XY = dual k f g
        YY = same k.YY
    }

/// Σ over parts of E h h′ and of E ∂h ∂h′ Θ.
let private moments (group: Group) =
    let ofInput (field: Field) f =
        if isLinear f then
            Triple.scale (slope f 0.0 ** 2.0) field.K
        else
            raise (Unsupported "a function of the input")

    let several = List.length group.Parts > 1

    if several && group.Parts |> List.exists (fun (field, _) -> field.IsInput) then
        raise (Unsupported "the input added to fields")

    let second =
        [
            for field, f in group.Parts do
                if field.IsInput then
                    ofInput field f
                else
                    let plain = value f
                    expectation field.K plain plain

                for other, g in group.Parts do
                    if other.Name <> field.Name then
                        let m, n =
                            (mean f field.K.XX, mean f field.K.YY), (mean g other.K.XX, mean g other.K.YY)

                        {
                            XX = fst m * fst n
                            XY = fst m * snd n
                            YY = snd m * snd n
                        }
        ]
        |> List.fold Triple.add Triple.zero

    let tangent =
        [
            for field, f in group.Parts do
                if not field.IsInput then
                    let derivative = slope f
                    Triple.map2 (*) (expectation field.K derivative derivative) field.Theta
        ]
        |> List.fold Triple.add Triple.zero

    second, tangent

// ---- Layers ----

let private closed (expression: Expr) =
    if Rewriting.Leaves(expression, SymbolKind.Parameter).Count > 0 then
        raise (Unsupported "a free parameter")

    expression

let private number expression =
    NtkDsl.Tests.Symbolics.Values.value [] (closed expression)

let private total (signal: Group list) = signal |> List.sumBy _.Width

/// The moments of a signal, averaged over its channels.
let private average signal =
    let share = 1.0 / float (total signal)

    signal
    |> List.map (fun group ->
        let second, tangent = moments group
        let weight = share * float group.Width
        Triple.scale weight second, Triple.scale weight tangent)
    |> List.fold (fun (s, t) (second, tangent) -> Triple.add s second, Triple.add t tangent) (Triple.zero, Triple.zero)

let private plainWeights (weights: WeightSettings) =
    weights.Bias
    && weights.Trainable
    && weights.Parameterization = Parameterization.Ntk
    && weights.BiasInit = BiasInit.Gaussian
    && weights.LearningRate.Equals(Expr.op_Implicit 1: Expr)
    && weights.BiasLearningRate.Equals(Expr.op_Implicit 1: Expr)

/// Parts of one field become one function of it.
let private merged (group: Group) =
    { group with
        Parts =
            group.Parts
            |> List.groupBy (fun (field, _) -> field.Name)
            |> List.map (fun (_, parts) -> fst parts.Head, parts |> List.map snd |> List.reduce plus)
    }

let private sum (signals: Group list list) =
    let widths = signals |> List.map (List.map _.Width) |> List.distinct

    match widths with
    | [ _ ] ->
        signals
        |> List.transpose
        |> List.map (fun groups ->
            merged
                { groups.Head with
                    Parts = List.collect _.Parts groups
                })
    | _ -> raise (Unsupported "groups that do not match")

type private Interpreter() =
    let mutable fields = 0

    member private _.NewField(k, theta) =
        fields <- fields + 1

        {
            Name = $"g{fields}"
            K = k
            Theta = theta
            IsInput = false
        }

    member private _.Activate(activation: Activation, group: Group) =
        if activation.Surrogate <> null then
            raise (Unsupported "a surrogate gradient")

        let at expression u =
            NtkDsl.Tests.Symbolics.Values.value [ Lambda.Variable.Name, u ] expression

        let derivative = Derivative.Of(closed activation.Function, Lambda.Variable)
        let phi: Smooth = fun u -> struct (at activation.Function u, at derivative u)

        match group.Parts with
        | [ field, f ] when not field.IsInput ->
            { group with
                Parts = [ field, after phi f ]
            }
        | _ -> raise (Unsupported "a function of several fields")

    member this.Run(layer: Architecture, input: Group list) : Group list =
        match layer with
        | :? Chain as chain -> chain.Layers |> Seq.fold (fun signal next -> this.Run(next, signal)) input
        | :? DenseLayer as dense when plainWeights dense.Weights ->
            let second, tangent = average input
            let variance = number dense.Weights.SigmaW ** 2.0
            let bias = number dense.Weights.SigmaB ** 2.0

            let k =
                Triple.add (Triple.scale variance second) { XX = bias; XY = bias; YY = bias }

            let field = this.NewField(k, Triple.add k (Triple.scale variance tangent))

            [
                {
                    Width = dense.Width
                    Parts = [ field, identity ]
                }
            ]
        | :? Activation as activation when activation = Layers.Identity -> input
        | :? Activation as activation -> input |> List.map (fun group -> this.Activate(activation, group))
        | :? ScaleLayer as layer -> this.Scale(number layer.Factor, input)
        | :? ResidualLayer as layer -> sum [ input; this.Scale(number layer.Scale, this.Run(layer.F, input)) ]
        | :? SumLayer as layer -> sum [ for branch in layer.Branches -> this.Run(branch, input) ]
        | :? ConcatLayer as layer ->
            [
                for branch in layer.Branches do
                    yield! this.Run(branch, input)
            ]
        | :? RepeatLayer as layer when layer.N <= 64 ->
            Seq.replicate layer.N layer.Block
            |> Seq.fold (fun signal block -> this.Run(block, signal)) input
        | :? DenseNetLayer as layer when layer.N <= 9 ->
            Seq.replicate layer.N layer.Block
            |> Seq.fold (fun signal block -> signal @ this.Run(block, signal)) input
        | _ -> raise (Unsupported(string layer))

    member private _.Scale(factor, signal: Group list) =
        [
            for group in signal ->
                { group with
                    Parts = [ for field, f in group.Parts -> field, after (times factor) f ]
                }
        ]

/// K and Θ at (x, x), (x, x′) and (x′, x′); raises Unsupported for what it cannot do.
let kernels (architecture: Architecture) (x: float list) (y: float list) =
    let inner s t = List.map2 (*) s t |> List.average

    let k =
        {
            XX = inner x x
            XY = inner x y
            YY = inner y y
        }

    let input =
        {
            Name = "x"
            K = k
            Theta = Triple.zero
            IsInput = true
        }

    Interpreter()
        .Run(
            architecture,
            [
                {
                    Width = x.Length
                    Parts = [ input, identity ]
                }
            ]
        )
    |> average
