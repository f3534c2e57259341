using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkDsl.Cli;

/// <summary>The options that say how points without targets are read from files.</summary>
internal sealed class PointOptions(Session session)
{
    private readonly FeatureOptions features = new();

    private readonly TableOptions tables = new(session);

    public void AddTo(Command command)
    {
        Option[] options = [.. features.All];
        Array.ForEach(options, command.Add);
        tables.AddTo(command);
    }

    /// <summary>Refuses options that treat the points of a file where there is none.</summary>
    public void RequireFile(CommandResult result, Option<string> file)
    {
        if (result.GetResult(file) is null && features.FirstGiven(result) is { } option)
        {
            result.AddError(Messages.NeedsOther(option, file.Name));
        }
    }

    /// <summary>The points of one file, and those of another one treated alike, with columns found by name.</summary>
    public PointSets Read(ParseResult arguments, string left, string? right = null)
    {
        var rows = features.Learn(arguments, tables.Read(arguments, left), [], classify: false);
        Tell(rows.LeftOut, rows.Table);
        var columns = right is null ? null : features.Complete(arguments, tables.Read(arguments, right), rows.Preprocessing);
        Tell(columns?.LeftOut ?? 0, columns?.Table);
        return new(rows.Preprocessing.PointsOf(rows.Table), columns is null ? null : rows.Preprocessing.PointsOf(columns.Table));
    }

    private void Tell(int leftOut, Table? table)
    {
        if (leftOut > 0)
        {
            session.Error.WriteLine($"{table!.Name}: {Messages.LeftOut(leftOut)}");
        }
    }
}

/// <summary>The points of the rows and of the columns of a kernel matrix; null for those of the rows again.</summary>
internal sealed record PointSets(Points Left, Points? Right);
