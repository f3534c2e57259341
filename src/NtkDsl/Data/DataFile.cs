using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Data in files, by the ending of the name: <c>.npy</c>, <c>.npz</c> (or <c>file.npz:name</c> for one of several arrays), else CSV.
/// Parquet files are read by the package NtkDsl.Parquet.
/// </summary>
public static class DataFile
{
    private const string ArrayOfNpz = ".npz:";

    /// <summary>Reads a matrix, a row per point.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written if it is CSV, as far as that is to be said.</param>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Matrix<double> ReadMatrix(string path, CsvFormat? format = null) => ReadTable(path, format).ToMatrix();

    /// <summary>Reads a table: with the names of a CSV file's header, or the columns 1, 2, … of an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written if it is CSV, as far as that is to be said.</param>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table ReadTable(string path, CsvFormat? format = null)
    {
        if (Directory.Exists(path))
        {
            throw new NtkDslException(Messages.IsDirectory(path));
        }

        var colon = path.LastIndexOf(ArrayOfNpz, StringComparison.OrdinalIgnoreCase) + ArrayOfNpz.Length - 1;
        return colon >= ArrayOfNpz.Length - 1 && !File.Exists(path)
            ? Table.Of(Path.GetFileName(path), Npz.Read(path[..colon], path[(colon + 1)..]))
            : Read(path, format);
    }

    /// <summary>Reads a table from a stream: a NumPy array if it starts like one, else CSV.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="format">How it is written if it is CSV, as far as that is to be said.</param>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    public static Table ReadTable(Stream stream, string name, CsvFormat? format = null)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        content.Position = 0;
        return Npy.IsStartOf(content.GetBuffer()) ? Table.Of(name, Npy.Read(content, name, content.Length)) : CsvTable.Read(new StreamReader(content), name, format);
    }

    private static Table Read(string path, CsvFormat? format) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPY" => Table.Of(Path.GetFileName(path), Npy.Read(path)),
        ".NPZ" => Table.Of(Path.GetFileName(path), Npz.Read(path)),
        ".PARQUET" => throw new NtkDslException(Messages.ParquetIsElsewhere(Path.GetFileName(path))),
        _ => CsvTable.Read(path, format),
    };
}
