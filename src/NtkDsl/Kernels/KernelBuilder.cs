using System.Runtime.CompilerServices;

namespace NtkDsl;

/// <summary>Compiles an architecture: walks the tree, collects the fields, and answers for the signals that layers ask about.</summary>
internal sealed class KernelBuilder : Walk<Signal>
{
    /// <summary>Layers without weights between them make one function of one variable; one of more operations than this is refused.</summary>
    private const int LongestFunction = 1000;

    private readonly List<WeightField> fields = [];
    private readonly Dictionary<string, List<WeightField>> fieldsByWeights = [];
    private readonly Dictionary<Expr, SumField> sums = [];
    private readonly Dictionary<Architecture, Dictionary<Signal, Signal>> mapped = [];
    private readonly CompileWork work;
    private int indices;
    private int masks;

    private KernelBuilder(int? features, CompileWork work)
    {
        Features = features;
        this.work = work;
        Moments = new(this);
    }

    /// <summary>What layers with weights emit, in the order of the walk.</summary>
    public IReadOnlyList<WeightField> WeightFields => fields;

    /// <summary>All fields that have an index, in its order.</summary>
    public List<KernelField> Fields { get; } = [];

    public MomentRecursion Moments { get; }

    /// <summary>The number of input features, if it is known.</summary>
    public int? Features { get; }

    /// <summary>The signal at the output, and what has been learnt about the fields; refused if it costs too much, at the place where it does.</summary>
    public static (Signal Output, KernelBuilder Builder) Compile(Architecture architecture, int? features, CompileWork work)
    {
        var builder = new KernelBuilder(features, work);
        try
        {
            var input = Signal.Of(features is { } d ? d : InputMoments.Features, InputMoments.Coordinate);
            return (architecture.Walk(builder, input), builder);
        }
        catch (FeaturesNeeded needed) when (features is null)
        {
            return Compile(architecture, needed.Count, work);
        }
        catch (Exception exception) when (work.Refusal(exception, builder.Place) is { } refusal)
        {
            throw refusal;
        }
    }

    public override Signal Leaf(LeafLayer layer, Signal input) => layer.Propagate(this, input);

    public override Signal Concat(IReadOnlyList<Signal> parts) => Signal.Concat(parts);

    public override Signal Sum(IReadOnlyList<Signal> terms) => Signal.Combine(this, functions => Symbolics.Sum.Of(functions), terms);

    public override Signal Product(IReadOnlyList<Signal> factors) => Signal.Combine(this, functions => Symbolics.Product.Of(functions), factors);

    public override Signal Scale(Expr factor, Signal signal) => signal.Times(factor);

    /// <summary>Gives a function of several fields a name, so that what is built on it does not get longer with depth.</summary>
    public override Signal Name(Signal signal) => signal.Select(Name);

    /// <summary>Applies an activation and refuses what has no expectations at the place where it arises, not where they are needed.</summary>
    public Signal Map(Activation activation, Signal input)
    {
        if (!mapped.TryGetValue(activation, out var known))
        {
            mapped[activation] = known = [];
        }

        // A factor that leaves the activation leaves it for all groups at once, so that what is known of them remains so.
        return input is Multiple { Factor: var factor, Whole: var whole } && activation.FactorThatLeaves(factor) is { } outside
            ? whole.Select(Apply, known).Times(outside)
            : input.Select(Apply, known);

        Expr Apply(Expr function)
        {
            var value = activation.Apply(function);
            if (SizeOf(value) > LongestFunction)
            {
                throw new NtkDslException(Messages.FunctionTooLong(LongestFunction, Place));
            }

            Moments.Decomposition.Of(value);
            return value;
        }
    }

    protected override void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        work.Enter(() => Place);
    }

    /// <summary>The number of the next field, or of the next named sum over channels.</summary>
    public int NextIndex() => ++indices;

    public Expr NewField(WeightSettings settings, Signal input)
    {
        var weights = NextWeights();
        if (!fieldsByWeights.TryGetValue(weights, out var twins))
        {
            fieldsByWeights[weights] = twins = [];
        }

        foreach (var twin in twins)
        {
            RequireSameWidth(twin.Input.Width, input.Width);
            if (Signal.AreEqual(twin.Input, input))
            {
                // The same weights on the same signal give the same field.
                return twin;
            }
        }

        Moments.NameTotals(input);
        var field = new WeightField(NextIndex(), weights, settings, input, Place);
        twins.Add(field);
        fields.Add(field);
        return Add(field);
    }

    public DropoutMask NewMask(Expr keep) => new(++masks, keep);

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

    /// <summary>A function of one linear form L needs no name, since expectations look through it; L itself may.</summary>
    private Expr Name(Expr function)
    {
        if (function is Field || !function.DependsOnFields())
        {
            return function;
        }

        if (SingleForm.TryRead(function) is { } single)
        {
            return single.Form is Sum && Basis.IsAffine(single.Function, out _, out _)
                ? single.Function.Substitute(Lambda.Variable, NameOf(single.Form, isGaussian: true))
                : function;
        }

        // A factor that depends on x alone, such as that of a layerNorm, stays outside.
        var isField = function.Arguments.ToLookup(LinearForm.DependsOnFields);
        return function is Product && isField[false].Any()
            ? Symbolics.Product.Of([.. isField[false], Name(Symbolics.Product.Of([.. isField[true]]))])
            : NameOf(function, isGaussian: false);
    }

    private SumField NameOf(Expr function, bool isGaussian)
    {
        if (!sums.TryGetValue(function, out var sum))
        {
            sums[function] = sum = new(NextIndex(), function, isGaussian);
            Add(sum);
        }

        return sum;
    }

    /// <summary>The number of operations of a function of fields, each shared one once.</summary>
    private static int SizeOf(Expr function)
    {
        var size = 0;
        new Fold<int>((node, _) => size++, node => node.DependsOnFields() ? node.Arguments : []).Of(function);
        return size;
    }

    private KernelField Add(KernelField field)
    {
        Fields.Add(field);
        Moments.Check(field);
        return field;
    }

    /// <summary>Ends a compilation that has found out how many features the input must have.</summary>
    private sealed class FeaturesNeeded(int count) : Exception
    {
        public int Count { get; } = count;
    }
}
