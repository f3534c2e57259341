using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>Classes as targets of regression: class c of C is the row with 1 in column c and 0 elsewhere; back by the largest output.</summary>
public sealed class OneHot
{
    private readonly double off;

    private OneHot(int classCount, double off)
    {
        ClassCount = classCount > 0 ? classCount : throw new NtkDslException(Messages.NoClasses);
        this.off = off;
    }

    /// <summary>Whether 1/C is subtracted.</summary>
    public bool IsCentered => off != 0;

    /// <summary>C.</summary>
    public int ClassCount { get; }

    /// <summary>Classes 0 … C − 1.</summary>
    /// <param name="classCount">C.</param>
    /// <param name="centered">Subtracts 1/C, so that each row sums to 0 and a mean of 0 prefers no class.</param>
    /// <exception cref="NtkDslException">There is no class.</exception>
    public static OneHot Of(int classCount, bool centered = false) => new(classCount, centered ? -1.0 / classCount : 0);

    /// <summary>The targets, n × C.</summary>
    /// <param name="classes">One class per example.</param>
    /// <exception cref="NtkDslException">A class is not in 0 … C − 1.</exception>
    public Matrix<double> Encode(IReadOnlyList<int> classes)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes[i] < 0 || classes[i] >= ClassCount)
            {
                throw new NtkDslException(Messages.NoSuchClass(i, classes[i], ClassCount));
            }
        }

        return Matrix<double>.Build.Dense(classes.Count, ClassCount, (i, c) => off + (classes[i] == c ? 1 : 0));
    }

    /// <summary>The class of the largest output of each row; the first of equal ones.</summary>
    /// <exception cref="NtkDslException">The outputs do not have C columns.</exception>
    public int[] Decode(Matrix<double> outputs) => outputs.ColumnCount == ClassCount
        ? [.. outputs.EnumerateRows().Select(row => row.MaximumIndex())]
        : throw new NtkDslException(Messages.OutputsAreNotClasses(ClassCount, outputs.ColumnCount));

    /// <summary>The share of rows whose largest output is the class that the targets say.</summary>
    /// <param name="outputs">n × C.</param>
    /// <param name="y">One-hot targets, n × C; centered or not.</param>
    /// <exception cref="NtkDslException">The outputs do not have the columns of the targets.</exception>
    public static double Accuracy(Matrix<double> outputs, Matrix<double> y)
    {
        var classes = Of(y.ColumnCount);
        return classes.Decode(outputs).Zip(classes.Decode(y)).Average(pair => pair.First == pair.Second ? 1.0 : 0);
    }
}
