using System.CommandLine;

namespace NtkDsl.Cli;

/// <summary><c>ntk completion SHELL</c>: what a shell has to be told to complete commands, options and their values.</summary>
internal sealed class CompletionCommand : Command, IHasExamples
{
    /// <summary>Each asks <c>ntk [suggest:POSITION] LINE</c>, which System.CommandLine answers from the commands themselves.</summary>
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _ntk() {
                COMPREPLY=( $(compgen -W "$(ntk "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
            }
            complete -o default -F _ntk ntk
            """,
        ["zsh"] = """
            _ntk() {
                local -a found
                found=("${(@f)$(ntk "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                compadd -a found || _files
            }
            compdef _ntk ntk
            """,
        ["fish"] = """
            function __ntk
                set -l line (commandline -cp)
                ntk "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c ntk -a '(__ntk)'
            """,
        ["powershell"] = """
            Register-ArgumentCompleter -Native -CommandName ntk -ScriptBlock {
                param($word, $line, $position)
                ntk "[suggest:$position]" "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    private readonly Argument<string> shell = new Argument<string>("SHELL") { Description = "The shell.", HelpName = string.Join('|', Scripts.Keys) }
        .AcceptOnlyFromAmong([.. Scripts.Keys]);

    public CompletionCommand(Session session)
        : base("completion", "Print a script for the start file of a shell, which then completes commands, options and their values.")
    {
        Add(shell);
        SetAction(arguments => session.WriteLine(Scripts[arguments.GetValue(shell)!].ReplaceLineEndings("\n")));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ntk completion bash >> ~/.bashrc",
        "ntk completion powershell >> $PROFILE",
    ];
}
