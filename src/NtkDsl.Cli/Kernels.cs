namespace NtkDsl.Cli;

/// <summary>The names by which options and files know the two kernels.</summary>
internal static class Kernels
{
    public const string Nngp = "nngp";
    public const string Ntk = "ntk";

    public static IReadOnlyList<string> Names { get; } = [Nngp, Ntk];

    public static KernelKind KindOf(string name) => name == Nngp ? KernelKind.Nngp : KernelKind.Ntk;

    public static string NameOf(KernelKind kind) => kind == KernelKind.Nngp ? Nngp : Ntk;
}
