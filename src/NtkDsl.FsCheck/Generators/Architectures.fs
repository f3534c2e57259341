/// Random architectures and their shrinking: towards sub-trees, then towards smaller numbers.
module NtkDsl.Generators.Architectures

open FsCheck
open FsCheck.FSharp
open NtkDsl

/// The width of every dense layer inside, so that branches fit.
[<Literal>]
let Width = 4

let private sequence (layers: Architecture list) = Architecture.Sequence layers
let private sum (branches: Architecture list) = Layers.Sum(List.toArray branches)
let private product (branches: Architecture list) = Layers.Product(List.toArray branches)
let private concat (branches: Architecture list) = Layers.Concat(List.toArray branches)

let private factor =
    Gen.elements [ 1, 2; 1, 1; 3, 2; 5, 4 ]
    |> Gen.map (fun (p, q) -> Expr.Fraction(bigint p, bigint q))

/// A dense layer with weights of its own.
let private dense =
    gen {
        let! sigmaW = factor

        let! sigmaB =
            Gen.elements [ 0, 1; 1, 2; 1, 10 ]
            |> Gen.map (fun (p, q) -> Expr.Fraction(bigint p, bigint q))

        let! parameterization =
            Gen.frequency
                [
                    4, Gen.constant Parameterization.Ntk
                    1, Gen.constant Parameterization.Standard
                ]

        let! trainable = Gen.frequency [ 6, Gen.constant true; 1, Gen.constant false ]
        return Layers.Dense(Width, sigmaW, sigmaB, parameterization, trainable = trainable)
    }

let private activated (activation: Gen<Activation>) =
    Gen.map2 (fun (d: Architecture) (a: Activation) -> sequence [ d; a ]) dense activation

/// From Width channels to Width channels, ending in Gaussian fields: what any activation can follow.
let rec private gaussian activation size : Gen<Architecture> =
    let inner = size / 2

    if size <= 1 then
        dense
    else
        Gen.frequency
            [
                3, Gen.map2 (fun f d -> sequence [ f; d ]) (signal activation inner) dense
                1,
                Gen.map2 (fun (f: Architecture) (s: Expr) -> Layers.Residual(f, s)) (gaussian activation inner) factor
                1, Gen.map2 (fun f g -> sum [ f; g ]) (gaussian activation inner) (gaussian activation inner)
                1, Gen.map (fun f -> Layers.Repeat(2, f)) (gaussian activation inner)
                1, Gen.map (fun (f: Architecture) -> sequence [ f; Layers.LayerNorm() ]) (gaussian activation inner)
                1, Gen.map2 (fun f d -> sequence [ Layers.DenseNet(2, f); d ]) (signal activation inner) dense
                1,
                Gen.map
                    (fun s ->
                        sequence
                            [
                                Layers.Shared("w", Layers.Dense(Width, s))
                                Layers.Erf
                                Layers.Shared("w", Layers.Dense(Width, s))
                            ])
                    factor
            ]

/// From Width channels to Width channels, with any function of Gaussian fields at the end.
and private signal (activation: Gen<Activation>) size : Gen<Architecture> =
    let inner = size / 2

    if size <= 1 then
        activated activation
    else
        Gen.frequency
            [
                4,
                Gen.map2
                    (fun (f: Architecture) (a: Activation) -> sequence [ f; a ])
                    (gaussian activation inner)
                    activation
                1,
                Gen.map2
                    (fun (f: Architecture) (g: Architecture) -> sequence [ f; Layers.Residual g ])
                    (gaussian activation inner)
                    (signal activation inner)
                1,
                Gen.map2
                    (fun (f: Architecture) (a: Activation) -> sequence [ f; Layers.Residual(a, Expr.Fraction(1, 2)) ])
                    (gaussian activation inner)
                    activation
                1, Gen.map2 (fun f g -> product [ f; g ]) (signal activation inner) (signal activation inner)
                1, Gen.map2 (fun f g -> sum [ f; g ]) (signal activation inner) (signal activation inner)
                1,
                Gen.map2
                    (fun (f: Architecture) p -> sequence [ f; Layers.Dropout p ])
                    (signal activation inner)
                    (Gen.constant (Expr.Fraction(4, 5)))
                1, Gen.map2 (fun (f: Architecture) s -> sequence [ f; Layers.Scale s ]) (signal activation inner) factor
                1,
                // A large ε: of a signal that is constant over its channels the variance is nothing but rounding.
                Gen.map (fun f -> sequence [ f; Layers.LayerNorm(Expr.Fraction(1, 10)) ]) (signal activation inner)
            ]

let private compiles (architecture: Architecture) =
    try
        architecture.Compile 3 |> ignore
        true
    with :? NtkDslException ->
        false

/// A network with an exact limit: from any number of features to one output.
let private network activation =
    Gen.sized (fun size ->
        Gen.map3
            (fun first middle last -> sequence [ first; middle; last ])
            dense
            (signal activation (1 + size / 12))
            dense)
    |> Gen.filter compiles

/// Smaller values of one number.
let private shrinkNumber (value: Expr) : seq<Expr> =
    match value with
    | :? Symbolics.Number as number when number.ToDouble() <> 1.0 -> [ Expr.op_Implicit 1 ]
    | :? Symbolics.Number -> []
    | _ -> [ Expr.op_Implicit 1 ]

/// Sub-trees first, then the same tree with one part simpler.
let rec shrink (architecture: Architecture) : seq<Architecture> =
    let replaceEach (parts: Architecture list) rebuild =
        seq {
            for i in 0 .. parts.Length - 1 do
                for simpler in shrink parts[i] do
                    yield rebuild (List.updateAt i simpler parts)
        }

    let dropEach (parts: Architecture list) rebuild =
        seq {
            if parts.Length > 1 then
                for i in 0 .. parts.Length - 1 do
                    yield rebuild (List.removeAt i parts)
        }

    let branches (parts: EquatableList<Architecture>) (rebuild: Architecture list -> Architecture) =
        let parts = List.ofSeq parts
        Seq.concat [ Seq.ofList parts; dropEach parts rebuild; replaceEach parts rebuild ]

    match architecture with
    | :? Chain as chain ->
        let layers = List.ofSeq chain.Layers
        Seq.append (dropEach layers sequence) (replaceEach layers sequence)
    | :? Activation as activation -> Activations.shrink activation |> Seq.map (fun a -> a :> Architecture)
    | :? ResidualLayer as residual ->
        seq {
            yield residual.F

            for scale in shrinkNumber residual.Scale do
                yield Layers.Residual(residual.F, scale)

            for branch in shrink residual.F do
                yield Layers.Residual(branch, residual.Scale)
        }
    | :? RepeatLayer as repeat ->
        seq {
            yield repeat.Block

            for block in shrink repeat.Block do
                yield Layers.Repeat(repeat.N, block)
        }
    | :? DenseNetLayer as net ->
        seq {
            yield net.Block

            if net.N > 1 then
                yield Layers.DenseNet(net.N - 1, net.Block)

            for block in shrink net.Block do
                yield Layers.DenseNet(net.N, block)
        }
    | :? SharedLayer as shared ->
        seq {
            yield shared.Layer

            for layer in shrink shared.Layer do
                yield Layers.Shared(shared.Name, layer)
        }
    | :? SumLayer as layer -> branches layer.Branches sum
    | :? ProductLayer as layer -> branches layer.Branches product
    | :? ConcatLayer as layer -> branches layer.Branches concat
    | :? DenseLayer as layer ->
        seq {
            if layer <> (Layers.Dense layer.Width :?> DenseLayer) then
                yield Layers.Dense layer.Width

            if layer.Width > 1 then
                yield Layers.Dense(layer.Width / 2)
        }
    | _ -> []

/// The activations in a tree, from left to right.
let rec activationsOf (architecture: Architecture) : Activation list =
    let inEach (parts: Architecture seq) =
        parts |> Seq.collect activationsOf |> List.ofSeq

    match architecture with
    | :? Activation as activation -> [ activation ]
    | :? Chain as chain -> inEach chain.Layers
    | :? ResidualLayer as residual -> activationsOf residual.F
    | :? RepeatLayer as repeat -> activationsOf repeat.Block
    | :? DenseNetLayer as net -> activationsOf net.Block
    | :? SharedLayer as shared -> activationsOf shared.Layer
    | :? SumLayer as sum -> inEach sum.Branches
    | :? ProductLayer as product -> inEach product.Branches
    | :? ConcatLayer as concat -> inEach concat.Branches
    | _ -> []

/// Networks with an exact limit, for any number of features, with some activations; they shrink to networks with an exact limit.
let networksOf (activations: Gen<Activation>) : Arbitrary<Architecture> =
    Arb.fromGenShrink (network activations, shrink >> Seq.filter compiles)

/// Networks of activations with closed forms.
let tame = networksOf Activations.tame

/// Networks of analytic activations with closed forms.
let smooth =
    Arb.fromGenShrink (network Activations.smooth, shrink >> Seq.filter compiles)

/// Networks of relu alone, without biases, norms or dropout: homogeneous of degree 1.
let homogeneous =
    let block =
        Gen.elements
            [
                "dense(4, sigmaW=sqrt(2)) >> relu"
                "dense(4, sigmaW=2) >> leakyRelu(0.1)"
                "residual(dense(4) >> relu >> dense(4))"
                "dense(4) >> residual(relu) >> dense(4)"
                "dense(4) >> abs >> dense(4)"
                "denseNet(2, dense(4) >> relu) >> dense(4)"
                "concat(dense(4) >> relu, identity) >> dense(4)"
            ]
        |> Gen.map (fun (text: string) -> Architecture.Parse text)

    Arb.fromGenShrink (
        Gen.choose (1, 4)
        |> Gen.bind (fun n -> Gen.listOfLength n block)
        |> Gen.map (fun blocks -> sequence [ Layers.Dense Width; yield! blocks; Layers.Dense 1 ])
        |> Gen.filter compiles,
        shrink >> Seq.filter compiles
    )

/// A number as the text form may write it: fractions, decimals, roots, powers and free parameters.
let private textNumber: Gen<Expr> =
    let leaf =
        Gen.oneof
            [
                Gen.choose (-20, 20) |> Gen.map (fun n -> Expr.op_Implicit n)
                Gen.map2 (fun (p: int) (q: int) -> Expr.Fraction(p, q)) (Gen.choose (-20, 20)) (Gen.choose (1, 12))
                Gen.elements [ 0.1; 1e-7; 2.5e10 ]
                |> Gen.map (fun (x: float) -> Expr.op_Implicit x)
                Gen.elements [ "s"; "t"; "alpha_1" ] |> Gen.map Expr.Parameter
                Gen.constant Expr.Pi
            ]

    let rec number size =
        if size = 0 then
            leaf
        else
            Gen.oneof
                [
                    leaf
                    Gen.map2 (fun (x: Expr) (y: Expr) -> x + y) (number (size / 2)) (number (size / 2))
                    Gen.map2 (fun (x: Expr) (y: Expr) -> x * y) (number (size / 2)) (number (size / 2))
                    Gen.map2 (fun (x: Expr) (n: int) -> Expr.Pow(x, n)) (number (size / 2)) (Gen.choose (2, 3))
                    Gen.map2
                        (fun (x: Expr) (y: Expr) -> Expr.Pow(x, y))
                        (Gen.elements [ "s"; "t" ] |> Gen.map Expr.Parameter)
                        (number (size / 2))
                    Gen.map Expr.Sqrt (number (size / 2))
                ]

    Gen.choose (0, 6) |> Gen.bind number

/// Any layer at all, whether or not it compiles: what the text form must carry.
let rec private tree size : Gen<Architecture> =
    let leaf =
        Gen.oneof
            [
                Activations.any |> Gen.map (fun a -> a :> Architecture)
                Activations.withSurrogate |> Gen.map (fun a -> a :> Architecture)
                textNumber |> Gen.map Layers.Scale
                Gen.constant (Layers.LayerNorm())
                textNumber |> Gen.map (fun epsilon -> Layers.LayerNorm epsilon)
                Gen.elements [ "p"; "q" ] |> Gen.map (fun p -> Layers.Dropout(Expr.Parameter p))
                gen {
                    let! width = Gen.choose (1, 600)
                    let! sigmaW = textNumber
                    let! sigmaB = textNumber

                    let! parameterization =
                        Gen.elements [ Parameterization.Ntk; Parameterization.Standard ]

                    let! bias = Gen.elements [ true; false ]
                    let! biasInit = Gen.elements [ BiasInit.Gaussian; BiasInit.Zero ]
                    let! learningRate = textNumber
                    let! trainable = Gen.elements [ true; false ]
                    let! init = Gen.elements [ WeightInit.Gaussian; WeightInit.Orthogonal ]

                    return
                        Layers.Dense(
                            width,
                            sigmaW,
                            sigmaB,
                            parameterization,
                            bias,
                            biasInit,
                            learningRate,
                            sigmaB,
                            trainable,
                            init
                        )
                }
            ]

    if size = 0 then
        leaf
    else
        let below = tree (size / 3)
        let some = Gen.choose (1, 3) |> Gen.bind (fun n -> Gen.listOfLength n below)

        Gen.frequency
            [
                2, leaf
                2, some |> Gen.map sequence
                1, Gen.map2 (fun f s -> Layers.Residual(f, s)) below textNumber
                1, Gen.map2 (fun n f -> Layers.Repeat(n, f)) (Gen.choose (1, 9)) below
                1, Gen.map2 (fun n f -> Layers.DenseNet(n, f)) (Gen.choose (1, 9)) below
                1, Gen.map2 (fun name f -> Layers.Shared(name, f)) (Gen.elements [ "w"; "weights2" ]) below
                1, some |> Gen.map sum
                1, some |> Gen.map product
                1, some |> Gen.map concat
            ]

/// Any tree of layers.
let any = Arb.fromGenShrink (Gen.sized (fun size -> tree (1 + size / 4)), shrink)
