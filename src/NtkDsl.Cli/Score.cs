using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>How good predictions are: the share of right classes, or the root mean square error in the units of the targets.</summary>
/// <param name="Accuracy">The share; null for numbers.</param>
/// <param name="Rmse">The error; null for classes.</param>
/// <param name="LogDensity">The log density of the targets, if it is known.</param>
internal sealed record Score(double? Accuracy, double? Rmse, double? LogDensity = null)
{
    /// <summary>Compares with what a table says.</summary>
    /// <param name="predicted">In the units of the targets; for classes, the largest output is the one that is predicted.</param>
    /// <param name="preprocessing">What targets and classes are.</param>
    /// <param name="truth">Has the targets of the same points.</param>
    public static Score Of(Matrix<double> predicted, Preprocessing preprocessing, Table truth) => preprocessing.Classes is not null
        ? new(OneHot.Accuracy(predicted, preprocessing.TargetsOf(truth)), null)
        : new(null, Math.Sqrt((predicted - truth.ToMatrix(preprocessing.Targets)).Enumerate().Average(error => error * error)));

    public override string ToString()
    {
        var density = LogDensity is { } value ? Text($"log density {value:G6}, ") : "";
        return density + (Accuracy is { } share ? Text($"accuracy {share:P1}") : Text($"RMSE {Rmse:G4}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
