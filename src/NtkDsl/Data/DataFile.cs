using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Matrices in files of any format that the library reads.</summary>
public static class DataFile
{
    /// <summary>Reads a matrix, a row per point: NumPy where the name ends in .npy or .npz, else CSV with or without a header.</summary>
    /// <exception cref="NtkDslException">The content is refused; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Matrix<double> ReadMatrix(string path) => Directory.Exists(path)
        ? throw new NtkDslException(Messages.IsDirectory(path))
        : Read(path);

    private static Matrix<double> Read(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPY" => Npy.Read(path),
        ".NPZ" => Npz.Read(path),
        _ => CsvTable.Read(path).ToMatrix(),
    };
}
