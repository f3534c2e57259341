using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>
/// The functions of a native BLAS with LAPACK: OpenBLAS, Intel's MKL or Apple's Accelerate, whichever the machine has. Matrices are column-major.
/// </summary>
/// <remarks>Integers have 32 bits. Functions of LAPACK take the addresses of their arguments, and at the end the lengths of their strings.</remarks>
internal sealed class BlasLibrary
{
    private const int ColumnMajor = 102;
    private static readonly nint One = 1;

    private readonly Gemm gemm;
    private readonly Trsm trsm;
    private readonly Potrf potrf;
    private readonly Getrf getrf;
    private readonly Getrs getrs;
    private readonly Syevd syevd;

    private BlasLibrary(string name, nint handle)
    {
        Name = name;
        gemm = Function<Gemm>(handle, "cblas_dgemm");
        trsm = Function<Trsm>(handle, "cblas_dtrsm");
        potrf = Function<Potrf>(handle, "dpotrf_");
        getrf = Function<Getrf>(handle, "dgetrf_");
        getrs = Function<Getrs>(handle, "dgetrs_");
        syevd = Function<Syevd>(handle, "dsyevd_");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Gemm(int order, int transposeA, int transposeB, int m, int n, int k, double alpha, double[] a, int lda, double[] b, int ldb, double beta, double[] c, int ldc);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Trsm(int order, int side, int triangle, int transpose, int diagonal, int m, int n, double alpha, double[] a, int lda, double[] b, int ldb);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Potrf(in byte triangle, in int n, double[] a, in int lda, out int info, nint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Getrf(in int m, in int n, double[] a, in int lda, int[] pivots, out int info);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Getrs(in byte transpose, in int n, in int columns, double[] a, in int lda, int[] pivots, double[] b, in int ldb, out int info, nint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Syevd(
        in byte job, in byte triangle, in int n, double[] a, in int lda, double[] values, double[] work, in int workSize, int[] integers, in int integersSize, out int info, nint jobLength, nint triangleLength);

    /// <summary>The file that was loaded.</summary>
    public string Name { get; }

    /// <summary>The first of the libraries that can be loaded and has all functions; null if there is none.</summary>
    public static BlasLibrary? TryLoad(IEnumerable<string> names) => names.Select(TryLoad).FirstOrDefault(library => library is not null);

    /// <summary>The usual file names on this system.</summary>
    public static IReadOnlyList<string> UsualNames() =>
        OperatingSystem.IsWindows() ? ["libopenblas.dll", "openblas.dll", "mkl_rt.2.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/Accelerate.framework/Accelerate", "libopenblas.dylib"]
        : ["libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so"];

    /// <summary>C := α op(A) op(B) + β C, where op(A) is m × k and op(B) is k × n.</summary>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c) =>
        gemm(ColumnMajor, Op(transposeA), Op(transposeB), m, n, k, alpha, a, transposeA ? k : m, b, transposeB ? n : k, beta, c, m);

    /// <summary>B := L⁻¹ B or L⁻ᵀ B.</summary>
    public void SolveTriangular(bool transpose, int n, int columns, double[] lower, double[] b)
    {
        const int Left = 141, Lower = 122, NonUnit = 131;
        trsm(ColumnMajor, Left, Lower, Op(transpose), NonUnit, n, columns, 1, lower, n, b, n);
    }

    /// <summary>Puts the L of A = L Lᵀ into the lower triangle; false if A is not positive definite.</summary>
    public bool TryFactorCholesky(double[] a, int n)
    {
        potrf((byte)'L', n, a, n, out var info, One);
        return info == 0;
    }

    /// <summary>A = P L U in place, with row i exchanged for row pivots[i], counted from 1.</summary>
    public void FactorLU(double[] a, int n, int[] pivots) => getrf(n, n, a, n, pivots, out _);

    /// <summary>B := A⁻¹ B.</summary>
    public void SolveLU(double[] a, int n, int[] pivots, double[] b, int columns) => getrs((byte)'N', n, columns, a, n, pivots, b, n, out _, One);

    /// <summary>The eigenvalues of a symmetric matrix in ascending order; its eigenvectors replace it. False if the iteration does not converge.</summary>
    public bool TryDecomposeSymmetric(double[] a, int n, double[] values)
    {
        var (size, integersSize) = (new double[1], new int[1]);
        syevd((byte)'V', (byte)'L', n, a, n, values, size, -1, integersSize, -1, out _, One, One);
        var (work, integers) = (new double[(int)size[0]], new int[integersSize[0]]);
        syevd((byte)'V', (byte)'L', n, a, n, values, work, work.Length, integers, integers.Length, out var info, One, One);
        return info == 0;
    }

    private static BlasLibrary? TryLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out var handle))
        {
            return null;
        }

        try
        {
            return new(name, handle);
        }
        catch (EntryPointNotFoundException)
        {
            // A BLAS without LAPACK, or with integers of 64 bits, whose names end otherwise.
            return null;
        }
    }

    private static int Op(bool transpose) => transpose ? 112 : 111;

    private static T Function<T>(nint handle, string name) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(handle, name));
}
