namespace NtkDsl;

/// <summary>A number that grows by the same amount from block to block, or whose reciprocal does: 1/128, 1/160, 1/192, … is 1/(32t + 128).</summary>
internal sealed record Progression(Rational First, Rational Step, bool IsReciprocal)
{
    public bool IsConstant => Step.Sign == 0;

    /// <summary>The progression of the numbers, of which there is at least one; null if they are none.</summary>
    public static Progression? Of(IReadOnlyList<Rational> numbers) =>
        Through(numbers, isReciprocal: false) ?? (numbers.Any(number => number.Sign == 0)
            ? null
            : Through([.. numbers.Select(number => Rational.One / number)], isReciprocal: true));

    /// <summary>The number as a function of the layer l.</summary>
    /// <param name="l">The symbol l.</param>
    /// <param name="layer">The layer of the first number.</param>
    /// <param name="step">How far the layer moves from number to number.</param>
    public Expr At(Expr l, int layer, int step)
    {
        var slope = Step / step;
        var value = (Number.Of(slope) * l) + Number.Of(First - (slope * layer));
        return IsReciprocal ? 1 / value : value;
    }

    private static Progression? Through(IReadOnlyList<Rational> numbers, bool isReciprocal)
    {
        var step = numbers.Count > 1 ? numbers[1] - numbers[0] : 0;
        for (var i = 2; i < numbers.Count; i++)
        {
            if (numbers[i] - numbers[i - 1] != step)
            {
                return null;
            }
        }

        return new(numbers[0], step, isReciprocal);
    }
}
