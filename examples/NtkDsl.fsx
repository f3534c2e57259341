// Loads the library that `dotnet run build.cs -- build` built: put `#load "NtkDsl.fsx"` at the top of a script.
#I "../src/NtkDsl.FSharp/bin/Release/net10.0"
#I "../src/NtkDsl.Charts/bin/Release/net10.0"
#r "MathNet.Numerics.dll"
#r "NtkDsl.dll"
#r "NtkDsl.FSharp.dll"
#r "NtkDsl.Charts.dll"
#r "OxyPlot.dll"
