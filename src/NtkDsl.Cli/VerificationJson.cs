using System.Text.Json;

namespace NtkDsl.Cli;

/// <summary>A verification report as JSON: the verdict, and every entry of each kernel.</summary>
internal static class VerificationJson
{
    public static void Write(Stream stream, VerificationReport report)
    {
        using (var writer = new Utf8JsonWriter(stream, KernelWriter.JsonSettings))
        {
            writer.WriteStartObject();
            writer.WriteString("architecture", report.Architecture);
            writer.WriteString("verdict", Word(report.Verdict));
            writer.WriteNumber("draws", report.Draws);
            writer.WriteNumber("width", report.Width);
            writer.WriteNumber("tolerance", report.Tolerance);
            Number(writer, "deviationBound", report.DeviationBound);
            foreach (var kernel in report.Kernels)
            {
                writer.WriteStartObject(kernel.Name.ToLowerInvariant());
                writer.WriteString("verdict", Word(kernel.Verdict));
                writer.WriteStartArray("entries");
                foreach (var entry in kernel.Entries)
                {
                    Write(writer, entry);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter writer, EntryCheck entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("row", entry.Row + 1);
        writer.WriteNumber("column", entry.Column + 1);
        Number(writer, "formula", entry.Analytic);
        Number(writer, "monteCarlo", entry.MonteCarlo);
        Number(writer, "standardError", entry.StandardError);
        Number(writer, "zScore", entry.ZScore);
        Number(writer, "bias", entry.Bias);
        writer.WriteEndObject();
    }

    /// <summary>JSON has no infinity and no NaN.</summary>
    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Word(Verdict verdict) => Enum.GetName(verdict)!.ToLowerInvariant();
}
