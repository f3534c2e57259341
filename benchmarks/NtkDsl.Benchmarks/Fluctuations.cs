using MathNet.Numerics.LinearAlgebra;
using static NtkDsl.Layers;

namespace NtkDsl.Benchmarks;

/// <summary>
/// How much kernels fluctuate from one finite network to the next: the NTK Θ(x, x) of ReLU networks by depth, which grows linearly for
/// plain and undamped residual networks and stays flat for damped residual and dense ones (Littwin et al. 2020); and the norm of a hidden
/// layer of tanh networks, which orthogonal weights keep from fluctuating at any depth (Day, Kahn and Roberts).
/// </summary>
/// <remarks>
/// The norm is that of the pre-activations z = W h of a layer with n channels, to which Gaussian weights add a relative variance of
/// 2/n exactly, and orthogonal ones none: |W h| = |h|. After the activation it is smaller by about that, 3.0 instead of 4.4 at depth 5
/// and |x|² = n. Figures from about a hundred networks, such as 5.5 for that, have standard errors of 15 %.
/// </remarks>
internal static class Fluctuations
{
    private const int Width = 32;
    private const int NormWidth = 100;

    /// <param name="draws">
    /// The number of networks for each NTK; a sixth of it for each norm, whose networks are larger, but a sixtieth for orthogonal ones,
    /// whose weights cost a factorisation each and whose norms fluctuate little.
    /// </param>
    public static int Run(int draws)
    {
        Ntk(draws);
        Norm(Math.Max(draws / 6, 400), Math.Max(draws / 60, 40));
        return 0;
    }

    private static void Ntk(int draws)
    {
        Points x = Matrix<double>.Build.Dense(1, 4, 0.5);
        Table.Header($"n·Var/E² of Θ(x, x), n = {Width}, {draws} networks each", "L", "MLP", "MLP, formula", "ResNet, α² = 1/L", "ResNet, α = 1", "DenseNet");
        foreach (var depth in new[] { 2, 4, 8, 16 })
        {
            var formula = Width * FiniteWidth.ReluNtkRelativeVariance([.. Enumerable.Repeat(Width, depth)]);
            Table.Row($"{depth}", Measure(Mlp(depth)), Table.Invariant($"{formula:G3}"),
                Measure(ResNet(depth, 1 / Expr.Sqrt(depth))), Measure(ResNet(depth, 1)), Measure(DenselyConnected(depth)));
        }

        string Measure(Architecture architecture) => Fluctuation.OfNtk(architecture, x, Width, draws).ToString();
    }

    private static Architecture HeRelu => Dense(Width, sigmaW: Expr.Sqrt(2)) >> Relu;

    private static Architecture Mlp(int depth) => Repeat(depth, HeRelu) >> Dense(1);

    /// <summary>Branches V·√2 relu(W·) between a dense layer and a read-out.</summary>
    private static Architecture ResNet(int depth, Expr scale) =>
        Dense(Width) >> Repeat(depth, Residual(Dense(Width) >> Relu >> Dense(Width, sigmaW: Expr.Sqrt(2)), scale)) >> Dense(1);

    private static Architecture DenselyConnected(int depth) => HeRelu >> DenseNet(depth, HeRelu) >> Dense(1);

    private static void Norm(int gaussian, int orthogonal)
    {
        Points x = Matrix<double>.Build.Dense(1, NormWidth, 1);
        Table.Header($"n·Var/E² of |z(x)|² in the ℓ-th of tanh layers before the activation, n = {NormWidth}",
            "ℓ", $"Gaussian, {gaussian} networks", $"orthogonal, {orthogonal} networks");
        foreach (var depth in new[] { 5, 10, 20, 40, 60 })
        {
            Table.Row($"{depth}", Measure(depth, WeightInit.Gaussian, gaussian), Measure(depth, WeightInit.Orthogonal, orthogonal));
        }

        string Measure(int depth, WeightInit init, int draws) =>
            Fluctuation.OfNorm(Repeat(depth - 1, Dense(NormWidth, init: init) >> Tanh) >> Dense(NormWidth, init: init), x, NormWidth, draws).ToString();
    }
}
