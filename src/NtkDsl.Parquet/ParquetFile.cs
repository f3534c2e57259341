using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace NtkDsl;

/// <summary>Tables from Apache Parquet files: columns of numbers, truth values (1 and 0) and text, in any encoding and compression.</summary>
public static class ParquetFile
{
    /// <summary>Reads a file with flat columns.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NtkDslException">The file is no Parquet file, or has no rows; the values of a column are checked when it is used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Table Read(string path)
    {
        using var stream = File.OpenRead(path);
        var name = Path.GetFileName(path);
        try
        {
            // The format's reader is asynchronous alone; its work must not wait for a caller's single thread.
            return Task.Run(() => ReadAsync(stream, name)).GetAwaiter().GetResult();
        }
        catch (Exception damage) when (damage is not NtkDslException and not OutOfMemoryException)
        {
            // What a damaged file makes of the reader is anything from a wrong index to a failed decompression.
            throw new NtkDslException(Messages.NotParquet(name), damage);
        }
    }

    private static async Task<Table> ReadAsync(Stream stream, string name)
    {
        await using var reader = await ParquetReader.CreateAsync(stream);
        var columns = reader.Schema.Fields.Select(field => new ParquetColumn(field)).ToList();
        long rows = 0;
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            rows += group.RowCount;
            foreach (var column in columns)
            {
                await column.ReadAsync(group);
            }
        }

        return rows > 0 && columns.Count > 0 ? new ParquetTable(name, columns, checked((int)rows)) : throw new NtkDslException(Messages.CsvEmpty(name));
    }

    private sealed class ParquetTable(string name, IReadOnlyList<ParquetColumn> columns, int rows)
        : Table(name, [.. columns.Select(column => column.Name)], columns.Count, rows)
    {
        protected override bool IsMissing(int row, int column) => Read(column) is { Texts: { Count: > 0 } texts } ? texts[row] is null : columns[column].Numbers[row] is null or double.NaN;

        protected override bool IsNumber(int row, int column) => columns[column].Texts.Count == 0;

        protected override string Text(int row, int column) => Read(column) is { Texts: { Count: > 0 } texts }
            ? texts[row]!
            : columns[column].Numbers[row]!.Value.ToString("R", CultureInfo.InvariantCulture);

        protected override double Number(int row, int column) => columns[column] is { Texts: { Count: > 0 } texts } ? throw new NtkDslException(Messages.NotNumber(PlaceOf(row, column), texts[row]!))
            : columns[column].Numbers[row]!.Value is var value && double.IsFinite(value) ? value
            : throw new NtkDslException(Messages.NotFinite(PlaceOf(row, column), Text(row, column)));

        private ParquetColumn Read(int column) => columns[column] is { IsRead: true } read
            ? read
            : throw new NtkDslException(Messages.ParquetType(Name, columns[column].Name, columns[column].Type));
    }

    /// <summary>A column, group of rows by group of rows. Null where a value is missing.</summary>
    private sealed class ParquetColumn(Field definition)
    {
        private readonly DataField? data = definition is DataField { IsArray: false } flat ? flat : null;

        public string Name => definition.Name;

        public string Type => data?.ClrType.Name ?? definition.SchemaType.ToString();

        /// <summary>False if the values are neither numbers nor text.</summary>
        public bool IsRead => Numbers.Count + Texts.Count > 0;

        public List<double?> Numbers { get; } = [];

        public List<string?> Texts { get; } = [];

        /// <summary>The reader's type of text.</summary>
        private bool IsText => data?.ClrType == typeof(ReadOnlyMemory<char>) || data?.ClrType == typeof(string);

        public Task ReadAsync(ParquetRowGroupReader group) => (data is null ? TypeCode.Object : System.Type.GetTypeCode(data.ClrType)) switch
        {
            _ when IsText => ReadTextsAsync(group, data!),
            TypeCode.Boolean => ReadNumbersAsync<bool>(group, data!, value => value ? 1 : 0),
            TypeCode.SByte => ReadNumbersAsync<sbyte>(group, data!),
            TypeCode.Byte => ReadNumbersAsync<byte>(group, data!),
            TypeCode.Int16 => ReadNumbersAsync<short>(group, data!),
            TypeCode.UInt16 => ReadNumbersAsync<ushort>(group, data!),
            TypeCode.Int32 => ReadNumbersAsync<int>(group, data!),
            TypeCode.UInt32 => ReadNumbersAsync<uint>(group, data!),
            TypeCode.Int64 => ReadNumbersAsync<long>(group, data!),
            TypeCode.UInt64 => ReadNumbersAsync<ulong>(group, data!),
            TypeCode.Single => ReadNumbersAsync<float>(group, data!),
            TypeCode.Double => ReadNumbersAsync<double>(group, data!),
            TypeCode.Decimal => ReadNumbersAsync<decimal>(group, data!),
            _ => Task.CompletedTask,
        };

        private async Task ReadTextsAsync(ParquetRowGroupReader group, DataField flat)
        {
            var values = new string?[group.RowCount];
            await group.ReadAsync(flat, values.AsMemory()!);
            Texts.AddRange(values);
        }

        private Task ReadNumbersAsync<T>(ParquetRowGroupReader group, DataField flat)
            where T : struct, INumber<T> => ReadNumbersAsync<T>(group, flat, double.CreateChecked);

        private async Task ReadNumbersAsync<T>(ParquetRowGroupReader group, DataField flat, Func<T, double> convert)
            where T : struct
        {
            if (flat.IsNullable)
            {
                var values = new T?[group.RowCount];
                await group.ReadAsync(flat, values.AsMemory());
                Numbers.AddRange(values.Select(value => value is { } present ? convert(present) : (double?)null));
            }
            else
            {
                var values = new T[group.RowCount];
                await group.ReadAsync(flat, values.AsMemory());
                Numbers.AddRange(values.Select(value => (double?)convert(value)));
            }
        }
    }
}
