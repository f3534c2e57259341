using System.Runtime.CompilerServices;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <summary>Polynomials in eight lanes at once.</summary>
/// <remarks>
/// The coefficient tables beside the functions are Chebyshev interpolants, printed by tests/oracle/vector_math_coefficients.py, which
/// states for each the approximated function, the interval and the error (below a tenth of an ulp of the final result).
/// </remarks>
internal static class Polynomial
{
    /// <summary>Σ cₙ xⁿ by Horner's rule, fused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles At(Doubles x, ReadOnlySpan<double> coefficients)
    {
        var sum = Create(coefficients[^1]);
        for (var n = coefficients.Length - 2; n >= 0; n--)
        {
            sum = FusedMultiplyAdd(sum, x, Create(coefficients[n]));
        }

        return sum;
    }
}
