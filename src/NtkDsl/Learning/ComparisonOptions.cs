namespace NtkDsl;

/// <summary>What decides between architectures.</summary>
public enum ComparisonCriterion
{
    /// <summary>log p(Y | X).</summary>
    Evidence,

    /// <summary>Σ log p(y_i | all other targets).</summary>
    LeaveOneOut,

    /// <summary>The accuracy on points that were kept back if the targets are classes, and the root mean square error there otherwise.</summary>
    Validation,
}

/// <summary>How architectures are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>What decides. Free parameters are fitted to the leave-one-out density if that decides, and to the evidence otherwise.</summary>
    public ComparisonCriterion Criterion { get; init; }

    /// <summary>Each architecture is tried with each of these kernels as the covariance.</summary>
    public IReadOnlyList<KernelKind> Kinds { get; init; } = [KernelKind.Nngp];

    /// <summary>Which points are kept back, if <see cref="ComparisonCriterion.Validation"/> decides; five folds if not given.</summary>
    public Validation Validation { get; init; } = Validation.Folds(5);

    /// <summary>The targets are one-hot rows of classes.</summary>
    public bool HasClasses { get; init; }

    /// <summary>How free parameters and the noise are fitted; the objective follows from <see cref="Criterion"/>.</summary>
    public FitOptions Fit { get; init; } = new();

    /// <summary>Bounds are given by name, and not every architecture has a parameter of each name.</summary>
    internal FitOptions FitOf(Kernel kernel) => Fit with
    {
        Objective = Criterion == ComparisonCriterion.LeaveOneOut ? Evidence.LeaveOneOut : Evidence.LogMarginalLikelihood,
        MeasuresCurvature = false,
        Bounds = Fit.Bounds.Where(bound => bound.Key == GaussianProcess.NoiseName || kernel.Parameters.Contains(bound.Key)).ToDictionary(),
    };
}
