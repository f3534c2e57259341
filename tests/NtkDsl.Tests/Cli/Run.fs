/// Runs the tool in process.
module internal NtkDsl.Tests.Cli.Run

open System.IO
open System.Text
open System.Threading
open NtkDsl.Cli

/// What a run left behind.
type Result =
    {
        ExitCode: int
        Output: byte[]
        Error: string
    }

    member this.Text = Encoding.UTF8.GetString this.Output

/// Runs `ntk` with a token that cancels it.
let private runWith (error: StringWriter) showsProgress (cancellation: CancellationToken) (arguments: string list) =
    use output = new MemoryStream()
    let session = Session(output, error, ShowsProgress = showsProgress)
    let exitCode = Tool.RunAsync(List.toArray arguments, session, cancellation).Result

    {
        ExitCode = exitCode
        Output = output.ToArray()
        Error = error.ToString()
    }

let ntkUntil cancellation arguments =
    use error = new StringWriter(NewLine = "\n")
    runWith error false cancellation arguments

/// A terminal on which somebody presses Ctrl-C as soon as some progress is shown.
type private Impatient(source: CancellationTokenSource) =
    inherit StringWriter()

    override _.Write(text: string | null) =
        base.Write text
        source.Cancel()

/// Runs `ntk` until it shows progress.
let ntkUntilProgress arguments =
    use source = new CancellationTokenSource()
    use error = new Impatient(source)
    runWith error true source.Token arguments

/// Runs `ntk`.
let ntk arguments =
    ntkUntil CancellationToken.None arguments
