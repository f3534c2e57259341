namespace NtkDsl;

/// <summary>
/// Forward and reverse differentiation of a traced matrix with respect to others. Results are traced themselves, so
/// that the two modes can be nested in any order and to any depth.
/// </summary>
internal static class Autodiff
{
    /// <summary>The Jacobian-vector product Σᵢ (∂output/∂inputᵢ) tangentᵢ.</summary>
    /// <param name="output">The matrix to differentiate.</param>
    /// <param name="inputs">With respect to what; also intermediate results.</param>
    /// <param name="tangents">One for each input, of its shape.</param>
    /// <exception cref="ArgumentException">A tangent has another shape than its input.</exception>
    public static Traced Jvp(Traced output, IReadOnlyList<Traced> inputs, IReadOnlyList<Traced> tangents)
    {
        var tangentOf = new Dictionary<Traced, Traced>();
        foreach (var (input, tangent) in inputs.Zip(tangents)) Add(tangentOf, input, tangent);
        foreach (var result in Enumerable.Reverse(Trace(output)))
            foreach (var argument in result.Arguments)
                if (tangentOf.TryGetValue(argument.Source, out var tangent)) Add(tangentOf, result, argument.Push(tangent));
        return tangentOf.GetValueOrDefault(output) ?? ZerosLike(output);
    }

    /// <summary>The vector-Jacobian products (∂output/∂inputᵢ)ᵀ cotangent, one for each input.</summary>
    /// <param name="output">The matrix to differentiate.</param>
    /// <param name="cotangent">A matrix of the output's shape.</param>
    /// <param name="inputs">With respect to what; also intermediate results.</param>
    /// <exception cref="ArgumentException">The cotangent has another shape than the output.</exception>
    public static Traced[] Vjp(Traced output, Traced cotangent, params IReadOnlyList<Traced> inputs)
    {
        var trace = Trace(output);
        var dependent = Dependents(trace, inputs);
        var cotangentOf = new Dictionary<Traced, Traced>();
        Add(cotangentOf, output, cotangent);
        foreach (var result in trace.Where(dependent.Contains))
            foreach (var argument in result.Arguments)
                if (dependent.Contains(argument.Source)) Add(cotangentOf, argument.Source, argument.Pull(cotangentOf[result]));
        return [.. inputs.Select(input => cotangentOf.GetValueOrDefault(input) ?? ZerosLike(input))];
    }

    /// <summary>All that a result was computed from: itself first, every result before its arguments.</summary>
    public static List<Traced> Trace(Traced output)
    {
        var trace = new List<Traced>();
        var seen = new HashSet<Traced> { output };
        var waiting = new PriorityQueue<Traced, int>([(output, -output.Height)]);
        while (waiting.TryDequeue(out var result, out _))
        {
            trace.Add(result);
            foreach (var argument in result.Arguments)
                if (seen.Add(argument.Source)) waiting.Enqueue(argument.Source, -argument.Source.Height);
        }
        return trace;
    }

    /// <summary>The inputs, and everything in the trace that depends on one of them.</summary>
    private static HashSet<Traced> Dependents(List<Traced> trace, IReadOnlyList<Traced> inputs)
    {
        var dependent = inputs.ToHashSet();
        foreach (var result in Enumerable.Reverse(trace))
            if (result.Arguments.Any(argument => dependent.Contains(argument.Source))) dependent.Add(result);
        return dependent;
    }

    private static void Add(Dictionary<Traced, Traced> derivatives, Traced of, Traced term)
    {
        term.Value.RequireShape(of.Rows, of.Columns);
        derivatives[of] = derivatives.TryGetValue(of, out var sum) ? sum + term : term;
    }

    private static Traced ZerosLike(Traced x) => Matrix.Filled(x.Rows, x.Columns, 0);
}
