namespace NtkDsl;

/// <content>
/// What F#'s generic operators and functions ask for: it does not convert the operands of operators, so those with a number are operators
/// of their own.
/// </content>
public abstract partial class Expr
{
    /// <summary>The number 0.</summary>
    public static Expr Zero => 0;

    /// <summary>The number 1.</summary>
    public static Expr One => 1;

    /// <summary>x + y.</summary>
    public static Expr operator +(int x, Expr y) => (Expr)x + y;

    /// <summary>x + y.</summary>
    public static Expr operator +(Expr x, int y) => x + (Expr)y;

    /// <summary>x − y.</summary>
    public static Expr operator -(int x, Expr y) => (Expr)x - y;

    /// <summary>x − y.</summary>
    public static Expr operator -(Expr x, int y) => x - (Expr)y;

    /// <summary>x · y.</summary>
    public static Expr operator *(int x, Expr y) => (Expr)x * y;

    /// <summary>x · y.</summary>
    public static Expr operator *(Expr x, int y) => x * (Expr)y;

    /// <summary>x / y.</summary>
    public static Expr operator /(int x, Expr y) => (Expr)x / y;

    /// <summary>x / y.</summary>
    public static Expr operator /(Expr x, int y) => x / (Expr)y;

    /// <summary>x^exponent.</summary>
    public static Expr Pow(Expr x, int exponent) => Power.Of(x, exponent);

    /// <summary>x + y.</summary>
    public static Expr operator +(double x, Expr y) => (Expr)x + y;

    /// <summary>x + y.</summary>
    public static Expr operator +(Expr x, double y) => x + (Expr)y;

    /// <summary>x − y.</summary>
    public static Expr operator -(double x, Expr y) => (Expr)x - y;

    /// <summary>x − y.</summary>
    public static Expr operator -(Expr x, double y) => x - (Expr)y;

    /// <summary>x · y.</summary>
    public static Expr operator *(double x, Expr y) => (Expr)x * y;

    /// <summary>x · y.</summary>
    public static Expr operator *(Expr x, double y) => x * (Expr)y;

    /// <summary>x / y.</summary>
    public static Expr operator /(double x, Expr y) => (Expr)x / y;

    /// <summary>x / y.</summary>
    public static Expr operator /(Expr x, double y) => x / (Expr)y;

    /// <summary>x^exponent.</summary>
    public static Expr Pow(Expr x, double exponent) => Power.Of(x, exponent);
}
