namespace NtkDsl

open System
open System.Threading

/// <summary>How an architecture is compiled: <c>{ CompileOptions.Default with Limit = 10_000_000L }</c>.</summary>
type CompileOptions =
    {
        /// <summary>The number of input features d, where it matters already at compile time.</summary>
        Features: int option
        /// <summary>How many expressions may be built before the compilation is refused.</summary>
        Limit: int64
        /// <summary>Told where a compilation is that takes longer than a second.</summary>
        Progress: CompileProgress -> unit
        /// <summary>Ends the compilation early.</summary>
        Cancellation: CancellationToken
    }

    /// <summary>Any number of features, the usual limit, and nothing to report to.</summary>
    static member Default =
        {
            Features = None
            Limit = Architecture.DefaultCompileLimit
            Progress = ignore
            Cancellation = CancellationToken.None
        }

/// <summary>
/// The kernels of an architecture at infinite width, as formulas and as numbers. Points are the rows of a <c>Matrix&lt;float&gt;</c>
/// or a <c>float[,]</c>, or a sequence of arrays; see <see cref="M:NtkDsl.PointsModule.from"/>.
/// </summary>
[<RequireQualifiedAccess>]
module Kernel =

    /// <summary>The kernels of an architecture in the limit of infinite width.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no exact limit, or widths do not fit; the message names the place.</exception>
    let compile (architecture: Architecture) : Kernel = architecture.Compile()

    /// <summary>The kernels for inputs of d features, where d matters already at compile time.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no exact limit, or widths do not fit; the message names the place.</exception>
    let compileFor (features: int) (architecture: Architecture) : Kernel = architecture.Compile features

    /// <summary>The kernels within a limit, with progress told and cancellation heeded.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no exact limit, widths do not fit, or it takes too much work; the message names the place.</exception>
    /// <exception cref="T:System.OperationCanceledException">The compilation was cancelled.</exception>
    let compileWith (options: CompileOptions) (architecture: Architecture) : Kernel =
        // System.Progress would report on another thread, and later.
        let progress =
            { new IProgress<CompileProgress> with
                member _.Report value = options.Progress value
            }

        architecture.Compile(Option.toNullable options.Features, options.Limit, progress, options.Cancellation)

    /// <summary>K(x, x′) as a formula: the covariance of the output at initialisation.</summary>
    let nngp (kernel: Kernel) : Expr = kernel.Nngp

    /// <summary>Θ(x, x′) as a formula: the neural tangent kernel.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">An activation has a jump and no surrogate gradient.</exception>
    let ntk (kernel: Kernel) : Expr = kernel.Ntk

    /// <summary>Θ(x, x′) as the sum of the contributions of the layers: the place of each with its part.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">An activation has a jump and no surrogate gradient.</exception>
    let ntkContributions (kernel: Kernel) : (string * Expr) list =
        [ for layer in kernel.NtkContributions() -> layer.Place, layer.Ntk ]

    /// <summary>The names of the free parameters, in alphabetical order.</summary>
    let parameters (kernel: Kernel) : string list = List.ofSeq kernel.Parameters

    /// <summary>The kernel with a free parameter set to a value.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture has no such parameter.</exception>
    let bind (parameter: string) (value: float) (kernel: Kernel) : Kernel = kernel.Bind(parameter, value)

    /// <summary>The kernel with free parameters set to the values of a map.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The architecture lacks one of the parameters.</exception>
    let bindAll (values: Map<string, float>) (kernel: Kernel) : Kernel =
        Map.fold (fun kernel parameter value -> bind parameter value kernel) kernel values

    /// <summary>
    /// K and Θ between two sets of points, as n₁ × n₂ matrices. Points of the two sets count as different examples, even if equal.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    let evaluate x1 x2 (kernel: Kernel) : KernelPair =
        kernel.Evaluate(Points.from x1, Points.from x2)

    /// <summary>K and Θ among one set of points, as n × n matrices. Entry (i, i) is an example with itself.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    let evaluateSymmetric x (kernel: Kernel) : KernelPair = kernel.EvaluateSymmetric(Points.from x)

    /// <summary>
    /// <see cref="M:NtkDsl.KernelModule.evaluate"/> some rows at a time, so that the whole matrices are never held. A block is evaluated
    /// when it is asked for.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    let evaluateBlocks x1 x2 (kernel: Kernel) : KernelBlock seq =
        kernel.EvaluateBlocks(Points.from x1, Points.from x2)

    /// <summary><see cref="M:NtkDsl.KernelModule.evaluateSymmetric"/> some rows at a time.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    let evaluateSymmetricBlocks x (kernel: Kernel) : KernelBlock seq = kernel.EvaluateBlocks(Points.from x)

    /// <summary>
    /// <see cref="M:NtkDsl.KernelModule.evaluate"/> into a file, which NumPy can read. The same call goes on where an interrupted one has
    /// stopped. The file is open until it is disposed of: <c>use file = kernel |> Kernel.evaluateToFile "k.npy" x1 x2</c>.
    /// </summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is a file of something else, the numbers of features do not fit, or a parameter is not bound.</exception>
    /// <exception cref="T:System.IO.IOException">The file cannot be written, or the disk is full.</exception>
    let evaluateToFile (path: string) x1 x2 (kernel: Kernel) : KernelFile =
        kernel.EvaluateToFile(path, Points.from x1, Points.from x2)

    /// <summary><see cref="M:NtkDsl.KernelModule.evaluateSymmetric"/> into a file, as <see cref="M:NtkDsl.KernelModule.evaluateToFile"/> does it.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is a file of something else, the number of features does not fit, or a parameter is not bound.</exception>
    /// <exception cref="T:System.IO.IOException">The file cannot be written, or the disk is full.</exception>
    let evaluateSymmetricToFile (path: string) x (kernel: Kernel) : KernelFile =
        kernel.EvaluateToFile(path, Points.from x)

    /// <summary>Time and memory that <see cref="M:NtkDsl.KernelModule.evaluate"/> will take, from a sample of the points that is timed.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The numbers of features do not fit, or a parameter is not bound.</exception>
    let forecast x1 x2 (kernel: Kernel) : EvaluationForecast =
        kernel.Forecast(Points.from x1, Points.from x2)

    /// <summary>Time and memory that <see cref="M:NtkDsl.KernelModule.evaluateSymmetric"/> will take.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The number of features does not fit, or a parameter is not bound.</exception>
    let forecastSymmetric x (kernel: Kernel) : EvaluationForecast = kernel.Forecast(Points.from x)
