using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A field of the recursion: its covariances with other fields are what kernels are made of.</summary>
internal abstract class KernelField : Field
{
    private protected KernelField(string name, int index, ImmutableHashSet<string> sources, Contents contents = Contents.None)
        : base(name, index, contents) => (Index, Sources) = (index, sources);

    /// <summary>i in K_i, from 1 in the order in which fields arise.</summary>
    public int Index { get; }

    /// <summary>The weights and masks in which the field is linear or that a part of it is made of: fields without a common one are independent.</summary>
    public ImmutableHashSet<string> Sources { get; }

    public bool SharesSourceWith(IEnumerable<string> sources) => sources.Any(Sources.Contains);

    /// <summary>Whether a common source makes this field and another dependent.</summary>
    public bool IsDependentOn(KernelField other) => ReferenceEquals(this, other)
        || (Sources.Count < other.Sources.Count ? other.SharesSourceWith(Sources) : SharesSourceWith(other.Sources));
}

/// <summary>One coordinate x_i of the input, which is no Gaussian variable.</summary>
internal sealed class InputField : KernelField
{
    private InputField()
        : base("x", int.MaxValue, ["x"], Contents.Coordinate)
    {
    }

    public static InputField Instance { get; } = new();
}

/// <summary>A Gaussian field g_i = W h_i + b: what a layer with weights emits.</summary>
/// <param name="index">i.</param>
/// <param name="weights">Identifies W and b; equal for fields that share them.</param>
/// <param name="settings">The layer's σ_w, σ_b and gradient scales.</param>
/// <param name="input">h_i.</param>
/// <param name="place">Where in the tree the layer stands.</param>
internal sealed class WeightField(int index, string weights, WeightSettings settings, Signal input, string place)
    : KernelField($"g{index}", index, [weights])
{
    public string Weights { get; } = weights;

    public WeightSettings Settings { get; } = settings;

    public Signal Input { get; } = input;

    public string Place { get; } = place;
}

/// <summary>
/// A sum that has a name, such as what flows into the next block of a residual network, so that no sum gets longer with depth.
/// If it is linear in Gaussian fields it is one itself. If not, it is used linearly, and written out where that is not enough.
/// </summary>
/// <param name="index">i.</param>
/// <param name="body">The sum, a function of fields.</param>
/// <param name="isGaussian">Whether it is linear in Gaussian fields, without an offset.</param>
internal sealed class SumField(int index, Expr body, bool isGaussian)
    : KernelField($"h{index}", index, SourcesOf(body), isGaussian ? Contents.None : Contents.OpaqueSum)
{
    public Expr Body { get; } = body;

    public bool IsGaussian { get; } = isGaussian;

    /// <summary>Whether the first of two fields is the later one, which may be made of the other.</summary>
    public static bool IsLater(KernelField f, KernelField g) => g is InputField || (f is not InputField && f.Index > g.Index);

    private static ImmutableHashSet<string> SourcesOf(Expr body) => body.Fields()
        .Select(field => field switch
        {
            KernelField { Sources: var sources } => sources,
            _ => [field.Name],
        })
        .OrderByDescending(sources => sources.Count)
        .Aggregate((all, sources) => all.Union(sources));
}

/// <summary>A dropout mask m: 0 or 1/p, with mean 1.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="keep">p.</param>
internal sealed class DropoutMask(int number, Expr keep) : Field($"m{number}", AfterFields + number, Contents.Mask)
{
    private const int AfterFields = 1 << 30;

    public Expr Keep { get; } = keep;

    internal override bool IsNonNegative => true;
}
