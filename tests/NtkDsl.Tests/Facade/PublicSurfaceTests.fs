/// The public surface of the library, as an approved file: a change of it is a review of the API.
module NtkDsl.Tests.Facade.PublicSurfaceTests

open System
open System.IO
open System.Reflection
open System.Runtime.CompilerServices
open NUnit.Framework
open NtkDsl

let private core = typeof<Architecture>.Assembly
let private facade = typeof<CompileOptions>.Assembly
let private charts = typeof<Chart>.Assembly

/// What is written in C#, for users of every language.
let private csharpTypes =
    Array.append (core.GetExportedTypes()) (charts.GetExportedTypes())

let private approved =
    Path.Combine(__SOURCE_DIRECTORY__, "..", "PublicSurface.approved.txt")

let private members (t: Type) =
    t.GetMembers(
        BindingFlags.Public
        ||| BindingFlags.Static
        ||| BindingFlags.Instance
        ||| BindingFlags.DeclaredOnly
    )

/// Operators count as methods, accessors as part of their property; what compilers add to records and inline functions does not count.
let private isWritten (m: MemberInfo) =
    not (m.IsDefined(typeof<CompilerGeneratedAttribute>, false))
    && not (m.Name.Contains '$')
    && match m with
       | :? MethodInfo as m -> not m.IsSpecialName || m.Name.StartsWith "op_"
       | :? Type -> false
       | :? FieldInfo as f -> not f.IsSpecialName
       | _ -> true

let private elementType (t: Type) =
    match t.GetElementType() with
    | null -> None
    | element -> Some element

let rec private name (t: Type) =
    match elementType t with
    | Some element when t.IsArray -> $"""{name element}[{String(',', t.GetArrayRank() - 1)}]"""
    | Some element -> "ref " + name element
    | None when t.IsGenericType ->
        let arguments = t.GetGenericArguments() |> Array.map name |> String.concat ", "
        $"{t.Name.Split('`')[0]}<{arguments}>"
    | None -> t.Name

let private parameters (ps: ParameterInfo[]) =
    [
        for p in ps ->
            let modifier =
                if p.IsDefined(typeof<ParamArrayAttribute>, false) then
                    "params "
                else
                    ""

            let optional = if p.IsOptional then " = …" else ""
            $"{modifier}{name p.ParameterType} {p.Name}{optional}"
    ]
    |> String.concat ", "

let private staticWord isStatic = if isStatic then "static " else ""

let private signature (m: MemberInfo) =
    match m with
    | :? ConstructorInfo as c -> $"new({parameters (c.GetParameters())})"
    | :? MethodInfo as m -> $"{staticWord m.IsStatic}{m.Name}({parameters (m.GetParameters())}): {name m.ReturnType}"
    | :? PropertyInfo as p ->
        let isStatic = p.GetAccessors() |> Array.exists _.IsStatic
        let index = p.GetIndexParameters()
        let indexer = if index.Length > 0 then $"[{parameters index}]" else ""
        let set = if isNull (p.GetSetMethod()) then "" else " with set"
        $"{staticWord isStatic}{p.Name}{indexer}: {name p.PropertyType}{set}"
    | :? FieldInfo as f -> $"{staticWord f.IsStatic}{f.Name}: {name f.FieldType}"
    | m -> $"{m.MemberType} {m.Name}"

let private kind (t: Type) =
    if t.IsEnum then "enum"
    elif t.IsInterface then "interface"
    elif t.IsValueType then "struct"
    elif t.IsAbstract && t.IsSealed then "static class"
    elif t.IsAbstract then "abstract class"
    elif t.IsSealed then "sealed class"
    else "class"

let private describe (t: Type) =
    [
        $"{kind t} {t.Namespace}.{name t}"
        for line in members t |> Array.filter isWritten |> Array.map signature |> Array.sort do
            $"    {line}"
    ]

let private surface () =
    [
        for assembly in [ core; facade; charts ] do
            $"# {assembly.GetName().Name}"

            for t in assembly.GetExportedTypes() |> Array.sortBy _.FullName do
                yield! describe t
    ]
    |> String.concat "\n"
    |> fun text -> text + "\n"

[<Test>]
let ``the public surface is the approved one`` () =
    let now = surface ()

    if Environment.GetEnvironmentVariable "NTKDSL_APPROVE" = "1" then
        File.WriteAllText(approved, now)

    let before =
        if File.Exists approved then
            File.ReadAllText(approved).ReplaceLineEndings "\n"
        else
            ""

    let lines (text: string) = text.Split '\n' |> Set.ofArray
    let added, removed = lines now - lines before, lines before - lines now

    if now <> before then
        Assert.Fail(
            $"""The public surface has changed:
{added |> Seq.map (sprintf "+ %s") |> String.concat "\n"}
{removed |> Seq.map (sprintf "- %s") |> String.concat "\n"}
If that is meant, approve it: set NTKDSL_APPROVE=1 and run the tests once more, then review and commit
tests/NtkDsl.Tests/PublicSurface.approved.txt."""
        )

let private typesOf (m: MemberInfo) =
    let ofParameters (ps: ParameterInfo[]) = [ for p in ps -> p.ParameterType ]

    match m with
    | :? MethodInfo as m -> m.ReturnType :: ofParameters (m.GetParameters())
    | :? ConstructorInfo as c -> ofParameters (c.GetParameters())
    | :? PropertyInfo as p -> p.PropertyType :: ofParameters (p.GetIndexParameters())
    | :? FieldInfo as f -> [ f.FieldType ]
    | _ -> []

let rec private parts (t: Type) =
    [
        t
        for element in Option.toList (elementType t) do
            yield! parts element
        for argument in t.GetGenericArguments() do
            if argument <> t then
                yield! parts argument
    ]

let private isForeign (t: Type) =
    t.Assembly.GetName().Name = "FSharp.Core"
    || t = typeof<obj>
    || typeof<ITuple>.IsAssignableFrom t

let private overridesObject (m: MemberInfo) =
    match m with
    | :? MethodInfo as m -> m.GetBaseDefinition().DeclaringType = typeof<obj>
    | _ -> false

[<Test>]
let ``no F# type, tuple or object occurs in the public surface of the libraries in C#`` () =
    let foreign =
        [
            for t in csharpTypes do
                for m in members t |> Array.filter (fun m -> isWritten m && not (overridesObject m)) do
                    for part in typesOf m |> List.collect parts do
                        if isForeign part then
                            $"{name t}: {signature m}"
        ]

    Assert.That(foreign, Is.Empty)

[<Test>]
let ``the core does not refer to FSharp.Core`` () =
    let references =
        [ for reference in core.GetReferencedAssemblies() -> reference.Name ]

    Assert.That(references, Does.Not.Contain "FSharp.Core")

[<Test>]
let ``every public type is sealed, static or abstract`` () =
    let open' =
        [
            for t in csharpTypes do
                if t.IsClass && not (t.IsSealed || t.IsAbstract) then
                    name t
        ]

    Assert.That(open', Is.Empty)
