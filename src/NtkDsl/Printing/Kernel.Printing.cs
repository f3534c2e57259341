namespace NtkDsl;

/// <content>The kernels as formulas to be read or run.</content>
public sealed partial class Kernel
{
    /// <summary>The formulas of K(x, x′) and Θ(x, x′) in one list. Where there is no NTK, the list says why.</summary>
    /// <param name="kind">One of them alone.</param>
    /// <exception cref="NtkDslException">The NTK is asked for, and there is none: as for <see cref="Ntk"/>.</exception>
    public FormulaList Formulas(KernelKind? kind = null)
    {
        var remark = kind is null && !HasNtk ? Messages.NtkMissing(ntk.Reason) : null;
        return new([.. KindsOf(kind).Select(one => NamedFormula.Named(one == KernelKind.Nngp ? "K" : "Θ", FormulaOf(one).Value.Pair))], remark);
    }
}
