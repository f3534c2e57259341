/// The kernels on which every notation is tried.
module NtkDsl.Tests.Printing.Samples

open NtkDsl
open NtkDsl.Symbolics

type Sample =
    {
        Name: string
        Expression: Expr
        Parameters: (string * float) list
    }

let private kinkAside =
    Activation.Define("kinkAside", fun u -> Expr.Relu(u - Expr.Fraction(1, 2)) + Expr.Relu(-u))

/// Compiles the text form.
let kernel (text: string) =
    Architecture.Parse(text, [ kinkAside ]).Compile()

let private ntk name text parameters =
    {
        Name = name
        Expression = kernel(text).Ntk
        Parameters = parameters
    }

let private nngp name text =
    {
        Name = name
        Expression = kernel(text).Nngp
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
            Expression =
                let u = Lambda.Variable

                InputMean.Of(Expr.Tanh u, Expr.Relu u, InputMean.RowPoint, InputMean.ColumnPoint)
                - Expr.Parameter "s"
                  * InputMean.Of(Expr.Pow(Expr.Tanh u, Expr.op_Implicit 2), InputMean.ColumnPoint)
            Parameters = [ "s", 0.5 ]
        }
        ntk "norm" "dense(8) >> layerNorm() >> relu >> layerNorm() >> dense(2)" []
        ntk "selu" "dense(8, sigmaB=1) >> selu >> dense(1)" []
        ntk "kink aside" "dense(8, sigmaB=1) >> kinkAside >> dense(1)" []
        ntk "product" "product(dense(8) >> relu, dense(8) >> softplus) >> dense(1)" []
        ntk "surrogate" "dense(8) >> sign(surrogate=erf) >> dense(1)" []
        ntk "powers" "dense(8) >> rectifiedMonomial(2) >> dense(8, sigmaW=0.5) >> monomial(3) >> dense(1)" []
        {
            Name = "derivative"
            Expression = kernel("dense(8, sigmaW=s) >> exp >> dense(1)").Ntk.Derivative(Expr.Parameter "s")
            Parameters = [ "s", 0.7 ]
        }
    ]
