/// The folders of the core refer to one another only in the order that docs/design.md states: read off the compiled code, whose
/// debug information says which file every member comes from.
module NtkDsl.Tests.FolderOrderTests

open System
open System.IO
open System.Reflection
open System.Reflection.Emit
open System.Reflection.Metadata
open System.Reflection.Metadata.Ecma335
open System.Reflection.PortableExecutable
open System.Text.RegularExpressions
open NUnit.Framework
open NtkDsl

let private core = typeof<Architecture>.Assembly

/// The order that begins with a folder: each name with its rank. Folders with a comma between them have the same.
let private orderFrom first =
    let line =
        File.ReadLines(Path.Combine(__SOURCE_DIRECTORY__, "../../docs/design.md"))
        |> Seq.find (fun line -> line.StartsWith $"{first} → ")

    Map
        [
            for rank, together in Seq.indexed (line.TrimEnd('.').Split " → ") do
                for folder in together.Split ", " -> folder, rank
        ]

/// The folder of a source file below src/NtkDsl; None for the few that are in no folder, and for generated ones.
let private folderOf (document: string) =
    match Regex.Match(document.Replace('\\', '/'), "src/NtkDsl/(.+)/[^/]+$") with
    | found when found.Success && not (found.Groups[1].Value.StartsWith "obj/") -> Some found.Groups[1].Value
    | _ -> None

/// The token of each method, and of each type without code of its own, with its folder.
let private foldersByToken =
    use image = new PEReader(File.OpenRead core.Location)

    let embedded =
        image.ReadDebugDirectory()
        |> Seq.find (fun entry -> entry.Type = DebugDirectoryEntryType.EmbeddedPortablePdb)

    use provider = image.ReadEmbeddedPortablePdbDebugDirectoryData embedded
    let symbols = provider.GetMetadataReader()

    let nameOf (document: DocumentHandle) =
        symbols.GetString(symbols.GetDocument(document).Name)

    let typeDocuments = Guid "932E74BC-DBA9-4478-8D46-0F32A7BAB3D3"

    Map
        [
            for handle in symbols.MethodDebugInformation do
                let points =
                    symbols.GetMethodDebugInformation(handle).GetSequencePoints() |> Seq.truncate 1

                for folder in points |> Seq.choose (fun point -> folderOf (nameOf point.Document)) do
                    MetadataTokens.GetToken(
                        MethodDefinitionHandle.op_Implicit (handle.ToDefinitionHandle()): EntityHandle
                    ),
                    folder

            for handle in symbols.CustomDebugInformation do
                let information = symbols.GetCustomDebugInformation handle

                if symbols.GetGuid information.Kind = typeDocuments then
                    let mutable blob = symbols.GetBlobReader information.Value
                    let document = MetadataTokens.DocumentHandle(blob.ReadCompressedInteger())

                    match folderOf (nameOf document) with
                    | Some folder -> MetadataTokens.GetToken information.Parent, folder
                    | None -> ()
        ]

let private every =
    BindingFlags.Public
    ||| BindingFlags.NonPublic
    ||| BindingFlags.Instance
    ||| BindingFlags.Static
    ||| BindingFlags.DeclaredOnly

let private methodsOf (ofType: Type) : MethodBase list =
    [
        yield! ofType.GetConstructors every |> Seq.cast
        yield! ofType.GetMethods every |> Seq.cast
    ]

/// The type around a member; there is none around most types and a few methods.
let private around (item: MemberInfo) = Option.ofObj item.DeclaringType

/// All folders of a type: a partial one may have several.
let rec private foldersOfType (ofType: Type) =
    let definition =
        if ofType.IsGenericType then
            ofType.GetGenericTypeDefinition()
        else
            ofType

    let own =
        [ definition :> MemberInfo; yield! methodsOf definition |> Seq.cast ]
        |> List.choose (fun item -> Map.tryFind item.MetadataToken foldersByToken)

    match own, around ofType with
    | [], Some outer -> foldersOfType outer
    | _ -> List.distinct own

let private foldersOfMethod (ofMethod: MethodBase) =
    match Map.tryFind ofMethod.MetadataToken foldersByToken, around ofMethod with
    | Some folder, _ -> [ folder ]
    | None, Some ofType -> foldersOfType ofType
    | None, None -> []

let private opCodes =
    Map
        [
            for field in typeof<OpCodes>.GetFields() -> let code = field.GetValue null :?> OpCode in code.Value, code
        ]

/// The members and types that code refers to.
let private referencesIn (code: MethodBase) =
    let body = code.GetMethodBody() |> Option.ofObj

    let il =
        body
        |> Option.bind (fun body -> Option.ofObj (body.GetILAsByteArray()))
        |> Option.defaultValue [||]

    let typeArguments = around code |> Option.map _.GetGenericArguments()

    let methodArguments =
        if code.IsGenericMethod then
            code.GetGenericArguments()
        else
            [||]

    let resolve token =
        code.Module.ResolveMember(token, Option.toObj typeArguments, methodArguments)
        |> Option.ofObj

    let rec from position =
        [
            if position < il.Length then
                let long = if il[position] = 0xFEuy then 1 else 0

                let value =
                    if long = 1 then
                        0xFE00s ||| int16 il[position + 1]
                    else
                        int16 il[position]

                let operand = position + 1 + long

                match opCodes[value].OperandType with
                | OperandType.InlineNone -> yield! from operand
                | OperandType.ShortInlineBrTarget
                | OperandType.ShortInlineI
                | OperandType.ShortInlineVar -> yield! from (operand + 1)
                | OperandType.InlineVar -> yield! from (operand + 2)
                | OperandType.InlineI8
                | OperandType.InlineR -> yield! from (operand + 8)
                | OperandType.InlineSwitch -> yield! from (operand + 4 + 4 * BitConverter.ToInt32(il, operand))
                | OperandType.InlineField
                | OperandType.InlineMethod
                | OperandType.InlineTok
                | OperandType.InlineType ->
                    yield! resolve (BitConverter.ToInt32(il, operand)) |> Option.toList
                    yield! from (operand + 4)
                | _ -> yield! from (operand + 4)
        ]

    from 0

/// A type and what it is made of.
let rec private parts (ofType: Type) : Type list =
    match Option.ofObj (ofType.GetElementType()) with
    | Some element -> parts element
    | None when ofType.IsGenericParameter -> []
    | None ->
        ofType
        :: [
            for argument in ofType.GetGenericArguments() do
                yield! parts argument
        ]

/// What a reference leads to in the core, with its folders: a member, the types it is made of, or the type of a field.
let private targetsOf (reference: MemberInfo) =
    let ofTypes types =
        [
            for part: Type in types do
                if part.Assembly = core then
                    part.Name, foldersOfType part
        ]

    match reference, around reference with
    | :? Type as ofType, _ -> ofTypes (parts ofType)
    | :? MethodBase as ofMethod, Some ofType ->
        [
            if ofType.Assembly = core then
                $"{ofType.Name}.{ofMethod.Name}", foldersOfMethod ofMethod
            yield!
                ofTypes
                    [
                        for argument in ofType.GetGenericArguments() do
                            yield! parts argument
                        if ofMethod.IsGenericMethod then
                            for argument in ofMethod.GetGenericArguments() do
                                yield! parts argument
                    ]
        ]
    | _, Some ofType -> ofTypes (parts ofType)
    | _, None -> []

let private returnType (ofMethod: MethodBase) =
    match ofMethod with
    | :? MethodInfo as info -> Some info.ReturnType
    | _ -> None

/// Everything in the core with its folders, and what it refers to.
let private references =
    lazy
        [
            for ofType in core.GetTypes() do
                for reference: MemberInfo in
                    [
                        yield! ofType.BaseType |> Option.ofObj |> Option.toList |> Seq.cast
                        yield! ofType.GetInterfaces() |> Seq.cast
                        for field in ofType.GetFields every -> field.FieldType :> MemberInfo
                    ] do
                    for target in targetsOf reference -> ofType.Name, foldersOfType ofType, target

                for ofMethod in methodsOf ofType do
                    for reference: MemberInfo in
                        [
                            yield! ofMethod.GetParameters() |> Seq.map _.ParameterType |> Seq.cast
                            yield! returnType ofMethod |> Option.toList |> Seq.cast
                            yield! referencesIn ofMethod
                        ] do
                        for target in targetsOf reference ->
                            $"{ofType.Name}.{ofMethod.Name}", foldersOfMethod ofMethod, target
        ]

/// What refers to something of a later rank, where that is not allowed. A partial type counts where it helps: as the last of its
/// folders if it refers to something itself, as the first if it is referred to.
let private violations (rankOf: string -> int option) isAllowed =
    [
        for source, sourceFolders, (target, targetFolders) in references.Value do
            match List.choose rankOf sourceFolders, List.choose rankOf targetFolders with
            | [], _
            | _, [] -> ()
            | from, into when
                List.max from < List.min into
                && not (isAllowed sourceFolders[0] targetFolders[0])
                ->
                $"{sourceFolders[0]}: {source} → {targetFolders[0]}: {target}"
            | _ -> ()
    ]
    |> List.distinct

let private top (folder: string) = folder.Split('/')[0]

let private room (folder: string) =
    if top folder = "Backends" then
        Some(folder.Split('/')[1])
    else
        None

/// A layer's file holds its rules side by side, and so names what they are given.
let private isRuleOfLayer source target =
    List.contains (top source) [ "Architecture"; "Layers" ]
    && List.contains (top target) [ "Kernels"; "Sampling" ]

[<Test>]
let ``no folder refers to a later one, but for the rules of layers`` () =
    let order = orderFrom "Numerics"
    Assert.That(violations (fun folder -> Some order[top folder]) isRuleOfLayer, Is.Empty)

[<Test>]
let ``no room of the back ends refers to a later one`` () =
    let order = orderFrom "Reference"

    Assert.That(
        violations (fun folder -> room folder |> Option.map (fun name -> order[name])) (fun _ _ -> false),
        Is.Empty
    )

[<Test>]
let ``all references against the order are found`` () =
    let order = orderFrom "Numerics"
    let found = violations (fun folder -> Some -order[top folder]) (fun _ _ -> false)

    for example in
        [
            "Backends/Reference: ReferenceEvaluator"
            "Learning: "
            "Kernels: TangentRecursion"
        ] do
        Assert.That(found, Has.Some.StartsWith example)
