using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// What is to be learned: a row of p outputs for each of n points. Converts from a MathNet matrix, a two-dimensional array, or one number
/// for each point.
/// </summary>
public sealed class Targets
{
    private readonly Matrix<double> values;

    private Targets(Matrix<double> values) => this.values = values;

    /// <summary>n, the number of points.</summary>
    public int RowCount => values.RowCount;

    /// <summary>p, the number of outputs.</summary>
    public int ColumnCount => values.ColumnCount;

    /// <summary>A row for each point.</summary>
    public static implicit operator Targets(Matrix<double> rows) => Of(rows);

    /// <summary>A row for each point.</summary>
    /// <exception cref="NtkDslException">There is no entry.</exception>
    public static implicit operator Targets(double[,] rows) => Of(rows);

    /// <summary>One output: a number for each point.</summary>
    /// <exception cref="NtkDslException">There is no number.</exception>
    public static implicit operator Targets(double[] values) => Of(values);

    /// <summary>One output: a number for each point.</summary>
    public static implicit operator Targets(Vector<double> values) => Of(values);

    /// <summary>The n × p matrix.</summary>
    public static implicit operator Matrix<double>(Targets targets) => targets.ToMatrix();

    /// <summary>A row for each point.</summary>
    public static Targets Of(Matrix<double> rows) => new(rows);

    /// <summary>A row for each point.</summary>
    /// <exception cref="NtkDslException">There is no entry.</exception>
    public static Targets Of(double[,] rows) =>
        rows.Length > 0 ? new(Matrix<double>.Build.DenseOfArray(rows)) : throw new NtkDslException(Messages.NoTargets);

    /// <summary>One output: a number for each point.</summary>
    /// <exception cref="NtkDslException">There is no number.</exception>
    public static Targets Of(IEnumerable<double> values)
    {
        double[] column = [.. values];
        return column.Length > 0 ? new(Matrix<double>.Build.Dense(column.Length, 1, column)) : throw new NtkDslException(Messages.NoTargets);
    }

    /// <summary>The n × p matrix.</summary>
    public Matrix<double> ToMatrix() => values;
}
