using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// What is added to the diagonal of a kernel matrix on the training points: the variance of observation noise in a Gaussian process,
/// the penalty in kernel ridge regression.
/// </summary>
/// <remarks>
/// The <c>diag_reg</c> of <c>neural_tangents.predict</c> is <see cref="Relative"/>: it counts in units of the mean diagonal, unless
/// <c>diag_reg_absolute_scale</c> is set. The <c>alpha</c> of scikit-learn's Gaussian processes and kernel ridge is <see cref="Absolute"/>.
/// </remarks>
public sealed record Ridge
{
    private Ridge(double amount, bool isRelative)
    {
        Amount = double.IsFinite(amount) && amount >= 0 ? amount : throw new NtkDslException(Messages.BadRidge(amount));
        IsRelative = isRelative;
    }

    /// <summary>Nothing is added.</summary>
    public static Ridge None { get; } = new(0, isRelative: false);

    /// <summary>The number itself, or the factor of the mean diagonal.</summary>
    public double Amount { get; }

    /// <summary>Whether <see cref="Amount"/> counts in units of the mean diagonal of the training kernel.</summary>
    public bool IsRelative { get; }

    /// <summary>Adds <paramref name="value"/>, in the units of the kernel, which are those of y².</summary>
    /// <exception cref="NtkDslException">The value is negative or not finite.</exception>
    public static Ridge Absolute(double value) => new(value, isRelative: false);

    /// <summary>Adds <paramref name="fraction"/> · mean_i k(x_i, x_i) over the training points.</summary>
    /// <exception cref="NtkDslException">The fraction is negative or not finite.</exception>
    public static Ridge Relative(double fraction) => new(fraction, isRelative: true);

    /// <summary>Such as <c>0.1</c> or <c>0.1 · mean diagonal</c>.</summary>
    public override string ToString() => Amount.ToString(CultureInfo.InvariantCulture) + (IsRelative ? " · mean diagonal" : "");

    /// <summary>The same kind of ridge with another amount.</summary>
    internal Ridge With(double amount) => new(amount, IsRelative);

    /// <summary>The number that this ridge adds to each diagonal entry of a training kernel.</summary>
    internal double ValueFor(Matrix<double> kernel) => IsRelative ? Amount * kernel.Diagonal().Average() : Amount;
}
