namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>Pictures as SVG. For labels, names of axes and more call the methods with named arguments.</summary>
[<RequireQualifiedAccess>]
module Chart =

    /// <summary>A kernel matrix, a cell for each pair of points.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The matrix is not square, is smaller than 2 × 2, or has a number that is not finite.</exception>
    let heatMap (name: string) (kernel: Matrix<float>) : Chart = Chart.HeatMap(kernel, name)

    /// <summary>Eigenvalues of kernels with their names, largest first.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no kernel, or one has no spectrum.</exception>
    let spectrum (kernels: (string * Matrix<float>) list) : Chart =
        Chart.Spectrum [| for name, values in kernels -> NamedKernel(name, values) |]

    /// <summary>
    /// A posterior over a line, with its mean, a band of two standard deviations either way, and the data:
    /// <c>process |> GaussianProcess.predict grid |> Chart.posterior places x y</c>.
    /// </summary>
    /// <param name="places">Where the posterior was taken, in ascending order.</param>
    /// <param name="x">The places of the data.</param>
    /// <param name="y">Their values.</param>
    /// <param name="posterior">The posterior at the places, of one output.</param>
    /// <exception cref="T:NtkDsl.NtkDslException">Numbers of points differ, or a number is not finite.</exception>
    let posterior (places: float seq) (x: float seq) (y: float seq) (posterior: Posterior) : Chart =
        Chart.Posterior(Seq.toArray places, posterior, Seq.toArray x, Seq.toArray y)

    /// <summary>Trained networks over a line beside the ensemble of infinite width.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Numbers of points differ, or a number is not finite.</exception>
    let ensemble
        (places: float seq)
        (x: float seq)
        (y: float seq)
        (networks: FiniteEnsemble)
        (theory: Posterior)
        : Chart =
        Chart.Ensemble(Seq.toArray places, theory, networks, Seq.toArray x, Seq.toArray y)

    /// <summary>Training losses over time: the theory, and the losses of trained networks, a list for each.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There are fewer than two times, a curve has another length, or a number is not finite.</exception>
    let loss (times: float seq) (networks: float list list) (theory: float seq) : Chart =
        Chart.Loss(Seq.toArray times, Seq.toArray theory, [| for losses in networks -> upcast List.toArray losses |])

    /// <summary>The relevances of features that a fit found, as bars.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There are none.</exception>
    let relevances (relevances: FeatureRelevance seq) : Chart =
        Chart.Relevances(Seq.toArray relevances)

    /// <summary>The picture as an <c>svg</c> element.</summary>
    let toSvg (chart: Chart) : string = chart.ToSvg()

    /// <summary>Writes the picture to a file, which is there whole or not at all.</summary>
    /// <exception cref="T:System.IO.IOException">The file cannot be written.</exception>
    let save (path: string) (chart: Chart) : unit = chart.Save path
