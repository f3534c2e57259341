namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>Sets of input points: n rows of d finite numbers.</summary>
[<RequireQualifiedAccess>]
module Points =

    /// <summary>
    /// The points in rows of numbers (lists, arrays or sequences of them), a <c>float[,]</c>, a <c>Matrix&lt;float&gt;</c>, or <see cref="T:NtkDsl.Points"/>,
    /// a row for each point. Functions that take points apply it themselves.
    /// </summary>
    /// <remarks>It looks at the value and not at its type, so that functions which pass points on need neither be inline nor say what they are.</remarks>
    /// <exception cref="T:NtkDsl.NtkDslException">It is none of these, there is no number, one is NaN or infinite, or the rows differ in length.</exception>
    let from (rows: 'Rows) : Points =
        match box rows with
        | :? Points as points -> points
        | :? Matrix<float> as matrix -> Points.Of matrix
        | :? (float[,]) as array -> Points.Of array
        | :? (float[] seq) as rows -> Points.Of rows
        | :? (float seq seq) as rows -> rows |> Seq.map Seq.toArray |> Points.Of
        | :? (int seq seq) as rows -> rows |> Seq.map (Seq.map float >> Seq.toArray) |> Points.Of
        | _ -> raise (NtkDslException(FacadeMessages.notPoints rows))

    /// <summary>n, the number of points.</summary>
    let count (points: Points) : int = points.Count

    /// <summary>d, the number of features of a point.</summary>
    let features (points: Points) : int = points.Features

    /// <summary>One array of d numbers per point.</summary>
    let rows (points: Points) : float[] list =
        [ for i in 0 .. points.Count - 1 -> points[i].ToArray() ]

    /// <summary>The n × d matrix whose rows are the points.</summary>
    let toMatrix (points: Points) : Matrix<float> =
        points |> rows |> Matrix.Build.DenseOfRowArrays
