namespace NtkDsl;

/// <summary>Matrices of normal numbers.</summary>
internal static class NormalMatrix
{
    /// <summary>A matrix of independent normal numbers with mean 0 and variance 1, row after row.</summary>
    public static Matrix Matrix(this NormalStream stream, int rows, int columns) => new(rows, columns, stream.Normals(rows * columns));
}
