/// The kernels on which every notation is tried.
module NtkDsl.Tests.Printing.Samples

open NtkDsl
open NtkDsl.Symbolics

type Sample =
    {
        Name: string
        Formulas: FormulaList
        Parameters: (string * float) list
    }

    member sample.Values = List.ofSeq sample.Formulas.Values

let private kinkAside =
    Activation.Define("kinkAside", fun u -> Expr.Relu(u - Expr.Fraction(1, 2)) + Expr.Tanh u)

let private hardTanh =
    Activation.Define("hardTanh", fun u -> u - Expr.Relu(u - Expr.op_Implicit 1) + Expr.Relu(-u - Expr.op_Implicit 1))

/// Compiles the text form.
let kernel (text: string) =
    Architecture.Parse(text, [ kinkAside; hardTanh ]).Compile()

let private ntk name text parameters =
    {
        Name = name
        Formulas = kernel(text).Formulas KernelKind.Ntk
        Parameters = parameters
    }

let private nngp name text =
    {
        Name = name
        Formulas = kernel(text).Formulas KernelKind.Nngp
        Parameters = []
    }

let private both name text =
    {
        Name = name
        Formulas = kernel(text).Formulas()
        Parameters = []
    }

let all =
    [
        ntk "rectifier" "dense(8, sigmaW=sqrt(2)) >> relu >> dense(8, sigmaW=sqrt(2)) >> relu >> dense(1)" []
        ntk "deep" "dense(8, sigmaW=1.5, sigmaB=0.1) >> repeat(8, relu >> dense(8, sigmaW=1.5, sigmaB=0.1))" []
        ntk
            "parameters"
            "dense(8, sigmaW=sigma_w, sigmaB=b) >> erf >> dense(8) >> leakyRelu(a) >> dense(1)"
            [ "a", 0.2; "b", 0.3; "sigma_w", 1.4 ]
        nngp "two a block" "repeat(4, dense(8, sigmaB=1) >> relu >> dense(8) >> tanh) >> dense(1)"
        ntk "residual" "dense(8) >> residual(relu >> dense(8) >> sin >> dense(8), scale=1/3) >> relu >> dense(1)" []
        ntk "gelu" "dense(8, sigmaB=1) >> gelu >> dense(1)" []
        {
            Name = "input"
            Formulas =
                let u = Lambda.Variable

                InputMean.Of(Expr.Tanh u, Expr.Relu u, InputMean.RowPoint, InputMean.ColumnPoint)
                - Expr.Parameter "s"
                  * InputMean.Of(Expr.Pow(Expr.Tanh u, Expr.op_Implicit 2), InputMean.ColumnPoint)
                |> FormulaList.Of
            Parameters = [ "s", 0.5 ]
        }
        ntk "norm" "dense(8) >> layerNorm() >> relu >> layerNorm() >> dense(2)" []
        ntk "selu" "dense(8, sigmaB=1) >> selu >> dense(1)" []
        ntk "kink aside" "dense(8, sigmaB=1) >> kinkAside >> dense(1)" []
        ntk "clipped" "dense(8, sigmaB=1) >> hardTanh >> dense(1)" []
        ntk "product" "product(dense(8) >> relu, dense(8) >> softplus) >> dense(1)" []
        ntk "surrogate" "dense(8) >> sign(surrogate=erf) >> dense(1)" []
        ntk "powers" "dense(8) >> rectifiedMonomial(2) >> dense(8, sigmaW=0.5) >> monomial(3) >> dense(1)" []
        {
            Name = "derivative"
            Formulas =
                kernel("dense(8, sigmaW=s) >> exp >> dense(1)").Formulas(KernelKind.Ntk).Derivative(Expr.Parameter "s")
            Parameters = [ "s", 0.7 ]
        }
        both "both" "dense(8) >> tanh >> dense(1)"
        both "one layer" "dense(1)"
        both "no NTK" "dense(8) >> sign >> dense(1)"
        both
            "blocks"
            "dense(8, sigmaB=0.2) >> repeat(7, residual(relu >> dense(8) >> erf >> dense(8), scale=0.3)) >> dense(1)"
        both "dense-net" "dense(64) >> denseNet(7, dense(32, sigmaB=0.1) >> relu) >> dense(1)"
        both "sums of two kinds" "dense(64) >> denseNet(7, relu >> dense(64)) >> dense(1)"
        both "channels of the input" "concat(identity, dense(3)) >> relu >> dense(1)"
        both "gabor" "dense(8, sigmaB=0.5) >> gabor >> dense(1)"
        both "elu" "dense(8) >> elu >> dense(8) >> elu >> dense(1)"
        both "drift" "repeat(6, residual(dense(64) >> relu, scale=1/6)) >> dense(1)"
        both "normalised dense-net" "dense(64) >> denseNet(7, layerNorm >> relu >> dense(32)) >> dense(1)"
        both "two loops" "repeat(5, dense(8) >> relu) >> repeat(5, dense(8, sigmaB=0.3) >> erf) >> dense(1)"
    ]
