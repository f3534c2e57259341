using System.Globalization;
using System.Text;

namespace NtkDsl;

/// <summary>
/// What is known to be in a file of kernel matrices: a text file beside it, a line for the header and then one for each finished block with
/// its SHA-256. Lines are appended after the block itself has been written; a last line that was cut off counts as not there. Nothing waits
/// for the disk: should a line reach it before its block does, the block does not fit.
/// </summary>
internal sealed class KernelFileJournal
{
    private readonly string path;
    private readonly Dictionary<int, string> finished;

    private KernelFileJournal(string path, KernelFileHeader header, Dictionary<int, string> finished) =>
        (this.path, Header, this.finished) = (path, header, finished);

    public KernelFileHeader Header { get; }

    /// <summary>The SHA-256 of each finished block.</summary>
    public IReadOnlyDictionary<int, string> Finished => finished;

    public static string PathFor(string dataPath) => dataPath + ".journal";

    public static KernelFileJournal Create(string dataPath, KernelFileHeader header)
    {
        File.WriteAllText(PathFor(dataPath), header.ToJson() + "\n");
        return new(PathFor(dataPath), header, []);
    }

    /// <exception cref="NtkDslException">There is no journal, or its header is no such header.</exception>
    public static KernelFileJournal Open(string dataPath)
    {
        var path = PathFor(dataPath);
        var text = File.Exists(path) ? File.ReadAllText(path) : throw new NtkDslException(Messages.ForeignKernelFile(dataPath));
        var lines = text.Split('\n');
        var finished = new Dictionary<int, string>();
        foreach (var words in lines[1..^1].Select(line => line.Split(' ')))
        {
            if (words.Length == 2 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var block))
            {
                finished[block] = words[1];
            }
        }

        if (lines[^1].Length > 0)
        {
            // What an interruption has left of a line must not run into the next one.
            File.WriteAllText(path, text[..^lines[^1].Length]);
        }

        return new(path, KernelFileHeader.Parse(lines[0], dataPath), finished);
    }

    public void Add(int block, string hash)
    {
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{block} {hash}\n")));
        finished[block] = hash;
    }
}
