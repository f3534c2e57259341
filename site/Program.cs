// Makes the site of the documentation in artifacts/site: stages the sources, lets fsdocs write pages, sets formulas, and checks it all.
// `dotnet run build.cs -- docs` runs it in the root of the repository, after a build.

using System.Diagnostics;
using NtkDsl.Site;

const string Staged = "artifacts/site-sources";
const string Site = "artifacts/site";

var root = Directory.GetCurrentDirectory();
try
{
    foreach (var folder in (string[])[Staged, Site])
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    var groups = SiteMap.Of(root);
    Staging.Prepare(root, groups, Path.GetFullPath(Staged));
    Staging.Write($"{Staged}/_template.html", Menu.Template(File.ReadAllText("site/template.html"), groups));
    foreach (var asset in (string[])["site.css", "site.js"]) File.Copy($"site/{asset}", $"{Staged}/{asset}");
    var log = Run("dotnet", "fsdocs", "build", "--input", Staged, "--output", Site, "--properties", "Configuration=Release", "--clean",
        "--eval", "--nodefaultcontent", "--parameters", "root", Staging.Root);
    Finishing.All(Site);
    SearchIndex.Write(Site);
    Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--prefix", "site", "--silent");
    Run("node", "site/formulas.mjs", Site);
    string[] problems = [.. ScriptCheck.Problems(log, Site), .. LinkCheck.Problems(Path.GetFullPath(Site))];
    foreach (var problem in problems) Console.Error.WriteLine(problem);
    if (problems.Length > 0) return 1;
    Console.WriteLine($"{Directory.GetFiles(Site, "*.html", SearchOption.AllDirectories).Length} pages: {Site}/index.html");
    return 0;
}
catch (SiteException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// What a program says of its work matters only if it fails.
static string Run(string program, params string[] arguments)
{
    var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
    using var process = Process.Start(start) ?? throw new SiteException($"{program} does not start.");
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : throw new SiteException($"{output}\n{program} {arguments[0]} failed with exit code {process.ExitCode}.");
}
