namespace NtkDsl;

/// <summary>
/// Compiles an architecture: walks the tree, collects the Gaussian fields, and answers for the signals that layers ask about.
/// </summary>
internal sealed class KernelBuilder
{
    private readonly Stack<string> place = new();
    private readonly Dictionary<string, Architecture> shared = [];
    private readonly Dictionary<Symbol, GaussianField> fieldsBySymbol = [];
    private string weightsPrefix = "";
    private int freshWeights;

    private KernelBuilder(int? features)
    {
        Features = features;
        Moments = new(this);
    }

    public List<GaussianField> Fields { get; } = [];

    public List<DropoutMask> Masks { get; } = [];

    public MomentRecursion Moments { get; }

    /// <summary>The number of input features, if it is known.</summary>
    public int? Features { get; }

    /// <summary>Where in the tree the walk is, for messages.</summary>
    public string Place => string.Join(" ▸ ", place.Reverse());

    /// <summary>The signal at the output, and the number of features if the architecture fixes it.</summary>
    public static (Signal Output, KernelBuilder Builder) Compile(Architecture architecture, int? features)
    {
        try
        {
            var builder = new KernelBuilder(features);
            var input = Signal.Of(features is { } d ? d : InputMoments.Features, InputMoments.Coordinate);
            return (architecture.Propagate(builder, input), builder);
        }
        catch (FeaturesNeeded needed) when (features is null)
        {
            return Compile(architecture, needed.Count);
        }
    }

    public Signal Visit(string step, Architecture layer, Signal input)
    {
        place.Push($"{step} ({ArchitectureText.WordOf(layer)})");
        var output = layer.Propagate(this, input);
        place.Pop();
        return output;
    }

    public IReadOnlyList<Signal> VisitAll(IReadOnlyList<Architecture> branches, Signal input) =>
        [.. branches.Select((branch, i) => Visit($"branch {i + 1}", branch, input))];

    public Signal VisitShared(string name, Architecture layer, Signal input)
    {
        if (!shared.TryAdd(name, layer) && shared[name] != layer)
        {
            throw new NtkDslException(Messages.SharedLayersDiffer(name, Place));
        }

        var (outerPrefix, outerCount) = (weightsPrefix, freshWeights);
        (weightsPrefix, freshWeights) = ($"{name}/", 0);
        var output = Visit($"shared {name}", layer, input);
        (weightsPrefix, freshWeights) = (outerPrefix, outerCount);
        return output;
    }

    /// <summary>The Gaussian field that a leaf stands for; null for the input's coordinate.</summary>
    public GaussianField? FieldOf(Symbol symbol) => fieldsBySymbol.GetValueOrDefault(symbol);

    public Expr NewField(DenseLayer layer, Signal input)
    {
        var weights = weightsPrefix.Length > 0 ? $"{weightsPrefix}{freshWeights++}" : $"#{Fields.Count}";
        foreach (var twin in Fields.Where(field => field.Weights == weights))
        {
            RequireSameWidth(twin.Input.Width, input.Width);
            if (twin.Input.Groups.SequenceEqual(input.Groups))
            {
                // The same weights on the same signal give the same field.
                return twin.Symbol;
            }
        }

        var field = new GaussianField(Fields.Count + 1, weights, layer, input, Place);
        Fields.Add(field);
        fieldsBySymbol[field.Symbol] = field;
        Moments.Check(field);
        return field.Symbol;
    }

    public Expr NewMask(Expr keep)
    {
        var mask = new DropoutMask(Symbol.Make($"m{Masks.Count + 1}", SymbolKind.Field, Scope.None, nonNegative: true), keep);
        Masks.Add(mask);
        return mask.Symbol;
    }

    public Expr ChannelMean(Signal signal) => Average(signal, group => Moments.Mean(group.Function, Point.X));

    public Expr ChannelSecondMoment(Signal signal) => Average(signal, group => Moments.Second(group.Function, group.Function, Point.X, Point.X).C);

    /// <summary>Refuses a signal whose expectations are not known at the place where it arises, not where they are needed.</summary>
    public Signal RequireExpectations(Signal signal)
    {
        foreach (var group in signal.Groups)
        {
            Moments.Decomposition.Of(group.Function);
        }

        return signal;
    }

    /// <summary>Refuses widths that differ; an unknown number of features is set so that they agree.</summary>
    public void RequireSameWidth(Expr left, Expr right)
    {
        if (left == right)
        {
            return;
        }

        if (Features is null && (left - right) is var difference
            && Derivative.Of(difference, InputMoments.Features) is { IsZero: false } slope
            && -difference.Substitute(InputMoments.Features, 0) / slope is Number { Value: { IsInteger: true, Sign: > 0 } count })
        {
            throw new FeaturesNeeded((int)count.Numerator);
        }

        throw new NtkDslException(Messages.WidthsDiffer(left.ToString()!, right.ToString()!, Place));
    }

    private static Expr Average(Signal signal, Func<ChannelGroup, Expr> value) =>
        Sum.Of([.. signal.Groups.Select(group => signal.Weight(group) * value(group))]);

    /// <summary>Ends a compilation that has found out how many features the input must have.</summary>
    private sealed class FeaturesNeeded(int count) : Exception
    {
        public int Count { get; } = count;
    }
}
