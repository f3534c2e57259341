using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Data in files, by the ending of the name: <c>.npy</c>, <c>.npz</c> (or <c>file.npz:name</c> for one of several arrays), else CSV
/// with or without a header. Parquet files are read by the package NtkDsl.Parquet.
/// </summary>
public static class DataFile
{
    private const string ArrayOfNpz = ".npz:";

    /// <summary>Reads a matrix, a row per point.</summary>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Matrix<double> ReadMatrix(string path) => ReadTable(path).ToMatrix();

    /// <summary>Reads a table: with the names of a CSV file's header, or the columns 1, 2, … of an array.</summary>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table ReadTable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new NtkDslException(Messages.IsDirectory(path));
        }

        var colon = path.LastIndexOf(ArrayOfNpz, StringComparison.OrdinalIgnoreCase) + ArrayOfNpz.Length - 1;
        return colon >= ArrayOfNpz.Length - 1 && !File.Exists(path)
            ? Table.Of(Path.GetFileName(path), Npz.Read(path[..colon], path[(colon + 1)..]))
            : Read(path);
    }

    private static Table Read(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPY" => Table.Of(Path.GetFileName(path), Npy.Read(path)),
        ".NPZ" => Table.Of(Path.GetFileName(path), Npz.Read(path)),
        ".PARQUET" => throw new NtkDslException(Messages.ParquetIsElsewhere(Path.GetFileName(path))),
        _ => CsvTable.Read(path),
    };
}
