/// What holds for the dual E φ(u)φ(v) of any activation, for any Gaussian pair.
module internal NtkDsl.DualLaws

open FsCheck.FSharp
open NtkDsl.Generators
open NtkDsl.Symbolics

let private u = Lambda.Variable :> Expr

/// The value of an expression in the symbols of a Gaussian pair.
let private at (moments: Moments) rho (expression: Expr) =
    let c = rho * sqrt moments.A * sqrt moments.B
    ReferenceEvaluator([| 1.0 |], [| 1.0 |], readOnlyDict [ "a", moments.A; "b", moments.B; "c", c ]).Of expression

/// E f(u)g(v), never in closed form.
let private byQuadrature f g moments rho =
    Expectation.Product(f, g, GaussianPair.Symbolic) |> at moments rho

/// √(E f(u)² E g(v)²), the scale of errors of E f(u)g(v).
let private size f g (moments: Moments) =
    let second h variance =
        byQuadrature
            h
            h
            {
                A = variance
                B = variance
                Rho = 1.0
            }
            1.0

    sqrt (second f moments.A * second g moments.B)

/// The derivative at 0 by Richardson's extrapolation of central differences.
let private slope (f: float -> float) =
    let differences =
        [ for h in [ 0.05; 0.025; 0.0125; 0.00625 ] -> (f h - f -h) / (2.0 * h) ]

    let rec improve order row =
        match row with
        | [ best ] -> best
        | _ ->
            let weight = 4.0 ** float order

            row
            |> List.pairwise
            |> List.map (fun (coarse, fine) -> (weight * fine - coarse) / (weight - 1.0))
            |> improve (order + 1)

    improve 1 differences

/// At correlations −1 and 1 half of the digits are lost: c = √(ab) is not exact for its angle.
let private tolerance rho = if abs rho > 0.99 then 1e-7 else 1e-10

let private compare what actual reference expected tolerance scale =
    if abs (actual - expected) <= tolerance * scale then
        None
    else
        Some(LawMessages.differs what actual reference expected)

/// The NNGP kernel of one layer, as it is evaluated for a user, is the integral.
let private quadrature (activation: Activation) =
    let f = activation.Function

    let kernel =
        (Architecture.Sequence [ Layers.Dense 1; activation; Layers.Dense 1 ]).Compile()

    fun (moments: Moments) ->
        let actual = kernel.Evaluate(moments.Points, moments.Points).Nngp[0, 1]
        let expected = byQuadrature f f moments moments.Rho
        compare "E φ(u)φ(v)" actual "by quadrature" expected (tolerance moments.Rho) (size f f moments)

/// E φ′(u)φ̃′(v) = ∂/∂c E φ(u)φ̃(v), where φ̃ is the surrogate, or φ if there is none. Near ρ = ±1 differences say little.
let private price (activation: Activation) =
    let f = activation.Function

    let g =
        match activation.Surrogate with
        | null -> f
        | surrogate -> surrogate.Function

    let derivatives =
        Gaussian.ExpectDerivatives(f, activation.Apply u, GaussianPair.Symbolic)

    fun (moments: Moments) ->
        let rho, unit = moments.Rho / 2.0, sqrt (moments.A * moments.B)
        let actual = at moments rho derivatives
        let expected = slope (fun h -> byQuadrature f g moments (rho + h)) / unit
        compare "E φ′(u)φ̃′(v)" actual "∂/∂c E φ(u)φ̃(v)" expected 1e-8 (max (abs expected) (size f g moments / unit))

/// A formula that someone derived for E φ(u)φ(v) is the integral.
let private claimed (activation: Activation) (dual: float -> float -> float -> float) (moments: Moments) =
    let f = activation.Function
    let expected = byQuadrature f f moments moments.Rho

    compare
        "the formula"
        (dual moments.A moments.B moments.C)
        "by quadrature"
        expected
        (tolerance moments.Rho)
        (size f f moments)

let private law (settings: LawSettings) (activation: Activation) name wrong =
    let reachable (moments: Moments) =
        sqrt (max moments.A moments.B) <= settings.LargestNorm

    let show (moments: Moments) =
        LawMessages.moments (moments.A, moments.B, moments.Rho)

    Law.create settings settings.Cases (string activation) name (Moments.any |> Arb.filter reachable) show wrong

/// The laws of the dual that follows from the activation.
let all settings activation =
    [
        law settings activation "Price's theorem" (price activation)
        law settings activation "closed form = quadrature" (quadrature activation)
    ]

/// The law of a dual that was derived by hand.
let ofClaim settings activation dual =
    law settings activation "claimed dual = quadrature" (claimed activation dual)
