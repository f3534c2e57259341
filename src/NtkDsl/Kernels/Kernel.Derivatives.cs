using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Derivatives with respect to the free parameters.</content>
public sealed partial class Kernel
{
    /// <summary>One program per formula: kernels that differ in the values of their parameters share it.</summary>
    private static readonly ConditionalWeakTable<Formula, TileProgram> DerivativePrograms = [];

    /// <summary>
    /// K or Θ among the rows of one set of points with the derivatives with respect to every free parameter, from the symbolic
    /// derivatives of the formula: one evaluation in which all of them share their subexpressions.
    /// </summary>
    /// <param name="x">n points.</param>
    /// <param name="kind">Which kernel.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">
    /// The number of features does not fit, a parameter is not bound, or the formula has no derivative because an activation has a jump.
    /// </exception>
    public KernelGradient EvaluateWithDerivatives(Points x, KernelKind kind, CancellationToken cancellation = default)
    {
        RequireFeatures(x, x);
        var formula = kind == KernelKind.Nngp ? nngp : ntk ?? throw new NtkDslException(whyNoNtk!);
        var compiled = DerivativePrograms.GetValue(formula, WithDerivatives);
        var evaluation = new TileEvaluation(compiled, x, x, bound, cancellation);
        var results = Enumerable.Range(0, Parameters.Count + 1).Select(_ => Matrix<double>.Build.Dense(x.Count, x.Count)).ToArray();
        var symmetric = kind == KernelKind.Nngp || NtkIsSymmetric;
        Fill(evaluation, results, symmetric);
        return new(results[0], Parameters.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => results[p.i + 1]));
    }

    private TileProgram WithDerivatives(Formula formula)
    {
        IEnumerable<Expr> All(Expr value) => Parameters.Select(name => Derivative.Of(value, Symbol.Parameter(name))).Prepend(value);
        return TileProgram.Of([.. All(formula.Pair), .. All(formula.Diagonal)]);
    }
}
