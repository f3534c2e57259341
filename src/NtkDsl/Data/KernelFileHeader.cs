using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NtkDsl;

/// <summary>What a file of kernel matrices holds, as the first line of its journal says it in JSON.</summary>
internal sealed record KernelFileHeader(
    string Format,
    int Version,
    string Architecture,
    string Formulas,
    Dictionary<string, double> Parameters,
    string Inputs,
    IReadOnlyList<KernelKind> Kinds,
    int RowCount,
    int ColumnCount,
    bool IsSymmetric,
    ElementType ElementType,
    int BlockRows,
    int BlockColumns)
{
    public const int CurrentVersion = 1;
    private const string FormatName = "ntkdsl-kernel-file";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    [JsonIgnore]
    public bool IsSensible => RowCount > 0 && ColumnCount > 0 && BlockRows > 0 && BlockColumns > 0 && BlockColumns % BlockRows == 0 && Kinds.Count is 1 or 2;

    public static KernelFileHeader Of(Kernel kernel, RowBlocks blocks, Points x1, Points? x2, ElementType elementType, int blockRows, int blockColumns) => new(
        FormatName,
        CurrentVersion,
        kernel.Architecture.ToString(),
        Hash(Encoding.UTF8.GetBytes(string.Join('\n', blocks.Kinds.Select(kind => (kind == KernelKind.Nngp ? kernel.Nngp : kernel.Ntk).ToUnicode())))),
        new(kernel.Bindings),
        Hash([.. Fingerprint(x1), .. x2 is null ? [] : Fingerprint(x2)]),
        blocks.Kinds,
        blocks.RowCount,
        blocks.ColumnCount,
        blocks.IsSymmetric,
        elementType,
        blockRows,
        blockColumns);

    public static KernelFileHeader Parse(string line, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var format) && format.ValueEquals(FormatName))
            {
                return root.GetProperty("version").GetInt32() is var version and not CurrentVersion
                    ? throw new NtkDslException(Messages.KernelFileVersion(path, version, CurrentVersion))
                    : root.Deserialize<KernelFileHeader>(Options) is { IsSensible: true } header ? header
                    : throw new NtkDslException(Messages.DamagedKernelFile(path));
            }

            throw new NtkDslException(Messages.ForeignKernelFile(path));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new NtkDslException(Messages.ForeignKernelFile(path), error);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>What the other evaluation differs in; null if both give the same file. The size of a block does not matter.</summary>
    public string? DifferenceFrom(KernelFileHeader other) =>
        !Kinds.SequenceEqual(other.Kinds) ? "other kernels"
        : Architecture != other.Architecture || Formulas != other.Formulas ? $"the architecture {other.Architecture}"
        : !Parameters.Order().SequenceEqual(other.Parameters.Order()) ? "other values of the parameters"
        : (RowCount, ColumnCount, Inputs) != (other.RowCount, other.ColumnCount, other.Inputs) ? "other points"
        : ElementType != other.ElementType ? $"elements of type {other.ElementType}"
        : null;

    /// <summary>The points are not copied: they may be much larger than what an evaluation into a file takes.</summary>
    private static byte[] Fingerprint(Points points)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([points.Count, points.Features]));
        hash.AppendData(MemoryMarshal.AsBytes(points.Values));
        return hash.GetHashAndReset();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
