namespace NtkDsl.Cli;

/// <summary>How often a class is right.</summary>
internal static class Accuracy
{
    public static double Of(IEnumerable<int> predicted, IEnumerable<int> truth) => predicted.Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0);
}
