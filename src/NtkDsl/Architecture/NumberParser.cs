using System.Globalization;

namespace NtkDsl;

/// <summary>Reads symbolic numbers: decimals, <c>+ - * / ^</c>, parentheses, <c>sqrt(…)</c>, <c>pi</c>, and free parameters by name.</summary>
internal sealed class NumberParser(Tokens tokens)
{
    public Expr Parse()
    {
        var sum = OfProduct();
        while (tokens.Peek is "+" or "-")
        {
            sum = tokens.Take() == "+" ? sum + OfProduct() : sum - OfProduct();
        }

        return sum;
    }

    private Expr OfProduct()
    {
        var product = OfSigned();
        while (tokens.Peek is "*" or "/")
        {
            if (tokens.Take() == "*")
            {
                product *= OfSigned();
                continue;
            }

            var divisor = OfSigned();
            product = divisor.IsZero ? throw tokens.Error(Messages.DivisionByZero, back: 1) : product / divisor;
        }

        return product;
    }

    private Expr OfSigned() => tokens.Nested(() => tokens.TryTake("-") ? -OfSigned() : OfPower());

    private Expr OfPower()
    {
        var x = OfAtom();
        if (!tokens.TryTake("^"))
        {
            return x;
        }

        var exponent = OfSigned();
        return x.IsZero && exponent is Number { Value.Sign: < 0 } ? throw tokens.Error(Messages.DivisionByZero, back: 1) : Expr.Pow(x, exponent);
    }

    private Expr OfAtom()
    {
        if (tokens.TryTake("("))
        {
            return Closed();
        }

        if (tokens.AtNumber)
        {
            return OfLiteral();
        }

        if (!tokens.AtWord)
        {
            throw tokens.Error(Messages.Expected("a number or a parameter", tokens.Peek));
        }

        switch (tokens.Take())
        {
            case "pi":
                return Expr.Pi;
            case "sqrt":
                tokens.Expect("(");
                return Expr.Sqrt(Closed());
            case var name:
                return Expr.Parameter(name);
        }
    }

    private Expr OfLiteral()
    {
        var nearest = double.Parse(tokens.Peek, CultureInfo.InvariantCulture);
        if (double.IsInfinity(nearest) || (nearest == 0 && tokens.Peek.Split('e', 'E')[0].Any(digit => digit is >= '1' and <= '9')))
        {
            // An exact fraction could hold it, but with as many digits as the exponent says.
            throw tokens.Error(Messages.NumberOutOfRange(tokens.Peek));
        }

        var literal = tokens.Take();
        return nearest == 0 ? 0 : Number.Of(Rational.FromDecimal(literal));
    }

    private Expr Closed()
    {
        var value = Parse();
        tokens.Expect(")");
        return value;
    }
}
