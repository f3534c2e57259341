using System.Text;
using NtkDsl.Cli;

Console.OutputEncoding = Encoding.UTF8;
return await Tool.RunAsync(args, Session.OfConsole());
