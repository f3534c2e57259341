namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>What is taken for a set of points: <see cref="T:NtkDsl.Points"/>, a matrix, a two-dimensional array, or rows.</summary>
[<AbstractClass; Sealed>]
type PointsLike =

    /// <summary>The points themselves.</summary>
    static member ToPoints(points: Points, _: PointsLike) : Points = points

    /// <summary>The rows of a matrix.</summary>
    static member ToPoints(rows: Matrix<float>, _: PointsLike) : Points = Points.Of rows

    /// <summary>The rows of a two-dimensional array.</summary>
    static member ToPoints(rows: float[,], _: PointsLike) : Points = Points.Of rows

    /// <summary>One point per element of a sequence, list or array.</summary>
    static member ToPoints(rows: float[] seq, _: PointsLike) : Points = Points.Of rows

/// <summary>Sets of input points: n rows of d finite numbers.</summary>
[<RequireQualifiedAccess>]
module Points =

    /// <summary>
    /// The points in a <c>Matrix&lt;float&gt;</c>, a <c>float[,]</c> (both n × d) or a sequence of n arrays of length d.
    /// Functions that take points apply it themselves.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no entry, one is NaN or infinite, or the rows differ in length.</exception>
    let inline from (rows: ^Rows) : Points =
        // F# converts arguments of let-bound functions with a warning only; this chooses among the overloads at compile time.
        let inline choose (like: ^Like) (rows: ^R) =
            ((^Like or ^R): (static member ToPoints: ^R * ^Like -> Points) (rows, like))

        choose Unchecked.defaultof<PointsLike> rows

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
