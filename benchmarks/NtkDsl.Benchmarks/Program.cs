using NtkDsl.Benchmarks;

return args switch
{
    ["uci", var directory] => Uci.Run(directory),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project benchmarks/NtkDsl.Benchmarks -- COMMAND
          uci DIRECTORY    kernel ridge regression on the UCI data sets in the folders of DIRECTORY
        """);
    return 2;
}
