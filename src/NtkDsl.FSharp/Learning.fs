namespace NtkDsl

open MathNet.Numerics.LinearAlgebra

/// <summary>
/// Gaussian processes with the kernel of an infinitely wide network, by default its NNGP kernel. Points are what
/// <see cref="M:NtkDsl.PointsModule.from"/> takes, targets what <see cref="M:NtkDsl.TargetsModule.from"/> takes.
/// </summary>
[<RequireQualifiedAccess>]
module GaussianProcess =

    /// <summary>Conditions the process on data with observation noise.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the kernel matrix is not positive definite.</exception>
    let condition (noise: Ridge) x y (kernel: Kernel) : GaussianProcess =
        GaussianProcess.Condition(kernel, Points.from x, Targets.from y, noise)

    /// <summary>The same with a chosen kernel of the network as the covariance.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the kernel matrix is not symmetric or not positive definite.</exception>
    let conditionOn (kind: KernelKind) (noise: Ridge) x y (kernel: Kernel) : GaussianProcess =
        GaussianProcess.Condition(kernel, Points.from x, Targets.from y, noise, kind)

    /// <summary>The posterior of the noise-free function.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the features of the training points.</exception>
    let predict x (model: GaussianProcess) : Posterior = model.Predict(Points.from x)

    /// <summary>Finds the free parameters and the noise that maximise the evidence, within bounds that follow the targets.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">No start succeeded, or the data are refused.</exception>
    let fit x y (kernel: Kernel) : FitReport<GaussianProcess> =
        GaussianProcess.Fit(kernel, Points.from x, Targets.from y, Unchecked.defaultof<Ridge>)

    /// <summary>The same with options, and from a noise; <see cref="P:NtkDsl.Ridge.None"/> stays as it is.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is nothing to fit, no start succeeded, or the data are refused.</exception>
    let fitWith (options: FitOptions) (noise: Ridge) x y (kernel: Kernel) : FitReport<GaussianProcess> =
        GaussianProcess.Fit(kernel, Points.from x, Targets.from y, noise, options = options)

    /// <summary>log p(Y | X), the log marginal likelihood.</summary>
    let logEvidence (model: GaussianProcess) : float = model.LogMarginalLikelihood

    /// <summary>log p(Y | X) or the leave-one-out log predictive density.</summary>
    let evidence (evidence: Evidence) (model: GaussianProcess) : float = model.Evidence evidence

    /// <summary>The exact derivatives of an evidence by parameter, and of the noise under <c>GaussianProcess.NoiseName</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The kernel has no derivative because an activation has a jump.</exception>
    let evidenceGradient (evidence: Evidence) (model: GaussianProcess) : Map<string, float> =
        Map [ for pair in model.EvidenceGradient evidence -> pair.Key, pair.Value ]

    /// <summary>Each training point as predicted from all others.</summary>
    let leaveOneOut (model: GaussianProcess) : Posterior = model.LeaveOneOut()

/// <summary>Gaussian predictions.</summary>
[<RequireQualifiedAccess>]
module Posterior =

    /// <summary>Mean and standard deviation at each point, of one output counted from 0.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no such output.</exception>
    let moments (output: int) (posterior: Posterior) : (float * float) list =
        if output < 0 || output >= posterior.Mean.ColumnCount then
            raise (NtkDslException(FacadeMessages.noSuchOutput output posterior.Mean.ColumnCount))

        [
            for i in 0 .. posterior.Mean.RowCount - 1 -> posterior.Mean[i, output], sqrt posterior.Variance[i]
        ]

    /// <summary>The predictions for observations with noise of that variance.</summary>
    let withNoise (variance: float) (posterior: Posterior) : Posterior = posterior.WithNoise variance

    /// <summary>Draws of the function at all points, n × p each; they depend on the seed alone.</summary>
    let sample (count: int) (seed: int64) (posterior: Posterior) : Matrix<float> list =
        List.ofSeq (posterior.Sample(count, seed))

/// <summary>Kernel ridge regression, by default with the NTK.</summary>
[<RequireQualifiedAccess>]
module KernelRegression =

    /// <summary>Solves for the coefficients.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the kernel matrix is singular.</exception>
    let train (ridge: Ridge) x y (kernel: Kernel) : KernelRegression =
        KernelRegression.Train(kernel, Points.from x, Targets.from y, ridge)

    /// <summary>Predictions, a row per point.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the features of the training points.</exception>
    let predict x (model: KernelRegression) : Matrix<float> = model.Predict(Points.from x)

    /// <summary>Each training point as predicted from all others, a row per point.</summary>
    let leaveOneOut (model: KernelRegression) : Matrix<float> = model.LeaveOneOut()

/// <summary>Kernel ridge regression with the NTK for many points, by conjugate gradients on blocks of the kernel.</summary>
[<RequireQualifiedAccess>]
module IterativeRegression =

    /// <summary>Solves for the coefficients.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, there is no ridge, the NTK is not symmetric, or the iteration does not converge.</exception>
    let train (ridge: Ridge) x y (kernel: Kernel) : IterativeRegression =
        IterativeRegression.Train(kernel, Points.from x, Targets.from y, ridge)

    /// <summary>Predictions, a row per point.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the features of the training points.</exception>
    let predict x (model: IterativeRegression) : Matrix<float> = model.Predict(Points.from x)

/// <summary>Gaussian processes with the NNGP kernel for many points, approximated from landmarks.</summary>
[<RequireQualifiedAccess>]
module NystromProcess =

    /// <summary>Conditions the process on data with observation noise: <c>kernel |> NystromProcess.condition (Landmarks.Uniform 500) noise x y</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or there is no noise.</exception>
    let condition (landmarks: Landmarks) (noise: Ridge) x y (kernel: Kernel) : NystromProcess =
        NystromProcess.Condition(kernel, Points.from x, Targets.from y, noise, landmarks)

    /// <summary>The approximate posterior of the noise-free function.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the features of the training points.</exception>
    let predict x (model: NystromProcess) : Posterior = model.Predict(Points.from x)

/// <summary>All infinitely wide networks of an architecture, each trained from its own initial weights.</summary>
[<RequireQualifiedAccess>]
module TrainedEnsemble =

    /// <summary>Prepares the training of all layers, without a ridge.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the NTK is not symmetric.</exception>
    let train x y (kernel: Kernel) : TrainedEnsemble =
        TrainedEnsemble.Train(kernel, Points.from x, Targets.from y)

    /// <summary>The networks' predictions after training: <c>ensemble |> TrainedEnsemble.after (Training.Flow 1.0) points</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The training diverged, or the points do not have the features of the training points.</exception>
    let after (training: Training) x (ensemble: TrainedEnsemble) : Posterior = ensemble.After(training, Points.from x)

    /// <summary>The training losses at some times of gradient flow.</summary>
    let lossCurve (times: float seq) (ensemble: TrainedEnsemble) : LossCurvePoint list =
        List.ofSeq (LossCurve.OfFlow(ensemble, times).Points)

/// <summary>Bayesian classification by Laplace's approximation, with the NNGP kernel and a softmax.</summary>
[<RequireQualifiedAccess>]
module LaplaceClassifier =

    /// <summary>Conditions the latent functions on the class of each point, counted from 0.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">Shapes do not fit, or the mode of the posterior is not found.</exception>
    let train x (classes: int seq) (kernel: Kernel) : LaplaceClassifier =
        LaplaceClassifier.Train(kernel, Points.from x, Seq.toArray classes)

    /// <summary>Finds the free parameters that maximise Laplace's approximation of the evidence.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">No start succeeded, or the data are refused.</exception>
    let fit x (classes: int seq) (kernel: Kernel) : FitReport<LaplaceClassifier> =
        LaplaceClassifier.Fit(kernel, Points.from x, Seq.toArray classes)

    /// <summary>The same with bounds, starts and more.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">No start succeeded, or the data are refused.</exception>
    let fitWith (options: FitOptions) x (classes: int seq) (kernel: Kernel) : FitReport<LaplaceClassifier> =
        LaplaceClassifier.Fit(kernel, Points.from x, Seq.toArray classes, options = options)

    /// <summary>The probability of each class, a row per point.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The points do not have the features of the training points.</exception>
    let probabilities x (model: LaplaceClassifier) : Matrix<float> = model.Probabilities(Points.from x)

/// <summary>Choosing among architectures.</summary>
[<RequireQualifiedAccess>]
module Comparison =

    /// <summary>Ranks kernels by their evidence, each with its free parameters and noise fitted. The table prints.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A kernel or the data are refused.</exception>
    let rank x y (kernels: Kernel seq) : ComparisonTable =
        Comparison.Of(kernels, Points.from x, Targets.from y, Unchecked.defaultof<Ridge>)

    /// <summary>The same by what the options say, and from a noise.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A kernel or the data are refused.</exception>
    let rankWith (options: ComparisonOptions) (noise: Ridge) x y (kernels: Kernel seq) : ComparisonTable =
        Comparison.Of(kernels, Points.from x, Targets.from y, noise, options)

    /// <summary>The same for the rows of a table, whose transforms are learned anew where points are kept back.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">A kernel or the data are refused.</exception>
    let rankTable (table: Table) (preprocessing: Preprocessing) (kernels: Kernel seq) : ComparisonTable =
        Comparison.Of(kernels, table, preprocessing, Unchecked.defaultof<Ridge>)
