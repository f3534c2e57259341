namespace NtkDsl;

/// <summary>What the instructions of one section read: all rows, all columns, or the pairs of one column with consecutive rows.</summary>
internal readonly ref struct Lanes
{
    private readonly Storage storage;
    private readonly Scope section;
    private readonly Span<double> registers;

    private Lanes(Storage storage, Scope section, int count, int column, int firstRow, Span<double> registers)
    {
        this.storage = storage;
        this.section = section;
        Count = count;
        Column = column;
        FirstRow = firstRow;
        this.registers = registers;
    }

    /// <summary>The number of lanes.</summary>
    public int Count { get; }

    public int Column { get; }

    public int FirstRow { get; }

    /// <summary>The memory of the pair section, <see cref="Storage.TileHeight"/> for each register.</summary>
    public Span<double> Registers => registers;

    public static Lanes Once(Storage storage) => new(storage, Scope.None, 1, 0, 0, []);

    public static Lanes Rows(Storage storage) => new(storage, Scope.Row, storage.RowCount, 0, 0, []);

    public static Lanes Columns(Storage storage) => new(storage, Scope.Column, storage.ColumnCount, 0, 0, []);

    public static Lanes Tile(Storage storage, int column, int firstRow, int count, Span<double> registers) =>
        new(storage, Scope.Pair, count, column, firstRow, registers);

    /// <summary>Where an instruction of this section puts its value.</summary>
    public Span<double> Write(Instruction instruction) => section switch
    {
        Scope.None => storage.Once.AsSpan(instruction.Slot, 1),
        Scope.Row => storage.Rows[instruction.Slot],
        Scope.Column => storage.Columns[instruction.Slot],
        _ => registers.Slice(instruction.Slot * Storage.TileHeight, Count),
    };

    /// <summary>The value of an instruction: per lane, or one for all.</summary>
    public Operand Read(Instruction instruction) => instruction.Scope switch
    {
        Scope.None => new(storage.Once[instruction.Slot]),
        Scope.Row when section == Scope.Row => new(storage.Rows[instruction.Slot]),
        Scope.Row => new(storage.Rows[instruction.Slot].AsSpan(FirstRow, Count)),
        Scope.Column when section == Scope.Column => new(storage.Columns[instruction.Slot]),
        Scope.Column => new(storage.Columns[instruction.Slot][Column]),
        _ => new(registers.Slice(instruction.Slot * Storage.TileHeight, Count)),
    };

    /// <summary>The values of several instructions in one lane.</summary>
    public void ReadAll(ReadOnlySpan<Instruction> instructions, int lane, Span<double> values)
    {
        for (var k = 0; k < instructions.Length; k++)
        {
            values[k] = Read(instructions[k])[lane];
        }
    }
}

/// <summary>The values that outlive a tile: one per program, per row and per column.</summary>
internal sealed class Storage(TileProgram program, int rowCount, int columnCount)
{
    /// <summary>The largest number of rows of a tile: its registers stay in the first- and second-level caches.</summary>
    public const int TileHeight = 256;

    public int RowCount { get; } = rowCount;

    public int ColumnCount { get; } = columnCount;

    public double[] Once { get; } = new double[program.Sections[Scope.None].Count()];

    public double[][] Rows { get; } = [.. program.Sections[Scope.Row].Select(_ => new double[rowCount])];

    public double[][] Columns { get; } = [.. program.Sections[Scope.Column].Select(_ => new double[columnCount])];
}
