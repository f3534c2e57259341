using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NtkDsl.Cli;

/// <summary>A column of the output: numbers, which may be missing, or texts.</summary>
internal sealed record Column
{
    private Column(string name, IReadOnlyList<string?> texts, bool isNumeric) => (Name, Texts, IsNumeric) = (name, texts, isNumeric);

    public string Name { get; }

    /// <summary>The cells, numbers in the shortest form that reads back; null where there is none.</summary>
    public IReadOnlyList<string?> Texts { get; }

    private bool IsNumeric { get; }

    public static Column Of(string name, IEnumerable<string?> texts) => new(name, [.. texts], isNumeric: false);

    public static Column Of(string name, IEnumerable<double?> numbers) =>
        new(name, [.. numbers.Select(number => number?.ToString("R", CultureInfo.InvariantCulture))], isNumeric: true);

    public static Column Of(string name, IEnumerable<double> numbers) => Of(name, numbers.Select(number => (double?)number));

    public void WriteCell(Utf8JsonWriter writer, int row)
    {
        if (Texts[row] is not { } text || (IsNumeric && !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture))))
        {
            // JSON has no infinity and no NaN.
            writer.WriteNull(Name);
        }
        else if (IsNumeric)
        {
            writer.WritePropertyName(Name);
            writer.WriteRawValue(text);
        }
        else
        {
            writer.WriteString(Name, text);
        }
    }
}

/// <summary>Output as CSV, a line for each row, or as JSON, an object for each row.</summary>
internal static class Records
{
    public const string Csv = "csv";
    public const string Json = "json";

    private static readonly JsonSerializerOptions ObjectSettings = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = KernelWriter.JsonSettings.Encoder,
        WriteIndented = true,
        Converters = { new FiniteOrNull(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(Stream stream, string format, IReadOnlyList<Column> columns)
    {
        if (format == Json)
        {
            WriteJson(stream, writer => WriteArray(writer, columns));
        }
        else
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            CsvTable.Write(text, Enumerable.Range(0, Count(columns)).Select(row => columns.Select(column => column.Texts[row] ?? "")), columns.Select(column => column.Name));
        }
    }

    public static void WriteJson(Stream stream, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(stream, KernelWriter.JsonSettings))
        {
            write(writer);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the properties of an object as JSON, but for those that are null.</summary>
    public static void WriteObject<T>(Stream stream, T value)
    {
        JsonSerializer.Serialize(stream, value, ObjectSettings);
        stream.WriteByte((byte)'\n');
    }

    public static void WriteArray(Utf8JsonWriter writer, IReadOnlyList<Column> columns)
    {
        writer.WriteStartArray();
        for (var row = 0; row < Count(columns); row++)
        {
            writer.WriteStartObject();
            foreach (var column in columns)
            {
                column.WriteCell(writer, row);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static int Count(IReadOnlyList<Column> columns) => columns[0].Texts.Count;

    /// <summary>JSON has no infinity and no NaN.</summary>
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
