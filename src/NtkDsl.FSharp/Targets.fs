namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>Targets: n rows of p outputs.</summary>
[<RequireQualifiedAccess>]
module Targets =

    let private ofRows (rows: float[] seq) =
        let rows = Seq.toArray rows

        if rows.Length = 0 then
            Targets.Of(Array2D.zeroCreate 0 0)
        else
            let first = rows[0].Length

            match rows |> Array.tryFindIndex (fun row -> row.Length <> first) with
            | Some ragged -> raise (NtkDslException(FacadeMessages.raggedTargets ragged rows[ragged].Length first))
            | None -> Targets.Of(array2D rows)

    /// <summary>
    /// The targets in a sequence of n numbers, whole ones too, in rows of p numbers (lists, arrays or sequences of them), a <c>float[,]</c>, a
    /// <c>Matrix&lt;float&gt;</c>, or <see cref="T:NtkDsl.Targets"/>. Functions that take targets apply it themselves.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">It is none of these, there is no number, or the rows differ in length.</exception>
    let from (values: 'Values) : Targets =
        match box values with
        | :? Targets as targets -> targets
        | :? Matrix<float> as matrix -> Targets.Of matrix
        | :? (float[,]) as array -> Targets.Of array
        | :? (float seq) as column -> Targets.Of column
        | :? (int seq) as column -> column |> Seq.map float |> Targets.Of
        | :? (float[] seq) as rows -> ofRows rows
        | :? (float seq seq) as rows -> rows |> Seq.map Seq.toArray |> ofRows
        | _ -> raise (NtkDslException(FacadeMessages.notTargets values))

    /// <summary>The n × p matrix.</summary>
    let toMatrix (targets: Targets) : Matrix<float> = targets.ToMatrix()
