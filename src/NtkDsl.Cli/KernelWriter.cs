using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Cli;

/// <summary>Writes kernel matrices in the formats of <c>ntk kernel</c>; every number reads back as the same double.</summary>
internal static class KernelWriter
{
    public const string Json = "json";
    public const string Npy = "npy";

    public static JsonWriterOptions JsonSettings { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Formats { get; } = [Json, "csv", Npy];

    public static void Write(
        Stream stream, string format, Architecture architecture, IReadOnlyList<KeyValuePair<string, Matrix<double>>> kernels, ElementType elementType)
    {
        switch (format)
        {
            case Json:
                WriteJson(stream, architecture, kernels);
                break;
            case "csv":
                using (var text = new StreamWriter(stream, leaveOpen: true))
                {
                    CsvTable.Write(text, kernels[0].Value);
                }

                break;
            case Npy:
                NtkDsl.Npy.Write(stream, kernels[0].Value, elementType);
                break;
        }
    }

    private static void WriteJson(Stream stream, Architecture architecture, IReadOnlyList<KeyValuePair<string, Matrix<double>>> kernels)
    {
        foreach (var (name, values) in kernels)
        {
            RequireFinite(name, values);
        }

        using var writer = new Utf8JsonWriter(stream, JsonSettings);
        writer.WriteStartObject();
        writer.WriteString("architecture", architecture.ToString());
        foreach (var (name, values) in kernels)
        {
            writer.WritePropertyName(name);
            WriteRows(writer, values);
        }

        writer.WriteEndObject();
        writer.Flush();
        stream.Write(Encoding.UTF8.GetBytes("\n"));
    }

    private static void WriteRows(Utf8JsonWriter writer, Matrix<double> values)
    {
        writer.WriteStartArray();
        for (var i = 0; i < values.RowCount; i++)
        {
            writer.WriteStartArray();
            for (var j = 0; j < values.ColumnCount; j++)
            {
                writer.WriteNumberValue(values.At(i, j));
            }

            writer.WriteEndArray();
            writer.Flush();
        }

        writer.WriteEndArray();
    }

    private static void RequireFinite(string name, Matrix<double> values)
    {
        if (values.Find(value => !double.IsFinite(value), Zeros.AllowSkip) is (var row, var column, var bad))
        {
            throw new NtkDslException(Messages.NotInJson(name, row, column, bad));
        }
    }
}
