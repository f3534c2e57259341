using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>The operators of tile programs: each computes one node for many lanes.</summary>
internal static class Operators
{
    private const int StackArity = 32;

    public static void Sum(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result) =>
        Fold(arguments, lanes, result, 0, static (x, scalar, into) => TensorPrimitives.Add(x, scalar, into), static (x, y, into) => TensorPrimitives.Add(x, y, into));

    public static void Product(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result) =>
        Fold(arguments, lanes, result, 1, static (x, scalar, into) => TensorPrimitives.Multiply(x, scalar, into), static (x, y, into) => TensorPrimitives.Multiply(x, y, into));

    public static void Power(Operand x, Operand p, Span<double> result)
    {
        if (!x.IsSpan || p.IsSpan || !TryPower(x.Values, p.Scalar, result))
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = Arithmetic.Power(x[i], p[i]);
            }
        }
    }

    /// <summary>The frequent powers, as <see cref="Arithmetic.Power"/> has them.</summary>
    private static bool TryPower(ReadOnlySpan<double> x, double p, Span<double> result)
    {
        switch (p)
        {
            case 0.5:
                TensorPrimitives.Sqrt(x, result);
                return true;
            case -1:
                TensorPrimitives.Divide(1, x, result);
                return true;
            case 2:
                TensorPrimitives.Multiply(x, x, result);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A function of the table: all lanes at once where there is a loop for it, else lane by lane.</summary>
    public static void Apply(Function function, ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result)
    {
        if (VectorFunctions.TryRun(function, arguments, lanes, result))
        {
            return;
        }

        if (function.Unary is { } unary)
        {
            Unary(unary, lanes.Read(arguments[0]), result);
        }
        else
        {
            General(function.Value, arguments, lanes, result);
        }
    }

    private static void Unary(Func<double, double> function, Operand x, Span<double> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = function(x[i]);
        }
    }

    /// <summary>Any function of several arguments, lane by lane.</summary>
    public static void General(Function.Evaluation function, ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result, int first = 0)
    {
        // Functions with many free parameters have as many slots.
        Span<double> values = arguments.Length <= StackArity ? stackalloc double[StackArity] : new double[arguments.Length];
        for (var i = first; i < result.Length; i++)
        {
            lanes.ReadAll(arguments, i, values);
            result[i] = function(values[..arguments.Length]);
        }
    }

    private delegate void WithScalar(ReadOnlySpan<double> x, double scalar, Span<double> into);

    private delegate void WithSpan(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> into);

    /// <summary>Folds the arguments that are the same in all lanes first, then the others on top.</summary>
    private static void Fold(ReadOnlySpan<Instruction> arguments, Lanes lanes, Span<double> result, double start, WithScalar byScalar, WithSpan bySpan)
    {
        result.Fill(start);
        var scalars = result[..1];
        foreach (var argument in arguments)
        {
            if (!lanes.Read(argument).IsSpan)
            {
                byScalar(scalars, lanes.Read(argument).Scalar, scalars);
            }
        }

        result.Fill(scalars[0]);
        foreach (var argument in arguments)
        {
            if (lanes.Read(argument).IsSpan)
            {
                bySpan(result, lanes.Read(argument).Values, result);
            }
        }
    }
}
