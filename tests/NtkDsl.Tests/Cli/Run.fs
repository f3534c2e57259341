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
let ntkUntil (cancellation: CancellationToken) (arguments: string list) =
    use output = new MemoryStream()
    use error = new StringWriter(NewLine = "\n")
    let session = Session(output, error, ShowsProgress = false)
    let exitCode = Tool.RunAsync(List.toArray arguments, session, cancellation).Result

    {
        ExitCode = exitCode
        Output = output.ToArray()
        Error = error.ToString()
    }

/// Runs `ntk`.
let ntk arguments =
    ntkUntil CancellationToken.None arguments
