namespace NtkDsl.Symbolics;

/// <summary>What occurs in an expression: an expression has what its arguments have, so most traversals need not look.</summary>
[Flags]
internal enum Contents
{
    None = 0,

    /// <summary>The variable or a slot of a <see cref="Lambda"/>.</summary>
    Variable = 1,

    /// <summary>A <see cref="NtkDsl.Symbolics.Field"/>.</summary>
    Field = 2,

    /// <summary>The input's coordinate, a field that is not Gaussian.</summary>
    Coordinate = 4,

    /// <summary>A dropout mask.</summary>
    Mask = 8,

    /// <summary>A named sum that is not Gaussian, which is used linearly or written out.</summary>
    OpaqueSum = 16,

    /// <summary>The variable of a <see cref="Lambda"/> itself, not a slot.</summary>
    Argument = 32,

    /// <summary>A step or a sign.</summary>
    Jump = 64,

    /// <summary>Dirac's δ.</summary>
    Dirac = 128,

    /// <summary>An activation with a declared derivative.</summary>
    Surrogate = 256,

    /// <summary>A function that is not analytic where its argument is 0.</summary>
    Kink = 1024,

    /// <summary>A symbol other than π: an expression without one (and without a field) is a number.</summary>
    Unknown = 512,
}
