namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>Networks of finite width, drawn at random. For losses and more call the methods with named arguments.</summary>
[<RequireQualifiedAccess>]
module FiniteNetwork =

    /// <summary>A network for inputs of d features, which depends on the seed alone.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Widths do not fit, or a parameter is not bound.</exception>
    let sample (features: int) (seed: int) (architecture: Architecture) : FiniteNetwork =
        FiniteNetwork.Sample(architecture, features, seed)

    /// <summary>The same with hidden layers of another width.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Widths do not fit, or a parameter is not bound.</exception>
    let sampleAt (width: int) (features: int) (seed: int) (architecture: Architecture) : FiniteNetwork =
        FiniteNetwork.Sample(architecture, features, seed, width)

    /// <summary>The outputs, a row per point.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the network's features.</exception>
    let forward x (network: FiniteNetwork) : Matrix<float> = network.Forward(Points.from x)

    /// <summary>∂f/∂θ, a row per point and output.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the network's features.</exception>
    let jacobian x (network: FiniteNetwork) : Matrix<float> = network.Jacobian(Points.from x)

    /// <summary>The empirical NTK among some points.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the network's features.</exception>
    let ntk x (network: FiniteNetwork) : Matrix<float> = network.Ntk(Points.from x)

    /// <summary>The network after steps of gradient descent on the summed squared loss.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit.</exception>
    let train (learningRate: float) (steps: int) x y (network: FiniteNetwork) : FiniteNetwork =
        network.Train(Points.from x, Targets.from y |> Targets.toMatrix, learningRate, steps)

    /// <summary>The network's linear model in its weights.</summary>
    let linearize (network: FiniteNetwork) : LinearizedNetwork = network.Linearize()

/// <summary>Many networks of finite width, each trained from its own weights.</summary>
[<RequireQualifiedAccess>]
module FiniteEnsemble =

    /// <summary>
    /// Trains that many networks by gradient descent, and takes them at the test points:
    /// <c>net |> FiniteEnsemble.train 100 rate steps x y test</c>.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the training diverges.</exception>
    let train
        (networks: int)
        (learningRate: float)
        (steps: int)
        x
        y
        test
        (architecture: Architecture)
        : FiniteEnsemble =
        FiniteEnsemble.Train(
            architecture,
            Points.from x,
            Targets.from y,
            learningRate,
            steps,
            Points.from test,
            networks
        )
