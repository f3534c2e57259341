using System.Globalization;

namespace NtkDsl;

/// <summary>Every text that a user is shown when something is refused.</summary>
internal static class Messages
{
    public const string DerivativeOfDelta =
        "This derivative needs the derivative of a jump twice over, which is no function. Use a smooth activation, or give the activation a surrogate gradient.";

    public const string ProductOfDeltas =
        "This expectation multiplies a jump's derivative with itself at one point, which is infinite. The NNGP kernel exists; the NTK does not. Give the activation a surrogate gradient.";

    public static string NumberNotFinite(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"A number in an expression must be finite, but this one is {value}.");

    public static string BadParameterName(string name) =>
        $"'{name}' cannot name a parameter. A name is a letter followed by letters, digits or underscores, and is not pi, sqrt, true or false.";

    public static string TooMuchWork(string place, long bytes) => string.Create(CultureInfo.InvariantCulture,
        $"The formulas of this architecture take more than {bytes / 1e9:G3} GB to derive; the limit was reached at {place}. Put dense layers between long compositions of activations, or compile with a larger limit.");

    public static string NumberTooLong(string place) =>
        $"The exact constants of this architecture grow to thousands of digits, far beyond the range of floating point, at {place}. Put a dense layer between the polynomials.";

    public static string NestedTooDeeply(int deepest) => $"layers and numbers nest no more than {deepest} deep; write repeat(n, …) or a chain";

    public static string TooDeep(string place) => $"The architecture is nested too deeply to compile, at {place}.";

    public static string FunctionTooLong(int limit, string place) =>
        $"The layers without weights before {place} compose to one function of more than {limit} operations. Put a dense layer between them.";

    public static string TooLargeToExpand(double size, double limit) => string.Create(CultureInfo.InvariantCulture,
        $"Written as one formula, this expression has {size:G3} leaves and operations, and at most {limit:G} are shown. Print it with its definitions (expand: false), or use fewer layers.");

    public static string BadFunctionName(string name) =>
        $"'{name}' cannot name the generated function. A name is a letter followed by letters, digits or underscores, and no keyword of the language.";

    public static string NotInCode(string name) =>
        $"There is no code for '{name}', which is not a function of the two input vectors alone. Print the formula instead.";
    public static string BadActivationName(string name) =>
        $"'{name}' cannot name an activation. A name is a letter followed by letters and digits.";

    public static string BadSharedName(string name) =>
        $"'{name}' cannot name shared weights. A name is a letter followed by letters and digits.";

    public const string NoCoefficients = "polynomial needs at least one coefficient: polynomial(c0, c1, c2).";

    public static string WidthNotPositive(int width) =>
        string.Create(CultureInfo.InvariantCulture, $"A dense layer needs at least one channel, but its width is {width}.");

    public static string DegreeTooHigh(string word, int degree, int highest) =>
        $"{word} is there up to degree {highest}, not {degree}: the powers of higher ones leave the range of floating point.";

    public static string CountNotPositive(string word, int n) =>
        string.Create(CultureInfo.InvariantCulture, $"{word} needs a whole number from 1, but got {n}.");

    public static string KeepOutOfRange(double keep) =>
        string.Create(CultureInfo.InvariantCulture, $"dropout(keep) needs the probability that a channel is kept, above 0 and at most 1, but got {keep}.");

    public static string NoBranches(string word) => $"{word} needs at least one branch.";

    public static string SharedLayersDiffer(string name, string place) =>
        $"shared({name}, …) stands for different layers{At(place)}. Layers that share weights must be the same; give one of them another name.";

    public static string WidthsDiffer(string left, string right, string place) =>
        $"Signals of {left} and {right} channels meet{At(place)}. Branches that are added, multiplied or share weights must have one width; end the narrower one in a dense layer of the other's width.";

    public static string WidthsNotComparable(string left, string right, string place) =>
        $"Groups of {left} and {right} channels meet{At(place)}, and which is wider depends on the number of input features. Compile for a known number: architecture.Compile(features: 10).";

    public static string NotSeparable(string function, string place) =>
        $"No exact infinite-width kernel is known for {function}{At(place)}: a nonlinear function of several independent signals is no Gaussian expectation in two variables. Put a dense layer before the activation, so that it acts on one Gaussian field.";

    public static string DependentFactors(string place) =>
        $"No exact infinite-width kernel is known for a product of dependent signals{At(place)}. Put a dense layer into one of the branches, so that they become independent.";

    public static string NoNtk(string function) =>
        $"The activation {function} has a jump, so its NTK is infinite where x = x′. The NNGP kernel exists. For an NTK give it a surrogate gradient, as in sign(surrogate=erf).";

    public static string NtkMissing(string reason) => $"There is no Θ (NTK). {reason}";

    public static string DoesNotParse(string window, int mark, string problem) =>
        $"{window}\n{new string(' ', mark)}^ {problem}";

    public static string UnexpectedCharacter(char character) => $"unexpected character '{character}'";

    public static string Expected(string what, string found) =>
        found.Length == 0 ? $"expected {what} here, at the end" : $"expected {what}, found '{found}'";

    public static string UnknownWord(string word, string? nearest) =>
        $"unknown word '{word}'" + (nearest is null ? "; 'ntk words' lists all" : $"; did you mean {nearest}?");

    public static string TakesNoArguments(string word) => $"{word} takes no arguments but surrogate=…";

    public const string SurrogateIsNoActivation = "a surrogate is an activation, such as erf";

    public static string NumberOutOfRange(string literal) => $"{literal} is out of the range of double precision";

    public const string DivisionByZero = "division by 0";

    public static string MissingArgument(string word, string parameter, string signature) => $"{word} needs {parameter}: {signature}";

    public static string UnknownArgument(string word, string argument, string signature) => $"{word} has no argument {argument}: {signature}";

    public static string TooManyArguments(string word, string signature) => $"too many arguments for {word}: {signature}";

    public static string RepeatedArgument(string word, string argument) => $"{word} is given {argument} twice";

    public const string NoPoints = "A set of points needs at least one row and one column.";

    public static string PointNotFinite(double value, int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"Every coordinate must be a finite number, but row {row + 1}, column {column + 1} is {value}.");

    public static string RaggedPoints(int row, int length, int features) =>
        string.Create(CultureInfo.InvariantCulture, $"All points need the same number of features, but row {row + 1} has {length} and row 1 has {features}.");

    public static string FeaturesDiffer(int left, int right) =>
        string.Create(CultureInfo.InvariantCulture, $"Both sets of points need the same number of features, but they have {left} and {right}.");

    public static string WrongFeatures(int expected, int given) =>
        string.Create(CultureInfo.InvariantCulture, $"The architecture takes {expected} features, but the points have {given}.");

    public static string ParameterNotBound(string name) => $"The parameter {name} has no value. Bind it, for example with --set {name}=1.5 or kernel.Bind(\"{name}\", 1.5).";

    public static string ParameterNotFinite(string name, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"The parameter {name} needs a finite value, but got {value}.");

    public static string UnknownParameter(string name, IReadOnlyCollection<string> known) =>
        $"The architecture has no free parameter {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known))}.";

    public static string NotDifferentiable(string variable) =>
        $"Derivatives are taken with respect to a free parameter, as in Expr.Parameter(\"s\"), or to the input kernel Kernel.Input, not {variable}.";

    public static string MatrixTooLarge(int rows, int columns) =>
        $"A matrix of {rows} × {columns} has more entries than one array can hold. {InsteadOfMatrices}";

    public static string DoesNotFit(int count, int rows, int columns, long bytes, long available) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count} {(count == 1 ? "matrix" : "matrices")} of {rows} × {columns} take {bytes / 1e9:F1} GB, but {available / 1e9:F1} GB of memory are there. {InsteadOfMatrices}");

    private const string InsteadOfMatrices =
        "Evaluate rows in blocks (EvaluateBlocks), into a file (EvaluateToFile, 'ntk kernel --resume'), in single precision (EvaluateSingle), or approximate from landmarks (NystromProcess).";

    private static string At(string place) => place.Length == 0 ? "" : $" at {place}";

    public static string NetworkWidthNotPositive(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"A finite network needs at least one input feature, one hidden channel and one output, but one of these numbers is {count}.");

    public static string ParameterCountDiffers(int expected, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"The network has {expected} parameters, but this vector has {count}.");

    public static string KernelSizesDiffer(int rows, int columns, int otherRows, int otherColumns) =>
        $"Kernels that are compared must have the same size, but these are {rows} × {columns} and {otherRows} × {otherColumns}.";

    public static string LabelsDoNotFit(int rows, int columns, int labels) =>
        $"Alignment needs a square kernel with one label per row, but the kernel is {rows} × {columns} and there are {labels} labels.";

    public const string ZeroKernel = "A kernel matrix of zeros has no direction to compare with. Check the inputs and the initial weights.";

    public const string ZeroLabels = "Labels that are all zero have no direction to compare with.";

    public static string TargetsDiffer(int examples, int outputs, int rows, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"{examples} examples of a network with {outputs} outputs need {examples} × {outputs} targets, but these are {rows} × {columns}.");

    public static string TooFewDraws(long draws) =>
        string.Create(CultureInfo.InvariantCulture, $"A standard error needs two draws or more, but got {draws}.");

    public const string NtkUnseen =
        "The NTK is not checked: an activation jumps, and the gradient of a finite network does not see a jump.";

    public static string WidthTooSmall(int width, int next) =>
        string.Create(CultureInfo.InvariantCulture, $"At width {width} the bias is too large to be removed, and the budget ends here; with more time or draws the check goes on at width {next} or above.");

    public static string BadTolerance(double tolerance) =>
        string.Create(CultureInfo.InvariantCulture, $"The tolerance of a check is a fraction above 0, but got {tolerance}.");

    public static string BadSignificance(double significance) =>
        string.Create(CultureInfo.InvariantCulture, $"The significance of a check is a probability between 0 and 1, but got {significance}.");

    public static string TimeNotPositive(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"A check needs a time above 0 s, but got {seconds} s.");

    public static string EntryCount(int rows, int columns, int count) =>
        $"A {rows} × {columns} matrix has {rows * columns} entries, not {count}.";

    public static string ShapeMismatch(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} and a {otherRows} × {otherColumns} matrix do not fit entry by entry.";

    public static string ProductShapes(int rows, int columns, int otherRows, int otherColumns) =>
        $"A {rows} × {columns} matrix cannot be multiplied by a {otherRows} × {otherColumns} matrix: {columns} columns meet {otherRows} rows.";

    public const string ParameterOutsideProduct =
        "The gradients of the rows can be kept in factors only for a parameter that is the right factor W of products h W. Apply scales and other operations to the product, and repeat a bias for each row before you add it.";

    public static string IsDirectory(string path) => $"'{path}' is a directory, not a file.";

    public static string CsvEmpty(string file) => $"{file} has no rows.";

    public static string CsvRagged(string file, int line, int cells, int expected) =>
        $"{file}, line {line}: the row has {Count(cells, "cell")}, but the first row has {expected}.";

    public static string CsvBadQuotes(string file, int line) =>
        $"{file}, line {line}: quotes do not match. A cell with quotes stands in quotes, and those inside are doubled.";

    public static string CsvPlace(string file, int line, int column, string? name) =>
        $"{file}, line {line}, column {column + 1}{(name is null ? "" : $" ({name})")}";

    public static string CsvHeaderOrPoint(string file, string[] cells) =>
        $"{file}, line 1: {Listed(cells)} may be names of columns or a point. Say which (--header or --no-header; in code CsvFormat.HasHeader).";

    public static string CsvOneColumnOrTwo(string file, string[] cells) =>
        $"{file} has one column of decimal commas or two columns of whole numbers, such as {string.Join(',', cells)}. Say which (--decimal , or --delimiter ,; in code CsvFormat.DecimalMark or Delimiter), or name the columns in its first line.";

    public static string MissingValue(string place) =>
        $"{place}: the value is missing. Fill it in, leave such rows out (--missing drop; in code table.WithoutMissing), or take the mean of a feature (--missing mean; fillMissing).";

    public static string NoCompleteRow(string file) => $"{file} has no row without a missing value.";

    public static string RowCountsDiffer(string left, int leftRows, string right, int rightRows) =>
        $"{left} has {Count(leftRows, "row")}, but {right} has {rightRows}.";

    public static string NotNumber(string place, string cell) =>
        $"{place}: '{cell}' is not a number. Words can be classes (--classify) or categories (--one-hot); or leave the column out (--features).";

    public static string IsDate(string place, string cell) =>
        $"{place}: '{cell}' is a date or time, which has no kernel. Make a number of it first, such as the days since a first one, or leave the column out (--features).";

    public static string OtherDecimalMark(string place, string cell, char mark) =>
        $"{place}: '{cell}' is not a number, unless its decimal mark is '{mark}' (--decimal {mark}; in code CsvFormat.DecimalMark).";

    public static string NotFinite(string place, string cell) => $"{place}: every value must be a finite number, but this one is {cell}.";

    public static string RowPlace(string file, int row, int column, string? name) =>
        $"{file}, row {row + 1}, column {column + 1}{(name is null ? "" : $" ({name})")}";

    public static string NoColumns(string file, IReadOnlyCollection<string> missing, IEnumerable<string> known) =>
        $"{file} has no {(missing.Count == 1 ? "column" : "columns")} {Listed(missing.Select(column => $"'{column}'"))}; it has {Listed(known)}.";

    /// <summary>Names, of which a long list shows the first ones.</summary>
    private static string Listed(IEnumerable<string> names)
    {
        const int Longest = 12;
        var all = names.ToList();
        return all.Count <= Longest ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Longest))}, … ({all.Count} in all)";
    }

    public static string RepeatedColumn(string file, string column) => $"{file} has more than one column '{column}'.";

    public static string ParquetIsElsewhere(string file) => $"{file} is a Parquet file, which the package NtkDsl.Parquet reads: ParquetFile.Read(path).";

    public static string NotParquet(string file) => $"{file} is not in the Parquet format, or is damaged.";

    public static string ParquetType(string file, string column, string type) =>
        $"{file}: column '{column}' holds {type} values; read are numbers, truth values and text.";

    public static string NotNpy(string file) => $"{file} is not in NumPy's .npy format.";

    public static string NpyVersion(string file, int major, int minor) =>
        $"{file} is in version {major}.{minor} of NumPy's .npy format; versions 1.0 to 3.0 are read.";

    public static string NpyType(string file, string type) =>
        $"{file} has elements of type {type}; read are real numbers and truth values, as after x.astype('float64').";

    public static string NpyShape(string file, string shape) =>
        $"{file} has shape {shape}; a matrix needs two axes, neither of length 0, as after x.reshape(len(x), -1).";

    public static string NpyTruncated(string file) => $"{file} ends before all of its elements.";

    public static string NotNpz(string file) => $"{file} is not in NumPy's .npz format, a ZIP archive.";

    public static string NpzNeedsName(string file, IReadOnlyCollection<string> names) => names.Count == 0
        ? $"{file} holds no array."
        : $"{file} holds the arrays {string.Join(", ", names)}; say which, as in {file}:{names.First()}.";

    public static string NpzNoArray(string file, string name, IReadOnlyCollection<string> names) =>
        $"{file} holds no array '{name}'; it holds {(names.Count == 0 ? "none" : string.Join(", ", names))}.";

    private static string Count(int n, string noun) => n == 1 ? $"1 {noun}" : $"{n} {noun}s";
    public static string KinkNotInCode(string function) =>
        $"There is no code for an expectation over a function with a kink where {function} = 0: generated code can only locate kinks of straight lines in u. Evaluate the kernel with this library instead.";
    public const string NtkNotSymmetric =
        "The NTK of an architecture with surrogate gradients is not symmetric, so it is no covariance. Use kernel regression, which takes it, or the NNGP kernel.";

    public static string BadRidge(double amount) =>
        string.Create(CultureInfo.InvariantCulture, $"A ridge or noise variance must be a finite number from 0, but this one is {amount}.");

    public static string KernelNotFinite(double value, int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"The kernel between points {row + 1} and {column + 1} is {value}. Scale the inputs or the weights down.");

    public static string NotPositiveDefinite(int count, double ridge, double jitter) =>
        string.Create(CultureInfo.InvariantCulture, $"The {count} × {count} kernel matrix is not positive definite, not even with the ridge {ridge} and a jitter of {jitter} on its diagonal. Add a larger ridge (or noise), or remove repeated points.");

    public static string SingularKernel(int count, double ridge, double jitter) =>
        string.Create(CultureInfo.InvariantCulture, $"The {count} × {count} kernel matrix is singular, even with the ridge {ridge} and a jitter of {jitter} on its diagonal. Add a larger ridge, or remove repeated points.");

    public static string TargetsDiffer(int points, int targets) => $"There must be one row of targets per point, but there are {points} points and {targets} rows of targets.";

    public static string TargetNotFinite(double value, int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"Every target must be a finite number, but row {row + 1}, column {column + 1} is {value}.");

    public static string MeanShape(int rows, int columns, int givenRows, int givenColumns) =>
        $"The mean function must give a {rows} × {columns} matrix for {rows} points and {columns} outputs, but gave {givenRows} × {givenColumns}.";

    public static string BadTime(double time) =>
        string.Create(CultureInfo.InvariantCulture, $"A training time must be a number from 0, but this one is {time}.");

    public static string BadSteps(int steps) => $"The number of training steps must be at least 0, but is {steps}.";

    public static string BadLearningRate(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"A learning rate must be a finite number above 0, but this one is {rate}.");

    public static string BadMomentum(double momentum) =>
        string.Create(CultureInfo.InvariantCulture, $"A momentum must be at least 0 and below 1, but this one is {momentum}.");

    public static string NegativeEigenvalue(double smallest, double largest) =>
        string.Create(CultureInfo.InvariantCulture, $"The training kernel is not positive semidefinite: its eigenvalues reach from {smallest} to {largest} in absolute value.");

    public static string Diverged(double largest) =>
        string.Create(CultureInfo.InvariantCulture, $"The training diverged: its numbers overflow. Plain gradient descent is stable for learning rates up to {largest} here.");

    public static string NetworkDiverged(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"A network diverged when trained with learning rate {rate}. Its own largest stable rate differs from that at infinite width; use a smaller one.");

    public const string NoJointLeaveOneOut =
        "Leave-one-out predictions condition each point on other data, so they have variances but no joint covariance.";

    public const string NoClasses = "Classification needs at least one class.";

    public static string NoSuchClass(int index, int given, int count) =>
        $"Classes are numbered from 0 to {count - 1}, but example {index + 1} has class {given}.";

    public static string OutputsAreNotClasses(int classes, int outputs) => $"There are {classes} classes, but {outputs} outputs.";

    public static string ColumnsDiffer(int expected, int given) => $"The transform was learned from {expected} columns, but the data have {given}.";

    public const string NothingToFit =
        "There is nothing to fit: the architecture has no free parameters and the noise is fixed at 0, or no start is allowed.";

    public const string NoiseBoundNotPositive = "The noise is searched on a logarithmic scale, so its lower bound must be positive.";

    public static string BadBounds(double lower, double upper) =>
        string.Create(CultureInfo.InvariantCulture, $"The bounds of a parameter must be two finite numbers, the lower one first, but they are {lower} and {upper}.");

    public static string ParameterCalledNoise(string name) =>
        $"A free parameter of the architecture is called {name}, which stands for the observation noise in a fit. Give it another name.";

    public static string NoStartSucceeded(string outcome) => $"No start of the fit succeeded. The last word of one was: {outcome}";

    public static string NoArchitectureFitted(string? reason) =>
        reason is null ? "There is no architecture to compare." : $"No architecture could be fitted. Of the first: {reason}";

    public static string RemarkableRounds(int count, int rounds, int first, string remark) =>
        $"In {count} of {Count(rounds, "round")} of validation the fit is not what it looks like. Of round {first}: {remark}";

    public static string SameInRounds(int count, int rounds) => $"The same holds in {count} of {Count(rounds, "round")} of validation.";

    public static string LeastTestLoss(LeastTestLoss least, string unit)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"the test loss is least at {unit} {least.Time:G4}, with {least.Loss:G4}");
        return least.AtEnd is not { } end ? $"Of these, {when}."
            : double.IsPositiveInfinity(least.Time) ? string.Create(CultureInfo.InvariantCulture, $"The test loss is least at the end of training, with {end:G4}.")
            : string.Create(CultureInfo.InvariantCulture, $"In the course of training {when}; at its end it is {end:G4}.");
    }

    public static string EvidenceNotFinite(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"The evidence, or its gradient, is not finite: {value}. Scale the inputs or the weights down.");

    public static string TooFewPointsToFit(int points, IEnumerable<string> names) =>
        $"A fit needs at least 2 points, but there is {points}. Give {string.Join(", ", names)} a value ({SetParameters}), and one point will do.";

    private const string SetParameters = "FitOptions.Fixed; --set and --noise of 'ntk'";

    public static string Outcome(SearchEnd end, bool atBounds) => end switch
    {
        SearchEnd.Stationary => atBounds ? "converged at a bound" : "converged",
        SearchEnd.NoProgress => "no more progress",
        _ => "out of iterations",
    };

    public static string FailedStart(int start, string outcome) => $"Start {start} failed: {outcome}";

    public static string AtBounds(IEnumerable<ParameterEstimate> parameters)
    {
        var ends = Enumerated(parameters.Select(parameter =>
            string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} {(parameter.AtBound == ParameterBound.Lower ? "≤" : "≥")} {parameter.Value:G6}")));
        return $"At the bounds of the search: {ends}. Beyond them the fit may be better still. Move the bounds (FitOptions.Bounds, --bounds), or give such a parameter a value.";
    }

    public const string NoInputDerivatives =
        "Relevances need a kernel that follows from inner products of the inputs, but here an activation comes before the first layer with weights.";

    public const string NoRelevancesOfClassifier = "Relevances are fitted to numbers or to one-hot classes, not with a likelihood of classes.";

    public const string NoRelevancesOnSphere = "Relevances and points on a sphere exclude each other: scaled features leave the sphere.";

    public static string FeatureNamesDiffer(int features, int names) => $"The points have {Count(features, "feature")}, but there are {Count(names, "name")} for them.";

    public static string EmptyFeatures(IReadOnlyCollection<string> names) =>
        $"{Enumerated(names)} {(names.Count == 1 ? "is" : "are")} 0 at all points, as a constant is once it is standardized. Nothing is known of {(names.Count == 1 ? "its" : "their")} relevance, which is taken to be 0.";

    public static string ConstantFeatures(IReadOnlyCollection<string> names) =>
        $"{Enumerated(names)} {(names.Count == 1 ? "has" : "have")} the same value at all points, and the relevance of a bias.";

    public static string FlatDirection(IReadOnlyDictionary<string, double> exponents)
    {
        var names = Enumerated(exponents.Keys);
        if (exponents.Count == 1)
        {
            return $"The data do not determine {names}: other values have the same evidence.";
        }

        string Changed(string name, double exponent)
        {
            var power = Math.Abs(exponent) == 1 ? "c" : string.Create(CultureInfo.InvariantCulture, $"c^{Math.Abs(exponent)}");
            return $"{name}{(exponent > 0 ? "·" : "/")}{power}";
        }

        var how = exponents.Values.ToArray() switch
        {
            [1, -1] => "as their product",
            [1, 1] => "as their quotient",
            _ => "up to a factor",
        };
        return $"The data determine {names} only {how}: {Enumerated(exponents.Select(pair => Changed(pair.Key, pair.Value)))} have the same evidence for every c.";
    }

    public const string NoNoise = "The noise is 0, so that predictions pass through every target.";

    public static string Jittered(double jitter, double noise) => string.Create(
        CultureInfo.InvariantCulture,
        $"The kernel matrix is singular to working precision: a jitter of {jitter:G3} was added to its diagonal and acts as noise{(noise == 0 ? "" : " beyond that asked for")}.");

    public const string EqualTargets = "All targets are equal to the prior's mean, so that they do not tell how far a function may be from it.";

    public static string PriorTooSmall(double targets, double prior) => string.Create(
        CultureInfo.InvariantCulture,
        $"The targets are of size {targets:G3}, but the prior's standard deviation is {prior:G3}. {ScalePrior}");

    public static string PriorTooLarge(double targets, double prior) => string.Create(
        CultureInfo.InvariantCulture,
        $"The targets are of size {targets:G3}, far below the prior's standard deviation of {prior:G3}. {ScalePrior}");

    private const string ScalePrior = "Let the weights of the last layer be free, as in dense(1, sigmaW=a), or standardize the data.";

    public static string Contradiction(Contradictions found, double noise)
    {
        var others = found.Pairs == 1 ? "" : $", the worst of {found.Pairs} such pairs,";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Points {found.First + 1} and {found.Second + 1}{others} are the same to the kernel, but their targets differ by far more than a noise of {noise:G3} allows: predictions there are not to be trusted. With more noise they pass between such targets; their differences speak for a variance of {found.Noise:G3}.");
    }

    /// <summary>Such as <c>a, b and c</c>.</summary>
    private static string Enumerated(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    public const string TrainingSpeedNeedsNoise =
        "Training speed compares what each point is expected to be with what it is, which needs observation noise. Give the process a noise above 0.";

    public static string BadFolds(int folds, int count) => $"Cross-validation of {count} points needs from 2 to {count} folds, not {folds}.";

    public static string BadHoldout(double fraction) =>
        string.Create(CultureInfo.InvariantCulture, $"The fraction of points that are kept back must be above 0 and below 1, but is {fraction}.");

    public static string HoldoutLeavesNothing(int count) =>
        $"Of {count} points, this fraction leaves none to train on, or none to validate with. Choose another fraction, or more points.";

    public static string OdeStuck(double time, double end) =>
        string.Create(CultureInfo.InvariantCulture, $"The training could not be followed from time {time} to {end}: it is too stiff, or the loss has no finite gradient. Ask for earlier times, or a larger tolerance.");

    public static string BadFriction(double friction) =>
        string.Create(CultureInfo.InvariantCulture, $"A friction must be a finite number from 0, but this one is {friction}.");

    public static string TimesNotAscending(double time) =>
        string.Create(CultureInfo.InvariantCulture, $"Training times must be finite, start at 0 or later and ascend, but {time} does not fit in.");

    public static string LogisticNeedsTwoClasses(int count) => $"A logistic likelihood needs two classes, but there are {count}. Use the softmax.";

    public static string ModeNotFound(int iterations) =>
        $"The mode of the posterior was not found in {iterations} Newton steps. Scale the kernel down, or add noise.";

    public const string LaplaceRounded =
        "The latent functions have so large a variance before the data that rounding shows in the evidence and the probabilities. Scale the inputs or the weights down.";

    public const string ModelWithMean = "A model with a mean function cannot be saved. Subtract the mean from the targets instead.";

    public const string NoTargets = "There are no targets.";

    public static string NotBetween0And1(double probability) => string.Create(CultureInfo.InvariantCulture, $"A probability between 0 and 1 is needed, but got {probability}.");

    public const string RegressionHasNoVariance = "Kernel regression predicts no variance. Use a Gaussian process.";

    public const string ClassifierHasNoVariance = "A classifier predicts probabilities of classes, which have no variance of their own. Use a Gaussian process on one-hot targets.";

    public const string ModelHasNoClasses = "The model predicts numbers, not classes.";

    public static string TooFewRows(string file, int count, int fewest) => $"{file} has {Count(count, "row")} of data, but at least {fewest} are needed.";

    public static string WrongColumnNames(string table, int columns, int names) => $"{table} has {Count(columns, "column")}, but {Count(names, "name")} of columns.";

    public static string NoRow(string table, int count, int row) => $"{table} has {Count(count, "row")}, numbered from 0, so there is no row {row}.";

    public static string NoFeatures(string file) => $"{file} has no column to predict from: all of them are targets.";

    public static string FeatureIsTarget(string column) => $"The column '{column}' is a target, and cannot be a feature too.";

    public static string NamelessFeature(string file, int column) =>
        $"{file} has no name for column {column}, which may but number the rows. Name it, or say which columns are features (--features).";

    public static string CategoryIsNoFeature(string column) => $"The column '{column}' is no feature, so it cannot be one of categories.";

    public static string UnknownCategory(string file, string column, string name, IEnumerable<string> known) =>
        $"{file} has '{name}' in column '{column}', which was not among the categories of the training data; those are {Listed(known)}.";

    public static string OneClassColumn(int count) => $"Classes are read from one column, but there are {count} target columns.";

    public static string OneClass(string file, string column, string name) =>
        $"Every row of {file} has the class '{name}' in column '{column}', so there is nothing to tell apart.";

    public static string UnknownClass(string file, string column, string name, IEnumerable<string> known) =>
        $"{file} has the class '{name}' in column '{column}', which was not in the training data; those are {Listed(known)}.";

    public static string SphereOfOneFeature(string feature) =>
        $"Scaled to |x|² = d, the one feature {feature} keeps nothing but its sign. Leave the scaling out, unless that is meant.";

    public static string ClassesOfOneNumber(string first, string second) =>
        $"The classes '{first}' and '{second}' are one number in two spellings, and count as two classes. Spell them alike, unless that is meant.";

    public static string PointAtZero(int row) => $"Row {row + 1} is a point at 0, which has no direction and cannot be scaled to |x|² = d.";

    public static string ForeignModelFile(string path) => $"{path} is not a model that NtkDsl saved, or it is cut off.";

    public static string DamagedModelFile(string path) => $"{path} is a damaged model: its content does not fit its checksum, or lacks a part.";

    public static string ModelVersion(string path, int version, int supported) =>
        $"{path} has version {version} of the model format, but this program reads version {supported}. Use a later release of NtkDsl.";

    public const string NoLandmarks = "A Nyström approximation needs at least one landmark.";

    public const string NystromNeedsNoise = "A Nyström approximation has fewer directions than points, so it needs observation noise above 0.";

    public const string IterationNeedsRidge = "Conjugate gradients need a ridge above 0: without one, their number of steps has no bound. Use a small one.";

    public static string NotConverged(int iterations, double error, double tolerance) =>
        string.Create(CultureInfo.InvariantCulture, $"Conjugate gradients reached a relative residual of {error} in {iterations} iterations, not {tolerance}. Use more landmarks, a larger ridge, or a larger tolerance.");

    public const string FeaturesNeedRidge = "Regression on random features needs a finite ridge above 0.";

    public static string BadRandomFeatures(int inputs, int depth, int width) =>
        $"Random features need at least one input and one layer, and a width that is a power of 2, but got {inputs} inputs, depth {depth} and width {width}.";

    public static string NoBlockRows(int rows) => $"A block needs at least one row, not {rows}.";

    public static string KindNotEvaluated(KernelKind kind) =>
        $"The {NameOf(kind)} was not evaluated: the blocks were asked for the {NameOf(kind == KernelKind.Ntk ? KernelKind.Nngp : KernelKind.Ntk)} alone.";

    public const string NotSymmetricBlocks =
        "Blocks of the lower triangle need a symmetric matrix: one set of points, and no surrogate gradient in the NTK. Ask for whole rows.";

    public const string MatrixNotPositiveDefinite = "The matrix is not positive definite.";

    public static string ForeignKernelFile(string path) =>
        $"{path} is not a kernel file of NtkDsl: it has no journal {Path.GetFileName(path)}.journal beside it, or another one. {OrAnew}";

    public static string KernelFileVersion(string path, int version, int supported) =>
        $"{path} has version {version} of the kernel file format, but this program reads version {supported}. Use a later release of NtkDsl.";

    public static string DamagedKernelFile(string path) =>
        $"{path} is damaged: it has not the length and the header that its journal says. Start anew instead of resuming.";

    private const string OrAnew = "Choose another name, or begin again (--overwrite; in code resume: false).";

    public static string OtherKernelFile(string path, string difference) =>
        $"{path} was evaluated for {difference}, so this evaluation cannot go on with it. {OrAnew}";

    public static string UnfinishedKernelFile(string path, int missing, int blocks) =>
        $"{path} is not finished: {missing} of {blocks} blocks are missing. Resume its evaluation.";

    public static string DamagedBlocks(string path, int damaged, int blocks) =>
        $"{path} is damaged: {damaged} of {blocks} blocks do not fit their checksums. Resume its evaluation, which repairs them.";

    public static string KindNotInFile(string path, KernelKind kind) => $"{path} does not hold the {NameOf(kind)}.";

    private static string NameOf(KernelKind kind) => kind == KernelKind.Ntk ? "NTK" : "NNGP kernel";
}
