using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Files in any of the formats that the tool reads.</summary>
internal static class DataFiles
{
    public const string Formats = "CSV with or without a header, .npy, .npz (FILE.npz:NAME for one of several arrays) or .parquet";

    public static Table ReadTable(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path)
        ? ParquetFile.Read(path)
        : DataFile.ReadTable(path);

    public static Matrix<double> ReadMatrix(string path) => ReadTable(path).ToMatrix();
}
