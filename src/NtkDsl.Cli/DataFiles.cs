using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Files in any of the formats that the tool reads.</summary>
internal static class DataFiles
{
    /// <summary>The name of standard input as a file.</summary>
    public const string StandardInput = "-";

    public const string Formats = "CSV with or without a header, .npy, .npz (FILE.npz:NAME for one of several arrays) or .parquet; - for CSV or .npy from standard input";

    public static Table ReadTable(string path, Session session, CsvFormat format) =>
        path == StandardInput ? DataFile.ReadTable(session.Input, "standard input", format)
        : Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path) ? ParquetFile.Read(path)
        : DataFile.ReadTable(path, format);

    /// <summary>Whether the name of a target stands for an array in a file of its own.</summary>
    public static bool IsArray(string target) =>
        target.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || target.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || target.Contains(".npz:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The targets in an array: the column y of y.npy or of data.npz:y, or the columns y1, y2, …</summary>
    public static Table ReadTargets(string path)
    {
        var colon = path.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        var (file, array) = colon < 0 ? (path, null) : (path[..(colon + 4)], path[(colon + 5)..]);
        var values = file.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? Npy.Read(file) : Npz.Read(file, array);
        var name = array ?? Path.GetFileNameWithoutExtension(file);
        return Table.Of(Path.GetFileName(path), values, Names(name, values));
    }

    private static string[] Names(string name, Matrix<double> values) =>
        values.ColumnCount == 1 ? [name] : [.. Enumerable.Range(1, values.ColumnCount).Select(j => $"{name}{j}")];
}
