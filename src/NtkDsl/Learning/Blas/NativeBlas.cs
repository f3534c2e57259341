using System.Runtime.CompilerServices;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A native BLAS (OpenBLAS, MKL, Accelerate), if the machine has one, for the products and factorisations of MathNet's matrices. Without
/// it everything works, and products still go through the library's own vectorised kernel.
/// </summary>
/// <remarks>
/// Learning turns it on. The environment variable NTKDSL_BLAS may name another file to load, or say <c>off</c>. Native results depend on
/// the number of threads in their last bits; kernels do not use it.
/// </remarks>
public static class NativeBlas
{
    /// <summary>The environment variable: <c>off</c>, or a file to load.</summary>
    public const string Variable = "NTKDSL_BLAS";

    private static readonly Lazy<BlasLibrary?> Loaded = new(() => BlasLibrary.TryLoad(Names(Environment.GetEnvironmentVariable(Variable))));
    private static readonly Lock Turn = new();

    /// <summary>The file that was loaded; null if the machine has none, or it is turned off.</summary>
    public static string? LibraryName => Library?.Name;

    internal static BlasLibrary? Library => Loaded.Value;

    /// <summary>
    /// Makes MathNet use it, unless the program has chosen another provider already, or was compiled ahead of time: there a proxy cannot be made,
    /// and MathNet's managed provider stays.
    /// </summary>
    public static void Use()
    {
        lock (Turn)
        {
            if (RuntimeFeature.IsDynamicCodeSupported && LinearAlgebraControl.Provider is ManagedLinearAlgebraProvider managed)
            {
                LinearAlgebraControl.Provider = LinearAlgebraProxy.Create(managed, new FastAlgebra(managed, Loaded));
            }
        }
    }

    internal static IReadOnlyList<string> Names(string? setting) => setting switch
    {
        null or "" => BlasLibrary.UsualNames(),
        "off" => [],
        var file => [file],
    };
}
