namespace NtkDsl;

/// <content>Matrices of normal numbers.</content>
internal sealed partial class NormalStream
{
    /// <summary>A matrix of independent normal numbers with mean 0 and variance 1.</summary>
    public Matrix Matrix(int rows, int columns) => new(rows, columns, Normals(rows * columns));
}
