namespace NtkDsl;

/// <summary>What the instructions of one section read: all rows, all columns, or the pairs of one row with a tile of columns.</summary>
internal readonly ref struct Lanes
{
    private readonly Storage storage;
    private readonly Scope section;
    private readonly int row;
    private readonly int firstColumn;
    private readonly Span<double> registers;

    private Lanes(Storage storage, Scope section, int count, int row, int firstColumn, Span<double> registers)
    {
        this.storage = storage;
        this.section = section;
        Count = count;
        this.row = row;
        this.firstColumn = firstColumn;
        this.registers = registers;
    }

    /// <summary>The number of lanes.</summary>
    public int Count { get; }

    public int Row => row;

    public int FirstColumn => firstColumn;

    public static Lanes Once(Storage storage) => new(storage, Scope.None, 1, 0, 0, []);

    public static Lanes Rows(Storage storage) => new(storage, Scope.Row, storage.RowCount, 0, 0, []);

    public static Lanes Columns(Storage storage) => new(storage, Scope.Column, storage.ColumnCount, 0, 0, []);

    public static Lanes Tile(Storage storage, int row, int firstColumn, int count, Span<double> registers) =>
        new(storage, Scope.Pair, count, row, firstColumn, registers);

    /// <summary>Where an instruction of this section puts its value.</summary>
    public Span<double> Write(Instruction instruction) => section switch
    {
        Scope.None => storage.Once.AsSpan(instruction.Slot, 1),
        Scope.Row => storage.Rows[instruction.Slot],
        Scope.Column => storage.Columns[instruction.Slot],
        _ => registers.Slice(instruction.Slot * storage.TileWidth, Count),
    };

    /// <summary>The value of an instruction: per lane, or one for all.</summary>
    public Operand Read(Instruction instruction) => instruction.Scope switch
    {
        Scope.None => new(storage.Once[instruction.Slot]),
        Scope.Row when section == Scope.Row => new(storage.Rows[instruction.Slot]),
        Scope.Row => new(storage.Rows[instruction.Slot][row]),
        Scope.Column when section == Scope.Column => new(storage.Columns[instruction.Slot]),
        Scope.Column => new(storage.Columns[instruction.Slot].AsSpan(firstColumn, Count)),
        _ => new(registers.Slice(instruction.Slot * storage.TileWidth, Count)),
    };
}

/// <summary>The values that outlive a tile: one per program, per row and per column.</summary>
internal sealed class Storage(TileProgram program, int rowCount, int columnCount, int tileWidth)
{
    public int RowCount { get; } = rowCount;

    public int ColumnCount { get; } = columnCount;

    public int TileWidth { get; } = tileWidth;

    public double[] Once { get; } = new double[program.Sections[Scope.None].Count()];

    public double[][] Rows { get; } = [.. program.Sections[Scope.Row].Select(_ => new double[rowCount])];

    public double[][] Columns { get; } = [.. program.Sections[Scope.Column].Select(_ => new double[columnCount])];
}
