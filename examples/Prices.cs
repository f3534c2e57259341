#!/usr/bin/env dotnet
// From a table to predictions with intervals, and a picture. `dotnet run examples/Prices.cs` runs it after a first `dotnet run build.cs`.

#:project ../src/NtkDsl/NtkDsl.csproj
#:project ../src/NtkDsl.Charts/NtkDsl.Charts.csproj
// Directory.Build.props applies to this file too; its lock would land in this folder. Nothing here is compiled ahead of time.
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

using System.Globalization;
using NtkDsl;
using static NtkDsl.Layers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A file as spreadsheets write it: semicolons, decimal commas, a word for each district, and a gap.
var prices = CsvTable.Read(
    new StringReader("""
        area;district;price
        48,5;north;182,0
        61,0;south;298,5
        75,5;north;268,0
        52,0;south;251,5
        90,0;north;310,5
        ;south;330,0
        83,0;south;384,0
        39,0;north;151,0
        """),
    "prices.csv");

// The free parameters a and w, and the noise, are found by the evidence.
var net = Dense(512, sigmaW: Expr.Parameter("w"), sigmaB: 0.5) >> Erf >> Dense(1, sigmaW: Expr.Parameter("a"));
var model = Model.Fit(net, prices, "price", new() { FillMissing = true });

var wanted = CsvTable.Read(new StringReader("district;area\nnorth;66,5\nsouth;66,5\n"), "wanted.csv");
var prediction = model.Predict(wanted);
var interval = prediction.Interval(0.9);
for (var i = 0; i < wanted.RowCount; i++)
{
    Console.WriteLine($"{wanted["district"][i]}: {prediction.Mean[i, 0]:F0}, with probability 0.9 from {interval.Lower[i, 0]:F0} to {interval.Upper[i, 0]:F0}");
}

// The saved model is the same model.
var path = Path.Combine(Path.GetTempPath(), $"prices-{Environment.ProcessId}.ntk");
model.Save(path);
Console.WriteLine($"Loaded: {FittedModel.Load(path).Predict(wanted).Mean[0, 0]:F0}");
File.Delete(path);

// Numbers of one's own need no table.
double[] x = [-2, -1, 0, 1, 2], y = [-0.9, -0.8, 0, 0.8, 0.9];
double[] places = [.. Enumerable.Range(-30, 61).Select(i => i / 10.0)];
var process = GaussianProcess.Condition((Dense(512, sigmaW: 2) >> Erf >> Dense(1)).Compile(), Column(x), y, Ridge.Absolute(0.01));
var chart = Chart.Posterior(places, process.Predict(Column(places)), x, y);
Console.WriteLine($"The chart has {chart.ToSvg().Length:N0} characters of SVG.");

static double[][] Column(double[] values) => [.. values.Select(value => new[] { value })];
