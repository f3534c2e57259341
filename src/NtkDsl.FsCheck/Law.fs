namespace NtkDsl

open System
open FsCheck
open FsCheck.FSharp

/// <summary>A case in which a law does not hold, as small as shrinking could make it.</summary>
[<Sealed>]
type Counterexample
    internal (subject: string, law: string, original: string, shrunk: string, reason: string, shrinks: int) =

    /// <summary>Of what the law was checked.</summary>
    member _.Subject = subject

    /// <summary>The name of the law.</summary>
    member _.Law = law

    /// <summary>The case that was met first.</summary>
    member _.Original = original

    /// <summary>The smallest case found.</summary>
    member _.Shrunk = shrunk

    /// <summary>What is wrong in the smallest case.</summary>
    member _.Reason = reason

    /// <summary>The number of successful steps of shrinking.</summary>
    member _.Shrinks = shrinks

    /// <summary>The law, the smallest case and what is wrong in it.</summary>
    override _.ToString() =
        LawMessages.counterexample subject law original shrunk reason shrinks

/// <summary>Some laws do not hold; the message tells each with its smallest counterexample.</summary>
[<Sealed>]
type LawViolationException internal (counterexamples: Counterexample list) =
    inherit Exception(counterexamples |> Seq.map string |> String.concat "\n")

    /// <summary>One counterexample for each law that does not hold.</summary>
    member _.Counterexamples: Counterexample seq = counterexamples

/// <summary>A named property of kernels, with its random cases. Test runners show its name.</summary>
[<Sealed>]
type Law internal (subject: string, name: string, find: unit -> Counterexample option) =

    /// <summary>Of what it is checked: the text of an activation or architecture.</summary>
    member _.Subject = subject

    /// <summary>What it states.</summary>
    member _.Name = name

    /// <summary>The smallest counterexample that was found, if the law does not hold.</summary>
    member _.FindCounterexample() : Counterexample option = find ()

    /// <summary>Checks the law.</summary>
    /// <exception cref="T:NtkDsl.LawViolationException">It does not hold; the message tells the smallest counterexample.</exception>
    member _.Check() : unit =
        match find () with
        | None -> ()
        | Some counterexample -> raise (LawViolationException [ counterexample ])

    /// <summary>Subject and name.</summary>
    override _.ToString() = $"{subject}: {name}"

/// How laws are made: from random cases, and what is wrong in a case, if anything is.
module internal Law =

    let private silent =
        { new IRunner with
            member _.OnStartFixture _ = ()
            member _.OnArguments(_, _, _) = ()
            member _.OnShrink(_, _) = ()
            member _.OnFinished(_, _) = ()
        }

    let private config cases (settings: LawSettings) =
        let replay =
            {
                Rnd = Rnd(uint64 settings.Seed)
                Size = None
            }

        Config.Quick.WithMaxTest(cases).WithReplay(Some replay).WithRunner silent

    /// FsCheck shrinks from each violation to the next one that it finds, so the last violation is the smallest.
    let private violations config (cases: Arbitrary<'Case>) (wrong: 'Case -> string option) =
        let found = ResizeArray()

        let holds case =
            let reason =
                try
                    wrong case
                with error ->
                    Some(LawMessages.threw error)

            reason |> Option.iter (fun reason -> found.Add(case, reason))
            reason.IsNone

        Check.One(config, Prop.forAll cases holds)
        found

    /// A law that so many cases are asked about.
    let create settings count (subject: string) name cases (show: 'Case -> string) wrong =
        let find () =
            match violations (config count settings) cases wrong |> List.ofSeq with
            | [] -> None
            | (first, _) :: _ as found ->
                let smallest, reason = List.last found
                Some(Counterexample(subject, name, show first, show smallest, reason, found.Length - 1))

        Law(subject, name, find)
