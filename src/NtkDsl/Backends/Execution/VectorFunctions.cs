using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>The functions of the table that tile programs compute for many lanes at once; the others go lane by lane.</summary>
internal static class VectorFunctions
{
    private const int Width = 8;

    private static readonly Dictionary<Function, UnaryLoop> UnaryLoops = new()
    {
        [Function.Exp] = VectorMath.Exp,
        [Function.ExpMinusOne] = VectorMath.ExpMinusOne,
        [Function.Log] = VectorMath.Log,
        [Function.Sin] = VectorMath.Sin,
        [Function.Cos] = VectorMath.Cos,
        [Function.Tanh] = VectorMath.Tanh,
        [Function.Erf] = VectorMath.Erf,
        [Function.NormalCdf] = VectorMath.NormalCdf,
        [Function.Sigmoid] = VectorMath.Sigmoid,
        [Function.Softplus] = VectorMath.Softplus,
        [Function.SineMinus] = VectorMath.SineMinus,
        [Function.Reciprocal] = VectorMath.Reciprocal,
        [Function.Relu] = VectorMath.Relu,
        [Function.Abs] = VectorMath.Magnitude,
        [Function.Sign] = VectorMath.Sign,
        [Function.Step] = VectorMath.Step,
        [Function.Presence] = VectorMath.Sign,
    };

    /// <summary>Functions of two of their arguments.</summary>
    private static readonly Dictionary<Function, (int First, int Second, BinaryLoop Loop)> BinaryLoops = new()
    {
        [Function.Angle] = (3, 4, VectorMath.Angle),
        [Function.CoAngle] = (4, 3, VectorMath.Angle),
        [Function.Area] = (3, 4, VectorMath.Area),
        [Function.ArcSine] = (2, 3, VectorMath.Atan2),
        [Function.Hypot] = (0, 1, VectorMath.Hypot),
    };

    /// <summary>Computes a call for all lanes, if the function is one of these and its arguments differ between lanes.</summary>
    public static bool TryRun(Function function, ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        if (UnaryLoops.TryGetValue(function, out var unary) && lanes.Read(arguments[0]).IsSpan)
        {
            unary(lanes.Read(arguments[0]).Values, result);
            return true;
        }

        if (BinaryLoops.TryGetValue(function, out var binary)
            && lanes.Read(arguments[binary.First]).IsSpan && lanes.Read(arguments[binary.Second]).IsSpan)
        {
            binary.Loop(lanes.Read(arguments[binary.First]).Values, lanes.Read(arguments[binary.Second]).Values, result);
            return true;
        }

        if (function == Function.Excess)
        {
            Excess(arguments, lanes, result);
            return true;
        }

        if (function == Function.Nearer)
        {
            Nearer(arguments, lanes, result);
            return true;
        }

        if (function == Function.KinkGap)
        {
            KinkGap(arguments, lanes, result);
            return true;
        }

        return false;
    }

    /// <summary>The vector form of <see cref="Function.Excess"/>.</summary>
    private static void Excess(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        var (a1, b1, a2, b2, a, b) = (0, 1, 2, 3, 4, 5);
        var i = 0;
        for (; i <= result.Length - Width; i += Width)
        {
            var below = (At(arguments[a], lanes, i) * At(arguments[b], lanes, i)) + (At(arguments[a1], lanes, i) * At(arguments[b1], lanes, i))
                + (At(arguments[a2], lanes, i) * At(arguments[b2], lanes, i));
            var difference = (At(arguments[a1], lanes, i) * At(arguments[b2], lanes, i)) - (At(arguments[a2], lanes, i) * At(arguments[b1], lanes, i));
            var excess = Vector512.Create(2.0) * difference * (difference / below);
            Vector512.ConditionalSelect(Vector512.GreaterThan(below, Vector512<double>.Zero), excess, Vector512<double>.Zero).CopyTo(result[i..]);
        }

        Operators.General(Function.Excess.Value, arguments, lanes, result, i);
    }

    /// <summary>The vector form of <see cref="Function.KinkGap"/>.</summary>
    private static void KinkGap(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        var (alpha, beta) = (lanes.Read(arguments[0])[0], lanes.Read(arguments[1])[0]);
        var half = Vector512.Create(((alpha * alpha) + (beta * beta)) / 2);
        var sum = Vector512.Create((alpha + beta) * (alpha + beta));
        var product = Vector512.Create(alpha * beta);
        var k = Vector512.Create((beta - alpha) * (beta - alpha) / Math.PI);
        var i = 0;
        for (; i <= result.Length - Width; i += Width)
        {
            var s = At(arguments[2], lanes, i);
            var (gap, coGap) = (At(arguments[5], lanes, i), At(arguments[6], lanes, i));
            var near = (half * gap) - (k * s * At(arguments[3], lanes, i));
            var far = (sum * s) - (product * coGap) - (k * s * At(arguments[4], lanes, i));
            Vector512.Max(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(gap, coGap), near, far), Vector512<double>.Zero).CopyTo(result[i..]);
        }

        Operators.General(Function.KinkGap.Value, arguments, lanes, result, i);
    }

    /// <summary>The vector form of <see cref="Function.Nearer"/>.</summary>
    private static void Nearer(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        var i = 0;
        for (; i <= result.Length - Width; i += Width)
        {
            var isNear = Vector512.LessThanOrEqual(At(arguments[2], lanes, i), At(arguments[3], lanes, i));
            Vector512.ConditionalSelect(isNear, At(arguments[0], lanes, i), At(arguments[1], lanes, i)).CopyTo(result[i..]);
        }

        Operators.General(Function.Nearer.Value, arguments, lanes, result, i);
    }

    private static Vector512<double> At(Instruction argument, Lanes lanes, int lane)
    {
        var operand = lanes.Read(argument);
        return operand.IsSpan
            ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(operand.Values), (nuint)lane)
            : Vector512.Create(operand.Scalar);
    }
}
