using System.Reflection;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A provider for MathNet that has some functions of its own and leaves the others to the managed one. A proxy, because the managed provider
/// is sealed and the interface has more than a hundred functions.
/// </summary>
internal class LinearAlgebraProxy : DispatchProxy
{
    private const BindingFlags Unwrapped = BindingFlags.DoNotWrapExceptions;

    private readonly Dictionary<MethodInfo, MethodInfo?> overrides = [];
    private ManagedLinearAlgebraProvider? managed;
    private FastAlgebra? fast;

    public static ILinearAlgebraProvider Create(ManagedLinearAlgebraProvider managed, FastAlgebra fast)
    {
        var provider = Create<ILinearAlgebraProvider, LinearAlgebraProxy>();
        ((LinearAlgebraProxy)(object)provider).Attach(managed, fast);
        return provider;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => overrides.GetValueOrDefault(targetMethod!) is { } own
        ? own.Invoke(fast, Unwrapped, binder: null, args, culture: null)
        : targetMethod!.Invoke(managed, Unwrapped, binder: null, args, culture: null);

    private void Attach(ManagedLinearAlgebraProvider managed, FastAlgebra fast)
    {
        (this.managed, this.fast) = (managed, fast);
        foreach (var method in typeof(ILinearAlgebraProvider<double>).GetMethods())
        {
            overrides[method] = typeof(FastAlgebra).GetMethod(method.Name, [.. method.GetParameters().Select(parameter => parameter.ParameterType)]);
        }
    }
}
