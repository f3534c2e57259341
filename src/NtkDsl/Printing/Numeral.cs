using System.Globalization;
using System.Numerics;

namespace NtkDsl;

/// <summary>A number as it is written: digits, perhaps with a point, times a power of ten.</summary>
internal readonly record struct Numeral(string Digits, int PowerOfTen = 0)
{
    // A decimal with more digits behind the point, or a fraction of longer numbers, is written as the nearest double.
    private const int LongestDecimal = 6;
    private const int LongestInteger = 9;

    public bool IsOne => this == One;

    private static Numeral One => new("1");

    /// <summary>|p/q| as what stands above and below the bar; a short decimal stays one, as it was probably typed.</summary>
    public static (Numeral Number, Numeral Divisor) Split(Rational value)
    {
        var (p, q) = (BigInteger.Abs(value.Numerator), value.Denominator);
        if (ShortDecimal(p, q) is { } @decimal)
        {
            return (@decimal, One);
        }

        var (top, bottom) = (Text(p), Text(q));
        return value.IsInteger || (Math.Max(top.Length, bottom.Length) <= LongestInteger) ? (new(top), new(bottom)) : (Nearest(value), One);
    }

    private static Numeral? ShortDecimal(BigInteger p, BigInteger q)
    {
        for (var digits = 1; digits <= LongestDecimal && (q % 5).IsZero; digits++)
        {
            var scale = BigInteger.Pow(10, digits);
            if ((scale % q).IsZero)
            {
                var text = Text(p * (scale / q)).PadLeft(digits + 1, '0');
                return new($"{text[..^digits]}.{text[^digits..]}");
            }
        }

        return null;
    }

    private static Numeral Nearest(Rational value)
    {
        var parts = Math.Abs(value.ToDouble()).ToString("R", CultureInfo.InvariantCulture).Split('E');
        return new(parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
