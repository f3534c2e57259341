namespace NtkDsl

/// <summary>Architectures: reading and printing them, compiling them, and patterns that take them apart, one layer each.</summary>
[<RequireQualifiedAccess>]
module Architecture =

    /// <summary>Reads the text form, such as <c>dense(512, sigmaW=sqrt(2)) &gt;&gt; relu &gt;&gt; dense(1)</c>.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The text does not parse; the message shows where.</exception>
    let parse (text: string) : Architecture = Architecture.Parse text

    /// <summary>Reads the text form, which may name the given activations too.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">The text does not parse; the message shows where.</exception>
    let parseWith (activations: Activation seq) (text: string) : Architecture = Architecture.Parse(text, activations)

    /// <summary>The text form, which <see cref="M:NtkDsl.ArchitectureModule.parse"/> reads back.</summary>
    let toText (architecture: Architecture) : string = architecture.ToString()

    /// <summary>The kernels in the limit of infinite width.</summary>
    /// <exception cref="T:NtkDsl.NtkDslException">There is no exact limit, or widths do not fit; the message names the place.</exception>
    let compile (architecture: Architecture) : Kernel = architecture.Compile()

    /// <summary>Layers one after the other.</summary>
    let (|Chain|_|) (architecture: Architecture) : Architecture list option =
        match architecture with
        | :? Chain as chain -> Some(List.ofSeq chain.Layers)
        | _ -> None

    /// <summary>An activation.</summary>
    let (|Activation|_|) (architecture: Architecture) : Activation option =
        match architecture with
        | :? Activation as activation -> Some activation
        | _ -> None

    /// <summary>A fully connected layer with its settings.</summary>
    let (|Dense|_|) (architecture: Architecture) : DenseLayer option =
        match architecture with
        | :? DenseLayer as dense -> Some dense
        | _ -> None

    /// <summary>h ↦ h + s·f(h): f and s.</summary>
    let (|Residual|_|) (architecture: Architecture) : (Architecture * Expr) option =
        match architecture with
        | :? ResidualLayer as residual -> Some(residual.F, residual.Scale)
        | _ -> None

    /// <summary>h ↦ f₁(h) + f₂(h) + …: the branches.</summary>
    let (|Sum|_|) (architecture: Architecture) : Architecture list option =
        match architecture with
        | :? SumLayer as sum -> Some(List.ofSeq sum.Branches)
        | _ -> None

    /// <summary>h ↦ f₁(h) ⊙ f₂(h) ⊙ …: the branches.</summary>
    let (|Product|_|) (architecture: Architecture) : Architecture list option =
        match architecture with
        | :? ProductLayer as product -> Some(List.ofSeq product.Branches)
        | _ -> None

    /// <summary>h ↦ [f₁(h); f₂(h); …] over channels: the branches.</summary>
    let (|Concat|_|) (architecture: Architecture) : Architecture list option =
        match architecture with
        | :? ConcatLayer as concat -> Some(List.ofSeq concat.Branches)
        | _ -> None

    /// <summary>Blocks that each see all before them: their number and the block.</summary>
    let (|DenseNet|_|) (architecture: Architecture) : (int * Architecture) option =
        match architecture with
        | :? DenseNetLayer as denseNet -> Some(denseNet.N, denseNet.Block)
        | _ -> None

    /// <summary>A block several times over, with weights of its own each time: how often, and the block.</summary>
    let (|Repeat|_|) (architecture: Architecture) : (int * Architecture) option =
        match architecture with
        | :? RepeatLayer as repeat -> Some(repeat.N, repeat.Block)
        | _ -> None

    /// <summary>h ↦ s·h: s.</summary>
    let (|Scale|_|) (architecture: Architecture) : Expr option =
        match architecture with
        | :? ScaleLayer as scale -> Some scale.Factor
        | _ -> None

    /// <summary>A layer with shared weights: their name, and the layer.</summary>
    let (|Shared|_|) (architecture: Architecture) : (string * Architecture) option =
        match architecture with
        | :? SharedLayer as shared -> Some(shared.Name, shared.Layer)
        | _ -> None

    /// <summary>Layer normalisation: ε.</summary>
    let (|LayerNorm|_|) (architecture: Architecture) : Expr option =
        match architecture with
        | :? LayerNormLayer as norm -> Some norm.Epsilon
        | _ -> None

    /// <summary>Dropout: the probability that a channel is kept.</summary>
    let (|Dropout|_|) (architecture: Architecture) : Expr option =
        match architecture with
        | :? DropoutLayer as dropout -> Some dropout.Keep
        | _ -> None
