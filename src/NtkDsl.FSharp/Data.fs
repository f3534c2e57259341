namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>Rows with named columns, from files or from memory.</summary>
[<RequireQualifiedAccess>]
module Table =

    /// <summary>The table in a CSV, <c>.npy</c> or <c>.npz</c> file (<c>file.npz:name</c> if that holds several arrays).</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The file is no table; the message says where.</exception>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    let read (path: string) : Table = DataFile.ReadTable path

    /// <summary>The same for CSV whose delimiter, decimal mark or header one says oneself.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The file is no table; the message says where.</exception>
    /// <exception cref="T:System.IO.IOException">The file cannot be read.</exception>
    let readAs (format: CsvFormat) (path: string) : Table = DataFile.ReadTable(path, format)

    /// <summary>The table of some columns and their rows, which may be what <see cref="M:NtkDsl.PointsModule.from"/> takes.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The rows are no numbers, or there is not a name for each column.</exception>
    let ofRows (columns: string list) rows : Table =
        Table.Of("the table", Points.from rows |> Points.toMatrix, Array.ofList columns)

    /// <summary>The names of the columns.</summary>
    let columns (table: Table) : string list = List.ofSeq table.Columns

    /// <summary>The rows of those numbers, counted from 0.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no such row.</exception>
    let rows (numbers: int seq) (table: Table) : Table = table.Rows(Seq.toArray numbers)

    /// <summary>The numbers of some columns, n × d.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing, or a value is no number.</exception>
    let toMatrix (columns: string seq) (table: Table) : Matrix<float> = table.ToMatrix columns

    /// <summary>The table without the rows that lack a value in one of the columns.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing, or no row is left.</exception>
    let withoutMissing (columns: string seq) (table: Table) : Table = table.WithoutMissing columns

/// <summary>How rows become points and targets. For categories, classes and more call <see cref="M:NtkDsl.Preprocessing.Learn"/> with named arguments.</summary>
[<RequireQualifiedAccess>]
module Preprocessing =

    /// <summary>Centres numeric targets; all other columns are features.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing or is no number.</exception>
    let learn (targets: string list) (table: Table) : Preprocessing =
        Preprocessing.Learn(table, Array.ofList targets)

    /// <summary>Brings features and targets to mean 0 and variance 1.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing or is no number, or there is but one row.</exception>
    let standardize (targets: string list) (table: Table) : Preprocessing =
        Preprocessing.Learn(table, Array.ofList targets, standardize = true)

    /// <summary>The points of a table, as kernels see them.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing, or a value is no number.</exception>
    let points (table: Table) (preprocessing: Preprocessing) : Points = preprocessing.PointsOf table

    /// <summary>The targets of a table, as models are trained on them.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing, a value is no number, or a class is unknown.</exception>
    let targets (table: Table) (preprocessing: Preprocessing) : Targets =
        preprocessing.TargetsOf table |> Targets.Of

/// <summary>Models of tables in one call.</summary>
[<RequireQualifiedAccess>]
module Model =

    /// <summary>Fits an architecture to a column of a table: <c>net |> Model.fit table "price"</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing or holds what it should not, or no start succeeded.</exception>
    let fit (table: Table) (target: string) (architecture: Architecture) : FittedModel =
        Model.Fit(architecture, table, target)

    /// <summary>The same with settings: <c>ModelSettings(Standardize = false)</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A column is missing or holds what it should not, or no start succeeded.</exception>
    let fitWith (settings: ModelSettings) (table: Table) (target: string) (architecture: Architecture) : FittedModel =
        Model.Fit(architecture, table, target, settings)

/// <summary>Models in files.</summary>
[<RequireQualifiedAccess>]
module FittedModel =

    /// <summary>A process together with how its data were prepared.</summary>
    let ofProcess (preprocessing: Preprocessing) (model: GaussianProcess) : FittedModel =
        FittedModel.Of(model, preprocessing)

    /// <summary>A classifier together with how its data were prepared.</summary>
    let ofClassifier (preprocessing: Preprocessing) (model: LaplaceClassifier) : FittedModel =
        FittedModel.Of(model, preprocessing)

    /// <summary>A regression together with how its data were prepared.</summary>
    let ofRegression (preprocessing: Preprocessing) (model: KernelRegression) : FittedModel =
        FittedModel.Of(model, preprocessing)

    /// <summary>Writes one file.</summary>
    /// <exception cref="T:System.IO.IOException">The file cannot be written.</exception>
    let save (path: string) (model: FittedModel) : unit = model.Save path

    /// <summary>Reads a file that <see cref="M:NtkDsl.FittedModelModule.save"/> wrote.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The file is damaged, or no model.</exception>
    let load (path: string) : FittedModel = FittedModel.Load(path, [])

    /// <summary>The same for models with activations of one's own.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The file is damaged, or no model.</exception>
    let loadWith (activations: Activation seq) (path: string) : FittedModel = FittedModel.Load(path, activations)

    /// <summary>Predictions for the rows of a table, whose columns are found by name.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Columns are missing, or a value is no number.</exception>
    let predict (table: Table) (model: FittedModel) : Prediction = model.Predict table

    /// <summary>Joint draws of the function at the rows of a table; they depend on the seed alone.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Columns are missing, or the model has no draws.</exception>
    let sample (count: int) (seed: int64) (table: Table) (model: FittedModel) : Matrix<float> list =
        List.ofSeq (model.Sample(table, count, seed))
