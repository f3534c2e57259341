module internal NtkDsl.FSharp.Placeholder

let name = "NtkDsl.FSharp"
