using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>What is integrated over the correlation cos ϑ, by y = tan²(ϑ/2) ≤ 1.</summary>
internal interface ICorrelationDensity
{
    /// <summary>Its values.</summary>
    Vector256<double> At(Vector256<double> y);
}
