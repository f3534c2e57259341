using System.Globalization;
using System.Numerics;

namespace NtkDsl;

/// <summary>An exact fraction in lowest terms with a positive denominator.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger denominator;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException();
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    public static Rational Zero => default;

    public static Rational One => 1;

    public BigInteger Numerator { get; }

    /// <summary>Positive; the default value of the struct is 0/1.</summary>
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    public bool IsInteger => Denominator.IsOne;

    public int Sign => Numerator.Sign;

    public static implicit operator Rational(int value) => new(value, BigInteger.One);

    /// <summary>The shortest decimal that reads back as <paramref name="value"/>, so that 0.1 means 1/10.</summary>
    public static Rational FromDouble(double value) => FromDecimal(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Reads a decimal literal such as <c>12</c>, <c>0.25</c> or <c>1e-3</c> exactly.</summary>
    public static Rational FromDecimal(string literal)
    {
        var parts = literal.Split('e', 'E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        return exponent >= 0 ? new(digits * scale, 1) : new(digits, scale);
    }

    public static Rational operator +(Rational a, Rational b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static Rational Pow(Rational value, int exponent) => exponent >= 0
        ? new(BigInteger.Pow(value.Numerator, exponent), BigInteger.Pow(value.Denominator, exponent))
        : One / Pow(value, -exponent);

    /// <summary>The exact root, if there is one: 9/4 has the second root 3/2.</summary>
    public static bool TryRoot(Rational value, int degree, out Rational root)
    {
        root = Zero;
        if (value.Sign < 0 || !TryRoot(value.Numerator, degree, out var top) || !TryRoot(value.Denominator, degree, out var bottom))
        {
            return false;
        }

        root = new(top, bottom);
        return true;
    }

    /// <summary>The largest integer that is not above the fraction.</summary>
    public BigInteger Floor() => Sign >= 0 ? BigInteger.Divide(Numerator, Denominator) : -BigInteger.Divide(Denominator - Numerator - 1, Denominator);

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>The double nearest to the fraction, also where numerator or denominator alone would overflow.</summary>
    public double ToDouble()
    {
        // 2^shift gives the quotient 62 or 63 bits; with the remainder as a sticky last bit, the one rounding below is to nearest.
        var shift = (int)(62 - Numerator.GetBitLength() + Denominator.GetBitLength());
        var (top, bottom) = shift >= 0 ? (BigInteger.Abs(Numerator) << shift, Denominator) : (BigInteger.Abs(Numerator), Denominator << -shift);
        var quotient = (ulong)BigInteger.DivRem(top, bottom, out var remainder) | (remainder.IsZero ? 0UL : 1UL);
        return Sign * Math.ScaleB(quotient, -shift);
    }

    public override string ToString() => IsInteger
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static bool TryRoot(BigInteger value, int degree, out BigInteger root)
    {
        root = value;
        if (value <= BigInteger.One)
        {
            return true;
        }

        // Newton's iteration from above descends to the floor of the root.
        root = BigInteger.One << (int)((value.GetBitLength() / degree) + 1);
        while (true)
        {
            var next = (((degree - 1) * root) + (value / BigInteger.Pow(root, degree - 1))) / degree;
            if (next >= root)
            {
                return BigInteger.Pow(root, degree) == value;
            }

            root = next;
        }
    }
}
