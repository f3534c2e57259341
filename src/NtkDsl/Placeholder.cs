namespace NtkDsl;

internal static class Placeholder
{
    internal static string Name => "NtkDsl";
}
