/// Random texts of the whole grammar: the words and their parameters are read off the vocabulary, so that a new one is met as soon as it exists.
module internal NtkDsl.Tests.Kernels.RandomTexts

open System
open System.Reflection
open NtkDsl

let private one (random: Random) (choices: 'a list) = choices[random.Next choices.Length]

/// Numbers as people type them, and some that they should not.
let private numbers =
    [
        "1"
        "2"
        "0.5"
        "1.7"
        "sqrt(2)"
        "1/3"
        "0.1"
        "-1.2"
        "0"
        "1e-3"
        "30"
        "2/7"
        "-1"
        "s"
        "sqrt(3)/2"
    ]

let private counts = [ "1"; "2"; "3"; "4"; "5"; "7"; "9"; "32"; "64"; "512" ]

/// Small counts, but one in forty is one that nothing can afford.
let private count (random: Random) =
    if random.Next 40 = 0 then
        one random [ "1000"; "100000"; "2000000000" ]
    else
        one random counts

let private camelCase (name: string) =
    $"{Char.ToLowerInvariant name[0]}{name.Substring 1}"

let rec private chain (random: Random) depth =
    [
        for _ in 0 .. random.Next(if depth = 0 then 5 else 3) -> layer random (depth + 1)
    ]
    |> String.concat " >> "

and private layer random depth =
    let words =
        [
            for word in Vocabulary.All do
                if depth < 5 || not (isNested word) then
                    word
        ]

    let word =
        if random.Next 3 = 0 then
            List.find (fun (word: Word) -> word.Name = "dense") words
        else
            one random words

    match word.Member with
    | :? MethodInfo as method ->
        let arguments =
            method.GetParameters()
            |> Seq.collect (argument random depth)
            |> String.concat ", "

        $"{word.Name}({arguments})"
    | _ -> word.Name

and private isNested (word: Word) =
    match word.Member with
    | :? MethodInfo as method ->
        method.GetParameters()
        |> Array.exists (fun p ->
            p.ParameterType = typeof<Architecture>
            || p.ParameterType = typeof<Architecture[]>)
    | _ -> false

/// What stands for a parameter: several values for a list, often nothing if it has a default.
and private argument random depth (parameter: ParameterInfo) =
    let some element = value random depth parameter element

    if parameter.ParameterType.IsArray then
        [
            for _ in 0 .. random.Next 3 -> some (nonNull (parameter.ParameterType.GetElementType()))
        ]
    elif not parameter.IsOptional then
        [ some parameter.ParameterType ]
    elif random.Next 5 = 0 then
        [ $"{parameter.Name}={some parameter.ParameterType}" ]
    else
        []

and private value random depth parameter (ofType: Type) =
    if ofType = typeof<Expr> then
        one random numbers
    elif ofType = typeof<int> then
        count random
    elif ofType = typeof<bool> then
        one random [ "true"; "false" ]
    elif ofType.IsEnum then
        ofType.GetEnumNames() |> List.ofArray |> one random |> camelCase
    elif ofType = typeof<string> then
        one random [ "w"; "v" ]
    elif ofType = typeof<Architecture> then
        chain random depth
    else
        failwith $"no text for {ofType.Name} of {parameter.Name}"

/// A text of at most so many characters; half of them are networks that begin and end with a dense layer.
let rec text (random: Random) longest =
    let inner = chain random 0

    let whole =
        if random.Next 2 = 0 then
            inner
        else
            $"dense(32) >> {inner} >> dense(1)"

    if whole.Length <= longest then
        whole
    else
        text random longest
