namespace NtkDsl

/// Every text of the facade that a user can be shown.
module internal FacadeMessages =

    let private named (value: 'T) =
        match box value with
        | null -> "null"
        | value -> value.GetType().Name.Split('`')[0]

    let notPoints (value: 'T) =
        $"A {named value} is no set of points. Points are rows of numbers, [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ] for instance, as lists, arrays or sequences; a float[,]; a Matrix<float>; or Points."

    let notTargets (value: 'T) =
        $"A {named value} is no set of targets. Targets are a number for each point, [ 1.0; 2.0 ] for instance, or a row of numbers for each, as lists, arrays or sequences; a float[,]; a Matrix<float>; or Targets."

    let raggedTargets (row: int) (length: int) (first: int) =
        $"The targets have rows of different lengths: row {row} has {length} numbers, the first has {first}."

    let noSuchOutput (output: int) (outputs: int) =
        $"There is no output {output}: outputs are counted from 0, and there are {outputs}."
