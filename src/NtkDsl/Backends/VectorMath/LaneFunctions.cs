using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <summary>A function of one variable, for eight lanes at once. A lane's result depends on that lane alone.</summary>
internal interface IUnaryOperator
{
    static abstract Doubles Of(Doubles x);
}

/// <summary>A function of two variables, for eight lanes at once.</summary>
internal interface IBinaryOperator
{
    static abstract Doubles Of(Doubles x, Doubles y);
}

/// <summary>
/// Applies operators to spans. What does not fill a vector goes through the same code in a padded one, so that an element's bits do
/// not depend on its place. A result may be the same span as an argument, but must not overlap one otherwise.
/// </summary>
/// <remarks>
/// Eight doubles are one register with AVX-512 and two with AVX2; every operation, fused multiply-add included, is defined bit for
/// bit, so all processors agree. The loops skip the quick first compilation: in it the operators are not inlined, and a single call
/// may be all there is.
/// </remarks>
internal static class LaneFunctions
{
    private const int Width = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TOperator>(ReadOnlySpan<double> x, Span<double> result)
        where TOperator : struct, IUnaryOperator
    {
        result = result[..x.Length];
        var body = MemoryMarshal.Cast<double, Doubles>(x);
        var into = MemoryMarshal.Cast<double, Doubles>(result);
        for (var i = 0; i < body.Length && i < into.Length; i++)
        {
            into[i] = TOperator.Of(body[i]);
        }

        var done = body.Length * Width;
        if (done < x.Length) Store(TOperator.Of(Load(x[done..])), result[done..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TOperator>(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result)
        where TOperator : struct, IBinaryOperator
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        result = result[..x.Length];
        var left = MemoryMarshal.Cast<double, Doubles>(x);
        var right = MemoryMarshal.Cast<double, Doubles>(y);
        var into = MemoryMarshal.Cast<double, Doubles>(result);
        for (var i = 0; i < left.Length && i < right.Length && i < into.Length; i++)
        {
            into[i] = TOperator.Of(left[i], right[i]);
        }

        var done = left.Length * Width;
        if (done < x.Length) Store(TOperator.Of(Load(x[done..]), Load(y[done..])), result[done..]);
    }

    private static Doubles Load(ReadOnlySpan<double> tail)
    {
        var padded = Doubles.Zero;
        tail.CopyTo(MemoryMarshal.Cast<Doubles, double>(new Span<Doubles>(ref padded)));
        return padded;
    }

    private static void Store(Doubles padded, Span<double> tail) =>
        MemoryMarshal.Cast<Doubles, double>(new ReadOnlySpan<Doubles>(in padded))[..tail.Length].CopyTo(tail);
}
