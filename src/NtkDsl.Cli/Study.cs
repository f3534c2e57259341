using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>The pictures that an architecture makes on some data; what they share is computed once.</summary>
internal sealed class Study
{
    /// <summary>Half of the largest stable learning rate leaves room for networks whose NTK is larger than at infinite width.</summary>
    private const double FractionOfLargestRate = 0.5;

    private const int Places = 161;
    private const double Margin = 0.15;
    private const int Samples = 3;

    private static readonly double[] Noises = [1e-4, 1e-3, 1e-2, 1e-1, 1];

    private readonly Lazy<KernelPair> kernels;
    private readonly StudySettings settings;
    private readonly Dictionary<string, double> bindings;

    public Study(Architecture architecture, Dictionary<string, double> bindings, StudyData data, StudySettings settings)
    {
        (Architecture, Data, this.settings, this.bindings) = (architecture, data, settings, bindings);
        Symbolic = architecture.Compile(data.X.Features);
        Kernel = bindings.Aggregate(Symbolic, (kernel, setting) => kernel.Bind(setting.Key, setting.Value));
        kernels = new(() => Kernel.EvaluateSymmetric(data.X));
    }

    public Architecture Architecture { get; }

    public StudyData Data { get; }

    public StudySettings Settings => settings;

    /// <summary>With free parameters as such, for formulas.</summary>
    public Kernel Symbolic { get; }

    /// <summary>With free parameters bound.</summary>
    public Kernel Kernel { get; }

    public IReadOnlyDictionary<string, double> Bindings => bindings;

    /// <summary>The kernels in pictures, by what they are called there.</summary>
    public IReadOnlyList<NamedKernel> Kernels =>
        Kernel.HasNtk ? [new("NNGP K", kernels.Value.Nngp), new("NTK Θ", kernels.Value.Ntk)] : [new("NNGP K", kernels.Value.Nngp)];

    /// <summary>Whether there are loss curves: networks train along a symmetric NTK.</summary>
    public bool CanTrain => Kernel.HasNtk && Kernel.NtkIsSymmetric;

    /// <summary>Whether there is a posterior over a line.</summary>
    public bool HasLine => Data is { Features: [_], X.Features: 1, Labels: null };

    public Chart HeatMap(NamedKernel kernel) => Chart.HeatMap(kernel.Values, kernel.Name, Data.Labels);

    public Chart Spectrum() => Chart.Spectrum(Kernels);

    public Chart Loss(IProgress<double>? progress, CancellationToken cancellation)
    {
        RequireTheory();
        var theory = TrainedEnsemble.Train(Kernel, Data.X, Data.Y, cancellation: cancellation);
        var rate = FractionOfLargestRate * theory.LargestLearningRate;
        var networks = FiniteEnsemble.Train(
            Architecture, Data.X, Data.Y, rate, settings.Steps, null, settings.Networks, settings.Width, settings.Seed, bindings, progress, cancellation);

        // A few dozen points make a smooth curve; each costs products of n × n matrices.
        int[] shown = [.. Enumerable.Range(0, 41).Select(i => (int)Math.Round(Math.Pow(settings.Steps, i / 40.0))).Prepend(0).Distinct()];
        return Chart.Loss(
            [.. shown.Select(step => networks.Times[step])],
            [.. shown.Select(step => theory.MeanLoss(Training.Descent(step, rate)))],
            [.. networks.Losses.Select(losses => (IReadOnlyList<double>)[.. shown.Select(step => losses[step])])]);
    }

    public void RequireLine() => _ = HasLine ? this : throw new NtkDslException(Messages.NoLine(Data.X.Features, Data.Labels is not null));

    private void RequireTheory() => _ = CanTrain ? this : throw new NtkDslException(Messages.NoLossCurves);

    /// <summary>The posterior in the units of the data, of a process such as <see cref="Best"/>.</summary>
    public Chart Posterior(GaussianProcess process)
    {
        RequireLine();
        var (x, y) = (Data.Values(Data.Features[0]), Data.Values(Data.TargetName));
        var (low, high) = (x.Min(), x.Max());
        double[] places = [.. Enumerable.Range(0, Places).Select(i => low + ((high - low) * ((i * (1 + (2 * Margin)) / (Places - 1)) - Margin)))];
        var predicted = process.Predict(Data.Preprocessing.PointsOf(Matrix<double>.Build.DenseOfColumnArrays(places)));
        var (scale, mean) = Data.TargetUnits;
        return Chart.Posterior(places, predicted.InUnits(scale, mean), x, y, Samples, settings.Seed, Data.Features[0], Data.TargetName);
    }

    /// <summary>Gaussian processes with each kernel and each of some noises, relative to the mean variance of the kernel.</summary>
    public IEnumerable<GaussianProcess> Processes() =>
        from kind in CanTrain ? (KernelKind[])[KernelKind.Nngp, KernelKind.Ntk] : [KernelKind.Nngp]
        from noise in Noises
        select GaussianProcess.Condition(Kernel, Data.X, Data.Y, Ridge.Relative(noise), kind);

    /// <summary>The process with the largest evidence.</summary>
    public static GaussianProcess Best(IEnumerable<GaussianProcess> processes) => processes.MaxBy(process => process.LogMarginalLikelihood)!;
}
