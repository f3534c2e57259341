module internal NtkDsl.Tests.Assembly

open NUnit.Framework

// Tests share no state. One that must run alone, such as a measurement, says so with [<NonParallelizable>].
[<assembly: Parallelizable(ParallelScope.All)>]
do ()
