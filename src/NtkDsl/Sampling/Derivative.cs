namespace NtkDsl;

/// <summary>
/// Forward and reverse differentiation of a traced matrix with respect to others. Results are traced themselves, so
/// that the two modes can be nested in any order and to any depth.
/// </summary>
internal static class Derivative
{
    /// <summary>The Jacobian-vector product Σᵢ (∂output/∂inputᵢ) tangentᵢ.</summary>
    /// <param name="output">The matrix to differentiate.</param>
    /// <param name="inputs">With respect to what; also intermediate results.</param>
    /// <param name="tangents">One for each input, of its shape.</param>
    public static Traced Jvp(Traced output, IReadOnlyList<Traced> inputs, IReadOnlyList<Traced> tangents)
    {
        var tangentOf = new Dictionary<Traced, Traced>();
        for (int i = 0; i < inputs.Count; i++) Accumulate(tangentOf, inputs[i], tangents[i]);
        foreach (var result in Enumerable.Reverse(Trace(output)))
            foreach (var edge in result.Edges)
                if (tangentOf.TryGetValue(edge.Source, out var tangent))
                    Accumulate(tangentOf, result, edge.Push(tangent));
        return tangentOf.GetValueOrDefault(output) ?? ZerosLike(output);
    }

    /// <summary>The vector-Jacobian products (∂output/∂inputᵢ)ᵀ cotangent, one for each input.</summary>
    /// <param name="output">The matrix to differentiate.</param>
    /// <param name="cotangent">A matrix of the output's shape.</param>
    /// <param name="inputs">With respect to what; also intermediate results.</param>
    public static Traced[] Vjp(Traced output, Traced cotangent, params IReadOnlyList<Traced> inputs)
    {
        var trace = Trace(output);
        var dependent = Dependents(trace, inputs);
        var cotangentOf = new Dictionary<Traced, Traced> { [output] = cotangent };
        foreach (var result in trace)
            if (dependent.Contains(result))
                foreach (var edge in result.Edges)
                    if (dependent.Contains(edge.Source))
                        Accumulate(cotangentOf, edge.Source, edge.Pull(cotangentOf[result]));
        return [.. inputs.Select(input => cotangentOf.GetValueOrDefault(input) ?? ZerosLike(input))];
    }

    /// <summary>The gradients of the sum of all entries of a matrix, one for each input.</summary>
    public static Traced[] Gradient(Traced output, params IReadOnlyList<Traced> inputs) =>
        Vjp(output, Traced.Ones(output.Rows, output.Columns), inputs);

    /// <summary>All that a result was computed from: itself first, every result before its arguments.</summary>
    public static List<Traced> Trace(Traced output)
    {
        var trace = new List<Traced>();
        var seen = new HashSet<Traced> { output };
        var waiting = new PriorityQueue<Traced, int>([(output, 0)]);
        while (waiting.TryDequeue(out var result, out _))
        {
            trace.Add(result);
            foreach (var edge in result.Edges)
                if (seen.Add(edge.Source)) waiting.Enqueue(edge.Source, -edge.Source.Height);
        }
        return trace;
    }

    /// <summary>The inputs and everything in the trace that depends on one of them.</summary>
    private static HashSet<Traced> Dependents(List<Traced> trace, IReadOnlyList<Traced> inputs)
    {
        var dependent = new HashSet<Traced>(inputs);
        foreach (var result in Enumerable.Reverse(trace))
            if (result.Edges.Any(edge => dependent.Contains(edge.Source))) dependent.Add(result);
        return dependent;
    }

    private static void Accumulate(Dictionary<Traced, Traced> sums, Traced key, Traced term) =>
        sums[key] = sums.TryGetValue(key, out var sum) ? sum + term : term;

    private static Traced ZerosLike(Traced x) => Matrix.Filled(x.Rows, x.Columns, 0);
}
