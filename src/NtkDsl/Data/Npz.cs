using System.IO.Compression;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Matrices in NumPy's <c>.npz</c> format: a ZIP archive of <c>.npy</c> files, as <c>numpy.savez</c> writes it.</summary>
public static class Npz
{
    private const string Suffix = ".npy";

    /// <summary>The names of the arrays in a file, in its order.</summary>
    /// <exception cref="NtkDslException">The file is no ZIP archive.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        using var archive = Open(path);
        return NamesOf(archive);
    }

    /// <summary>Reads one array, of which <see cref="Npy.Read(string)"/> says what it may be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array; not needed if there is but one.</param>
    /// <exception cref="NtkDslException">The file is no ZIP archive, has no such array, or the array is refused.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Matrix<double> Read(string path, string? name = null)
    {
        using var archive = Open(path);
        var (file, names) = (Path.GetFileName(path), NamesOf(archive));
        name ??= names.Count == 1 ? names[0] : throw new NtkDslException(Messages.NpzNeedsName(file, names));
        var entry = archive.GetEntry(name + Suffix) ?? throw new NtkDslException(Messages.NpzNoArray(file, name, names));
        try
        {
            using var stream = entry.Open();
            return Npy.Read(stream, $"{file}:{name}", entry.Length);
        }
        catch (InvalidDataException)
        {
            throw new NtkDslException(Messages.NotNpz(file));
        }
    }

    private static List<string> NamesOf(ZipArchive archive) => [.. archive.Entries
        .Where(entry => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(entry => entry.FullName[..^Suffix.Length])];

    private static ZipArchive Open(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return new(file);
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            throw new NtkDslException(Messages.NotNpz(Path.GetFileName(path)));
        }
    }
}
