using NtkDsl.Benchmarks;

return args switch
{
    ["engine"] => Engine.Run(),
    ["uci", var directory] => Uci.Run(directory),
    ["scale", .. var counts] when counts.Length > 0 => Scale.Run(counts),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project benchmarks/NtkDsl.Benchmarks -- COMMAND
          engine           the kernel engine against plainer ways to the same numbers
          uci DIRECTORY    kernel ridge regression on the UCI data sets in the folders of DIRECTORY
          scale N …        exact, iterative and approximate regression on N points
        """);
    return 2;
}
