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

    public static string CountNotPositive(string word, int n) =>
        string.Create(CultureInfo.InvariantCulture, $"{word} needs a whole number from 1, but got {n}.");

    public static string KeepOutOfRange(double keep) =>
        string.Create(CultureInfo.InvariantCulture, $"dropout(keep) needs the probability that a channel is kept, above 0 and at most 1, but got {keep}.");

    public static string NoBranches(string word) => $"{word} needs at least one branch.";

    public static string SharedLayersDiffer(string name, string place) =>
        $"shared({name}, …) stands for different layers{At(place)}. Layers that share weights must be the same; give one of them another name.";

    public static string WidthsDiffer(string left, string right, string place) =>
        $"Signals of {left} and {right} channels meet{At(place)}. Branches that are added, multiplied or share weights must have one width; end the narrower one in a dense layer of the other's width.";

    public static string NotSeparable(string function, string place) =>
        $"No exact infinite-width kernel is known for {function}{At(place)}: a nonlinear function of several independent signals is no Gaussian expectation in two variables. Put a dense layer before the activation, so that it acts on one Gaussian field.";

    public static string DependentFactors(string place) =>
        $"No exact infinite-width kernel is known for a product of dependent signals{At(place)}. Put a dense layer into one of the branches, so that they become independent.";

    public static string NoNtk(string function) =>
        $"The activation {function} has a jump, so its NTK is infinite where x = x′. The NNGP kernel exists. For an NTK give it a surrogate gradient, as in sign(surrogate=erf).";

    public static string DoesNotParse(string window, int mark, string problem) =>
        $"{window}\n{new string(' ', mark)}^ {problem}";

    public static string UnexpectedCharacter(char character) => $"unexpected character '{character}'";

    public static string Expected(string what, string found) =>
        found.Length == 0 ? $"expected {what} here, at the end" : $"expected {what}, found '{found}'";

    public static string UnknownWord(string word, string? nearest) =>
        $"unknown word '{word}'" + (nearest is null ? "; 'ntk words' lists all" : $"; did you mean {nearest}?");

    public static string TakesNoArguments(string word) => $"{word} takes no arguments but surrogate=…";

    public const string SurrogateIsNoActivation = "a surrogate is an activation, such as erf";

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

    public static string UnknownParameter(string name, IReadOnlyCollection<string> known) =>
        $"The architecture has no free parameter {name}; it has {(known.Count == 0 ? "none" : string.Join(", ", known))}.";

    public static string NotDifferentiable(string variable) =>
        $"Derivatives are taken with respect to a free parameter, as in Expr.Parameter(\"s\"), or to the input kernel Kernel.Input, not {variable}.";

    public static string MatrixTooLarge(int rows, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"A {rows} × {columns} matrix does not fit into one array. Evaluate it in blocks of rows.");

    private static string At(string place) => place.Length == 0 ? "" : $" at {place}";

    public static string NetworkWidthNotPositive(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"A finite network needs at least one input feature, one hidden channel and one output, but one of these numbers is {count}.");

    public static string ParameterCountDiffers(int expected, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"The network has {expected} parameters, but this vector has {count}.");

    public static string TargetsDiffer(int examples, int outputs, int rows, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"{examples} examples of a network with {outputs} outputs need {examples} × {outputs} targets, but these are {rows} × {columns}.");

    public static string TooFewDraws(long draws) =>
        string.Create(CultureInfo.InvariantCulture, $"A standard error needs two draws or more, but got {draws}.");

    public const string NtkUnseen =
        "The NTK is not checked: an activation jumps, and the gradient of a finite network does not see a jump.";

    public static string WidthTooSmall(int width) =>
        string.Create(CultureInfo.InvariantCulture, $"At this width the bias is too large to be removed; try width {width}.");

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

    public static string CsvMissing(string place) => $"{place}: the value is missing. Remove the row, or fill the value in.";

    public static string CsvNotNumber(string place, string cell) => $"{place}: '{cell}' is not a number.";

    public static string CsvNotFinite(string place, string cell) => $"{place}: every value must be a finite number, but this one is {cell}.";

    public static string CsvNoColumn(string file, string column, IEnumerable<string> known) =>
        $"{file} has no column '{column}'; it has {string.Join(", ", known)}.";

    public static string CsvRepeatedColumn(string file, string column) => $"{file} has more than one column '{column}'.";

    public static string NotNpy(string file) => $"{file} is not in NumPy's .npy format.";

    public static string NpyVersion(string file, int major, int minor) =>
        $"{file} is in version {major}.{minor} of NumPy's .npy format; versions 1.0 to 3.0 are read.";

    public static string NpyType(string file, string type) =>
        $"{file} has elements of type {type}; read are floats and integers of 4 or 8 bytes, as after x.astype('float64').";

    public static string NpyShape(string file, string shape) =>
        $"{file} has shape {shape}; a matrix needs two axes, neither of length 0, as after x.reshape(len(x), -1).";

    public static string NpyTruncated(string file) => $"{file} ends before all of its elements.";

    public static string NotNpz(string file) => $"{file} is not in NumPy's .npz format, a ZIP archive.";

    public static string NpzNeedsName(string file, IReadOnlyCollection<string> names) => names.Count == 0
        ? $"{file} holds no array."
        : $"{file} holds the arrays {string.Join(", ", names)}; say which, as in Npz.Read(path, \"{names.First()}\").";

    public static string NpzNoArray(string file, string name, IReadOnlyCollection<string> names) =>
        $"{file} holds no array '{name}'; it holds {(names.Count == 0 ? "none" : string.Join(", ", names))}.";

    private static string Count(int n, string noun) => n == 1 ? $"1 {noun}" : $"{n} {noun}s";
    public static string KinkNotInCode(string function) =>
        $"There is no code for an expectation over a function with a kink where {function} = 0: generated code can only locate kinks of straight lines in u. Evaluate the kernel with this library instead.";
}
