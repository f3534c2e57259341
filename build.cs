#!/usr/bin/env dotnet
// The one entry point: `dotnet run build.cs -- help` lists the verbs. Needs nothing but the .NET SDK.

// A file-based app is compiled ahead of time by default, which would restore a native toolchain for nothing.
#:property PublishAot=false
// Directory.Build.props applies to this file too; its lock would land in the repository's root.
#:property RestorePackagesWithLockFile=false

using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const string Solution = "NtkDsl.sln";
const string Tool = "src/NtkDsl.Cli/bin/Release/net10.0/ntk.dll";
const string SiteMaker = "site/bin/Release/net10.0/NtkDsl.Site.dll";
const string Packages = "artifacts/packages";
const string TestResults = "artifacts/test-results";

Directory.SetCurrentDirectory((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
var name = args.FirstOrDefault("demo");
if (name is "-h" or "--help") return Help();
var verb = Array.Find(Verbs(), verb => verb.Name == name);
if (verb.Execute is not null) return verb.Execute([.. args.Skip(1)]);
Console.Error.WriteLine($"Unknown verb '{name}'.");
Help();
return 2;

(string Name, string Summary, Func<string[], int> Execute)[] Verbs() =>
[
    ("demo", "build, then run `ntk demo`; the default", Demo),
    ("test", "build, then run all tests; further arguments go to `dotnet test`, such as --filter NAME", Test),
    ("build", "restore and build in Release", _ => Build()),
    ("format", "check the formatting of C# and F#; --fix applies it", Format),
    ("pack", $"build, then pack into {Packages}", _ => Pack()),
    ("docs", "build, then make the site of the documentation in artifacts/site, which needs npm; fails on a broken link", _ => Docs()),
    ("lock", "rewrite the lock files after a change of paket.dependencies or paket.references", _ => Lock()),
    ("help", "show this text", _ => Help()),
];

int Help()
{
    Console.WriteLine("Usage: dotnet run build.cs [-- VERB [ARGUMENTS]]");
    foreach (var (name, summary, _) in Verbs()) Console.WriteLine($"  {name,-8}{summary}");
    return 0;
}

int Demo(string[] arguments)
{
    Build();
    return Run("dotnet", [Tool, "demo", .. arguments]);
}

int Test(string[] arguments)
{
    Build();
    if (Directory.Exists(TestResults)) Directory.Delete(TestResults, recursive: true);
    var exitCode = Run("dotnet", ["test", Solution, "-c", "Release", "--no-build", "--nologo",
        "--logger", "trx", "--results-directory", TestResults, .. arguments]);
    var (passed, failed, skipped) = CountTests();
    Console.WriteLine($"{passed} passed, {failed} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    // A run in which no test ran says nothing, so it does not count as a success.
    return exitCode == 0 && (failed > 0 || passed == 0) ? 1 : exitCode;
}

int Build()
{
    RestoreTools();
    Require("dotnet", "paket", "restore");
    Require("dotnet", "build", Solution, "-c", "Release", "--nologo", "-v", "quiet");
    return 0;
}

// Only white space is left to `dotnet format`: the build itself fails on the code style of .editorconfig.
int Format(string[] arguments)
{
    var fix = arguments.Contains("--fix");
    string[] checkCSharp = fix ? [] : ["--verify-no-changes"], checkFSharp = fix ? [] : ["--check"];
    RestoreTools();
    var csharp = Run("dotnet", ["format", "whitespace", "--folder", .. checkCSharp]);
    var fsharp = Run("dotnet", ["fantomas", .. checkFSharp, "."]);
    return csharp != 0 ? csharp : fsharp;
}

int Pack()
{
    Build();
    return Run("dotnet", "pack", Solution, "-c", "Release", "--no-build", "--nologo", "-o", Packages);
}

int Docs()
{
    Build();
    return Run("dotnet", SiteMaker);
}

int Lock()
{
    RestoreTools();
    // A feed may not tell dependencies until the packages lie in the cache: only the second pass sees the whole graph.
    for (var pass = 1; pass <= 2; pass++)
    {
        File.Delete("paket.lock");
        Require("dotnet", "paket", "install");
    }
    // Paket writes the address that the variable stands for; the repository names no registry.
    var resolved = File.ReadAllText("paket.lock");
    File.WriteAllText("paket.lock", Regex.Replace(resolved, @"(?m)^(\s*remote:).*$", "$1 %NUGET_SOURCE%"));
    Require("dotnet", "restore", Solution, "--force-evaluate");
    return 0;
}

void RestoreTools()
{
    if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NUGET_SOURCE")))
        Environment.SetEnvironmentVariable("NUGET_SOURCE", FirstNuGetSource());
    Require("dotnet", "tool", "restore", "--verbosity", "minimal");
}

void Require(string program, params string[] arguments)
{
    var exitCode = Run(program, arguments);
    if (exitCode != 0) Environment.Exit(exitCode);
}

static int Run(string program, params string[] arguments)
{
    var clock = Stopwatch.StartNew();
    using var process = Process.Start(program, arguments);
    process.WaitForExit();
    Console.Error.WriteLine($"# {program} {string.Join(' ', arguments.Take(2))}: {clock.Elapsed.TotalSeconds:F1} s");
    return process.ExitCode;
}

static (int Passed, int Failed, int Skipped) CountTests()
{
    if (!Directory.Exists(TestResults)) return default;
    var (total, executed, passed) = (0, 0, 0);
    foreach (var file in Directory.EnumerateFiles(TestResults, "*.trx", SearchOption.AllDirectories))
    {
        var counters = XDocument.Load(file).Descendants().First(element => element.Name.LocalName == "Counters");
        total += (int)counters.Attribute("total")!;
        executed += (int)counters.Attribute("executed")!;
        passed += (int)counters.Attribute("passed")!;
    }
    return (passed, executed - passed, total - executed);
}

// The first source that the user's NuGet configuration enables: its short listing marks it with `E`.
static string FirstNuGetSource()
{
    var listing = new ProcessStartInfo("dotnet", ["nuget", "list", "source", "--format", "Short"]) { RedirectStandardOutput = true };
    using var process = Process.Start(listing)!;
    var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
    process.WaitForExit();
    return lines.FirstOrDefault(line => line.StartsWith("E ", StringComparison.Ordinal))?[2..]
        ?? throw new InvalidOperationException("`dotnet nuget list source` shows no enabled source.");
}
