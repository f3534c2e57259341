using System.CommandLine;

var root = new RootCommand("NNGP and NTK kernels of infinitely wide neural networks.");
return root.Parse(args).Invoke();
