namespace NtkDsl;

/// <summary>The example at which one side of an expectation is taken.</summary>
internal enum Point
{
    /// <summary>The row's point, x.</summary>
    X,

    /// <summary>The column's point, x′.</summary>
    Y,
}

/// <summary>Where one side of an expectation is taken. Equal sites are one variable; two sites of one example share its dropout masks.</summary>
/// <param name="Example">The example.</param>
internal readonly record struct Site(Point Example)
{
    public static Site X { get; } = new(Point.X);

    public static Site Y { get; } = new(Point.Y);

    /// <summary>A site of the other example.</summary>
    public Site Other => new(Example == Point.X ? Point.Y : Point.X);

    public bool IsOfExample(Site other) => Example == other.Example;
}
