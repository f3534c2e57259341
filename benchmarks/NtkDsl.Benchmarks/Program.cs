using System.Globalization;
using NtkDsl.Benchmarks;

return args switch
{
    ["engine"] => Engine.Run(),
    ["duals"] => Duals.Run(),
    ["thresholds"] => ThresholdedDuals.Run(),
    ["growth"] => Growth.Run(),
    ["compile"] => Compile.Run(),
    ["uci", var directory] => Uci.Run(directory),
    ["scale", .. var counts] when counts.Length > 0 => Scale.Run(counts),
    ["fluctuations"] => Fluctuations.Run(12_000),
    ["fluctuations", var draws] => Fluctuations.Run(int.Parse(draws, CultureInfo.InvariantCulture)),
    ["ntk-methods"] => Sampling.NtkMethods(),
    ["draws"] => Sampling.Draws(),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project benchmarks/NtkDsl.Benchmarks -- COMMAND
          engine           the kernel engine against plainer ways to the same numbers
          duals            activations without a closed form: time and error, and against Gauss–Hermite nodes
          thresholds       piecewise linear functions with knots off zero: closed forms beside adaptive quadrature
          growth           time and memory from 500 to 16,000 points
          compile          time and memory from text to numbers, as the architecture grows
          uci DIRECTORY    kernel ridge regression on the UCI data sets in the folders of DIRECTORY
          scale N …        exact, iterative and approximate regression on N points
          fluctuations [N] how much kernels of finite networks fluctuate, by depth and kind, from N draws
          ntk-methods      the NTK of one wide network by each method
          draws            30,000 draws of a small network's NTK
        """);
    return 2;
}
