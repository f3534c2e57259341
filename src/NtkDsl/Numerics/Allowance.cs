namespace NtkDsl;

/// <summary>How many more values of its functions an integral may take, together with the integrals that are its integrand.</summary>
internal sealed class Allowance(int values)
{
    private int left = values;

    internal bool IsSpent => left <= 0;

    internal void Spend() => left--;
}
