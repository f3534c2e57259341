using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>A positive semidefinite kernel matrix in its eigenbasis, Θ = U Λ Uᵀ. Eigenvalues that are rounding are 0.</summary>
internal sealed class Spectrum
{
    private readonly Matrix<double> vectors;

    public Spectrum(Matrix<double> kernel)
    {
        NativeBlas.Use();
        var eigen = kernel.Evd(Symmetricity.Symmetric);
        vectors = eigen.EigenVectors;
        var values = eigen.EigenValues.Real();
        var rounding = 2 * kernel.RowCount * Precision.DoublePrecision * values.AbsoluteMaximum();
        if (!(values.Minimum() >= -1e3 * rounding))
        {
            throw new NtkDslException(Messages.NegativeEigenvalue(values.Minimum(), values.AbsoluteMaximum()));
        }

        Values = values.Map(value => value <= rounding ? 0 : value);
    }

    /// <summary>λ, in ascending order.</summary>
    public Vector<double> Values { get; }

    /// <summary>Uᵀ B, the coordinates of B's columns along the eigenvectors.</summary>
    public Matrix<double> Project(Matrix<double> b) => vectors.TransposeThisAndMultiply(b);

    /// <summary>U f(Λ) Uᵀ.</summary>
    public Matrix<double> Apply(Func<double, double> f)
    {
        var scaled = vectors.MapIndexed((_, j, u) => u * f(Values[j]));
        return scaled.TransposeAndMultiply(vectors);
    }

    /// <summary>U f(Λ) Uᵀ B.</summary>
    public Matrix<double> Apply(Func<double, double> f, Matrix<double> b)
    {
        var factors = Values.Map(f, Zeros.Include);
        return vectors * vectors.TransposeThisAndMultiply(b).MapIndexed((i, _, value) => factors[i] * value, Zeros.Include);
    }
}
