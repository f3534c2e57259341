namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>What is taken for targets: a matrix, a two-dimensional array, rows, or one number per point.</summary>
[<AbstractClass; Sealed>]
type TargetsLike =

    /// <summary>A row per point, a column per output.</summary>
    static member ToTargets(values: Matrix<float>, _: TargetsLike) : Matrix<float> = values

    /// <summary>A row per point, a column per output.</summary>
    static member ToTargets(values: float[,], _: TargetsLike) : Matrix<float> = Matrix.Build.DenseOfArray values

    /// <summary>One array of outputs per point.</summary>
    static member ToTargets(rows: float[] seq, _: TargetsLike) : Matrix<float> = Matrix.Build.DenseOfRowArrays rows

    /// <summary>One output: a number per point.</summary>
    static member ToTargets(column: float seq, _: TargetsLike) : Matrix<float> = Matrix.Build.DenseOfColumns [ column ]

/// <summary>Targets: n rows of p outputs.</summary>
[<RequireQualifiedAccess>]
module Targets =

    /// <summary>
    /// The targets in a <c>Matrix&lt;float&gt;</c>, a <c>float[,]</c>, a sequence of n arrays of length p, or a sequence of n numbers.
    /// Functions that take targets apply it themselves.
    /// </summary>
    let inline from (values: ^Values) : Matrix<float> =
        let inline choose (like: ^Like) (values: ^V) =
            ((^Like or ^V): (static member ToTargets: ^V * ^Like -> Matrix<float>) (values, like))

        choose Unchecked.defaultof<TargetsLike> values
