/// Architectures that together use every layer and activation of the language.
module internal NtkDsl.Tests.Sampling.Language

open FsCheck.FSharp
open NtkDsl

let parse (text: string) = Architecture.Parse(text, [])

let points =
    Points.Of [| [| 0.8; -0.3; 0.5 |]; [| -0.2; 0.9; 0.4 |]; [| 0.6; 0.1; -0.7 |] |]

let activations =
    [
        "identity"
        "relu"
        "abs"
        "elu"
        "selu"
        "leakyRelu(0.1)"
        "abRelu(-0.5, 1.5)"
        "rectifiedMonomial(2)"
        "tanh"
        "erf"
        "sigmoid"
        "gelu"
        "softplus"
        "swish"
        "mish"
        "sin"
        "cos"
        "gaussian"
        "exp"
        "gabor"
        "rbf(0.5)"
        "exp(0.5, 0.7)"
        "sin(2, 1.5, 0.3)"
        "monomial(3)"
        "hermite(3)"
        "polynomial(1, 0.5, 0.25)"
        "erf(surrogate=sin)"
    ]

/// Activations with a jump: they have an NNGP kernel, and gradients that say nothing.
let jumps = [ "sign"; "step"; "sign(surrogate=erf)" ]

let layers =
    [
        "dense(64, sigmaW=1.2, sigmaB=0.4) >> relu >> dense(64, sigmaB=0.3) >> tanh >> dense(1, sigmaB=0.5)"
        "dense(64, sigmaB=0.5, parameterization=standard) >> relu >> dense(1, sigmaB=0.3, parameterization=standard)"
        "dense(64, sigmaB=1, biasInit=zero) >> tanh >> dense(1, sigmaB=0.7, biasInit=zero, parameterization=standard)"
        "dense(64, bias=false) >> relu >> dense(1, trainable=false, sigmaB=1)"
        "dense(64, learningRate=2, sigmaB=0.5, biasLearningRate=3) >> erf >> dense(1, learningRate=0.5)"
        "dense(64, init=orthogonal) >> tanh >> dense(64, init=orthogonal) >> tanh >> dense(1)"
        "dense(64) >> residual(relu >> dense(64), scale=0.5) >> relu >> dense(1)"
        "dense(64) >> residual(relu) >> dense(1)"
        "dense(64) >> sum(relu, tanh) >> dense(1)"
        "product(dense(64) >> relu, dense(64, sigmaB=1) >> sigmoid) >> dense(1)"
        "concat(dense(48) >> relu, dense(16) >> tanh) >> dense(1)"
        "concat(identity, dense(5) >> relu) >> dense(1, parameterization=standard)"
        "dense(64) >> denseNet(2, dense(32) >> relu) >> dense(1)"
        "dense(64) >> repeat(2, relu >> dense(64, sigmaW=sqrt(2))) >> dense(1)"
        "dense(64) >> scale(1.5) >> relu >> dense(1)"
        "dense(64) >> shared(cell, dense(64) >> tanh) >> shared(cell, dense(64) >> tanh) >> dense(1)"
        "dense(64) >> relu >> layerNorm() >> dense(64) >> relu >> dense(1)"
        "dense(64) >> relu >> dropout(0.7) >> dense(64) >> relu >> dense(1)"
        "dense(64) >> tanh >> dense(64) >> relu"
        "tanh >> dense(64) >> relu >> dense(1)"
        "concat(identity, tanh) >> dense(1)"
    ]

let private smallLayer width =
    Gen.elements
        [
            $"dense({width}, sigmaB=0.5)"
            $"dense({width}, sigmaW=1.5, parameterization=standard, sigmaB=0.2)"
            $"dense({width}, sigmaB=1, biasInit=zero, biasLearningRate=2)"
            $"dense({width}, init=orthogonal, learningRate=0.5)"
            $"shared(s{width}, dense({width}))"
        ]

/// Chains of blocks, each from `width` channels to `width` channels.
let rec private block width depth =
    gen {
        let! activation = Gen.elements activations

        if depth = 0 then
            return activation
        else
            let! inner = block width (depth - 1)
            let! other = block width (depth - 1)
            let! dense = smallLayer width
            // Not shared: its fan-in differs from place to place.
            let! narrow =
                Gen.elements
                    [
                        $"dense({width - 1}, sigmaB=0.5)"
                        $"dense({width - 1}, parameterization=standard)"
                    ]

            return!
                Gen.elements
                    [
                        $"{inner} >> {dense} >> {other}"
                        $"residual({inner} >> {dense}, scale=0.5)"
                        $"sum({inner}, {other}) >> scale(0.7)"
                        $"product({inner} >> {dense}, tanh)"
                        $"concat({inner}, {narrow} >> tanh) >> dense({width})"
                        $"denseNet(2, {narrow}) >> dense({width}) >> {inner}"
                        $"repeat(2, {dense} >> tanh) >> dropout(0.8)"
                        $"{dense} >> layerNorm(0.1) >> {inner}"
                    ]
    }

/// Random small networks of 3 features.
let random =
    gen {
        let! width = Gen.choose (3, 5)
        let! depth = Gen.choose (0, 2)
        let! inner = block width depth
        let! outputs = Gen.choose (1, 3)
        return $"dense({width}) >> tanh >> dense({width}) >> {inner} >> layerNorm(1) >> dense({outputs}, sigmaB=0.1)"
    }
