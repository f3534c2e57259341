using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The file format of <see cref="FittedModel"/>: JSON with the name of the format, its version, the SHA-256 of the content, and the
/// content. Doubles are written in the shortest form that reads back to the same bits.
/// </summary>
internal static class ModelFile
{
    private const string Format = "ntkdsl-model";
    private const int Version = 1;

    private static readonly JsonSerializerOptions Options = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public static void Write(string path, FittedModel model)
    {
        var content = JsonSerializer.Serialize(Content.Of(model), Options);
        var text = $$"""{"format":"{{Format}}","version":{{Version}},"sha256":"{{Hash(content)}}","model":{{content}}}""";
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    public static FittedModel Read(string path, IEnumerable<Activation> activations)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || !format.ValueEquals(Format))
            {
                throw new NtkDslException(Messages.ForeignModelFile(path));
            }

            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                throw new NtkDslException(Messages.ModelVersion(path, version, Version));
            }

            var content = root.GetProperty("model");
            return root.GetProperty("sha256").ValueEquals(Hash(content.GetRawText()))
                ? content.Deserialize<Content>(Options)!.ToModel(activations)
                : throw new NtkDslException(Messages.DamagedModelFile(path));
        }
        catch (JsonException error)
        {
            throw new NtkDslException(Messages.ForeignModelFile(path), error);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NtkDslException(Messages.DamagedModelFile(path), error);
        }
    }

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private sealed record Content(
        string Kind,
        string Architecture,
        Dictionary<string, double> Parameters,
        string Kernel,
        double Ridge,
        bool RidgeIsRelative,
        double[][] X,
        double[][] Y,
        Columns Preprocessing,
        double[]? InputScales = null)
    {
        private const string Process = "gaussian-process";
        private const string Regression = "kernel-regression";
        private const string Laplace = "laplace-";

        public static Content Of(FittedModel model) => new(
            model.Classifier is { } classifier ? Laplace + classifier.Likelihood : model.Process is null ? Regression : Process,
            model.Data.Kernel.Architecture.ToString(),
            new(model.Data.Kernel.Bindings),
            model.Kind.ToString(),
            model.Ridge.Amount,
            model.Ridge.IsRelative,
            [.. Enumerable.Range(0, model.Data.X.Count).Select(i => model.Data.X[i].ToArray())],
            model.Data.Y.ToRowArrays(),
            Columns.Of(model.Preprocessing),
            model.Data.Scales?.ToArray());

        public FittedModel ToModel(IEnumerable<Activation> activations)
        {
            var compiled = NtkDsl.Architecture.Parse(Architecture, activations).Compile(X[0].Length);
            var kernel = Parameters.Aggregate(compiled, (bound, pair) => bound.Bind(pair.Key, pair.Value));
            var ridge = RidgeIsRelative ? NtkDsl.Ridge.Relative(Ridge) : NtkDsl.Ridge.Absolute(Ridge);
            var (x, y, kind) = (Points.Of(X), Matrix<double>.Build.DenseOfRowArrays(Y), Enum.Parse<KernelKind>(Kernel));
            var preprocessing = Preprocessing.ToPreprocessing();
            return Kind switch
            {
                Process => FittedModel.Of(GaussianProcess.On(new TrainingSet(kernel, x, y, mean: null, InputScales), ridge, kind), preprocessing),
                Regression => FittedModel.Of(KernelRegression.Train(kernel, x, y, ridge, kind), preprocessing),
                _ => FittedModel.Of(
                    LaplaceClassifier.Train(kernel, x, OneHot.Of(y.ColumnCount).Decode(y), Enum.Parse<ClassLikelihood>(Kind[Laplace.Length..]), kind, y.ColumnCount), preprocessing),
            };
        }
    }

    private sealed record Columns(
        string[] Features,
        string[] Targets,
        string[] ClassNames,
        Scaling? Inputs,
        bool OnSphere,
        Scaling? Outputs,
        ClassEncoding? Classes,
        Dictionary<string, string[]>? Categories = null,
        double[]? Substitutes = null)
    {
        public static Columns Of(Preprocessing preprocessing) => new(
            [.. preprocessing.Features],
            [.. preprocessing.Targets],
            [.. preprocessing.ClassNames],
            Scaling.Of(preprocessing.Inputs),
            preprocessing.OnSphere,
            Scaling.Of(preprocessing.Outputs),
            preprocessing.Classes is { } classes ? new(classes.ClassCount, classes.IsCentered) : null,
            preprocessing.Categories.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
            preprocessing.Substitutes?.ToArray());

        public Preprocessing ToPreprocessing() => new()
        {
            Features = Features,
            Categories = (Categories ?? []).ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value),
            Substitutes = Substitutes,
            Targets = Targets,
            ClassNames = ClassNames,
            Inputs = Inputs?.ToTransform(),
            OnSphere = OnSphere,
            Outputs = Outputs?.ToTransform(),
            Classes = Classes is null ? null : OneHot.Of(Classes.Count, Classes.IsCentered),
        };
    }

    private sealed record Scaling(double[] Means, double[] Scales)
    {
        public static Scaling? Of(Standardization? transform) => transform is null ? null : new([.. transform.Means], [.. transform.Scales]);

        public Standardization ToTransform() => new(Means, Scales);
    }

    private sealed record ClassEncoding(int Count, bool IsCentered);
}
