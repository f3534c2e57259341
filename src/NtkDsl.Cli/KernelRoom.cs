namespace NtkDsl.Cli;

/// <summary>The room that an evaluation takes: in memory for both kernels in double precision, or in a file for what is asked for.</summary>
internal sealed class KernelRoom
{
    /// <summary>With fewer pairs a forecast may take longer than the evaluation.</summary>
    private const long WorthForecast = 1_000_000;

    private static readonly TimeSpan LongDuration = TimeSpan.FromSeconds(10);

    private readonly Kernel kernel;
    private readonly Points x1;
    private readonly Points? x2;
    private readonly bool isFile;

    private KernelRoom(Kernel kernel, Points x1, Points? x2, int count, ElementType elementType, bool isFile)
    {
        (this.kernel, this.x1, this.x2, this.isFile) = (kernel, x1, x2, isFile);
        Bytes = MemoryNeed.Bytes(count, x1.Count, (x2 ?? x1).Count, elementType);
    }

    public long Bytes { get; }

    public static KernelRoom InMemory(Kernel kernel, Points x1, Points? x2) => new(kernel, x1, x2, kernel.HasNtk ? 2 : 1, ElementType.Binary64, isFile: false);

    public static KernelRoom InFile(Kernel kernel, Points x1, Points? x2, int count, ElementType elementType) => new(kernel, x1, x2, count, elementType, isFile: true);

    /// <exception cref="NtkDslException">It is in memory, and does not fit.</exception>
    public void Require()
    {
        if (!isFile && MemoryNeed.Available is var available && Bytes > available)
        {
            throw new NtkDslException(Messages.DoesNotFit(Bytes, available));
        }
    }

    /// <summary>Tells a person what a long evaluation will take.</summary>
    public void Announce(Session session)
    {
        if (session.ShowsProgress && (long)x1.Count * (x2 ?? x1).Count >= WorthForecast && kernel.Forecast(x1, x2).Duration is var duration && duration > LongDuration)
        {
            session.Error.WriteLine(Messages.Forecast(duration, Bytes, isFile));
        }
    }
}
