namespace Escalation.Topics.Model;

/// <summary>A held-out question as the model judged it.</summary>
/// <param name="Right">Whether the likeliest topic is its topic; never for an unknown question.</param>
readonly record struct Judged(Evidence Evidence, bool Right, bool Unknown);

/// <summary>Fits the curve: logistic regression by Newton's method, held near what is usual while there is little to go by.</summary>
sealed class FitConfidence
{
    /// <summary>For a company that has no examples yet: what came out for small companies of 4 to 20 topics, each with 0 to 10 examples, drawn from a bank's questions and asked others of the bank, and some about cooking.</summary>
    public static readonly Confidence Usual = new(-1.1, 0.45, 0.33, 2.5);

    const int Rounds = 50, Halvings = 20, Parameters = 4;
    const double Enough = 1e-9;
    /// <summary>How firmly each parameter is held at the usual one: one over the variance that those companies showed.</summary>
    static readonly double[] Hold = [4, 25, 25, 6];

    readonly IReadOnlyCollection<Judged> _judged;
    readonly double _weightOfUnknown;

    FitConfidence(IReadOnlyCollection<Judged> judged, double shareOfUnknown)
    {
        var unknown = judged.Count(j => j.Unknown);
        _judged = judged;
        _weightOfUnknown = unknown == 0 ? 1 : shareOfUnknown / (1 - shareOfUnknown) * (judged.Count - unknown) / unknown;
    }

    /// <param name="shareOfUnknown">Of all questions, 0 to less than 1: how many are about none of the topics.</param>
    public static Confidence To(IReadOnlyCollection<Judged> judged, double shareOfUnknown)
    {
        var fit = new FitConfidence(judged, shareOfUnknown);
        var curve = new double[Parameters];
        for (var round = 0; round < Rounds; round++)
        {
            var (gradient, curvature) = fit.Slopes(curve);
            HoldAtNought(curve, gradient, curvature);
            var step = Solve(curvature, gradient);
            var before = fit.Loss(curve);
            var length = 1.0;
            var next = Move(curve, step, length);
            // Where the curve is nearly flat the full step leads too far.
            for (var i = 0; i < Halvings && !(fit.Loss(next) <= before); i++)
                next = Move(curve, step, length /= 2);
            var moved = next.Zip(curve, (to, from) => Math.Abs(to - from)).Max();
            curve = next;
            if (moved < Enough)
                break;
        }
        return Of(curve);
    }

    static Confidence Of(double[] curve) => new(curve[0], curve[1], curve[2], curve[3]);

    /// <summary>
    /// More evidence is never less confidence: what would go below nought stays there, and the others move without it
    /// (Bertsekas, "Projected Newton Methods for Optimization Problems with Simple Constraints", 1982).
    /// </summary>
    static void HoldAtNought(double[] curve, double[] gradient, double[,] curvature)
    {
        for (var i = 1; i < Parameters; i++)
        {
            if (curve[i] > 0 || gradient[i] <= 0)
                continue;
            gradient[i] = 0;
            for (var j = 0; j < Parameters; j++)
                curvature[i, j] = curvature[j, i] = i == j ? 1 : 0;
        }
    }

    static double[] Move(double[] from, double[] step, double length) => [.. from.Select((x, i) => x - length * step[i] is var to && i > 0 ? Math.Max(0, to) : to)];

    static double FromUsual(double[] curve, int i) => curve[i] - i switch { 0 => Usual.Bias, 1 => Usual.Score, 2 => Usual.Margin, _ => Usual.Known };

    double Loss(double[] curve)
    {
        var confidence = Of(curve);
        var loss = Enumerable.Range(0, Parameters).Sum(i => Hold[i] / 2 * FromUsual(curve, i) * FromUsual(curve, i));
        foreach (var (evidence, right, unknown) in _judged)
        {
            var odds = confidence.LogOdds(evidence);
            loss += (unknown ? _weightOfUnknown : 1) * Softplus(right ? -odds : odds);
        }
        return loss;
    }

    (double[] Gradient, double[,] Curvature) Slopes(double[] curve)
    {
        var gradient = new double[Parameters];
        var curvature = new double[Parameters, Parameters];
        for (var i = 0; i < Parameters; i++)
        {
            gradient[i] = Hold[i] * FromUsual(curve, i);
            curvature[i, i] = Hold[i];
        }
        var confidence = Of(curve);
        foreach (var (evidence, right, unknown) in _judged)
        {
            var p = confidence.Of(evidence);
            var weight = unknown ? _weightOfUnknown : 1;
            ReadOnlySpan<double> x = [1, evidence.Score, evidence.Margin, evidence.Known];
            for (var i = 0; i < Parameters; i++)
            {
                gradient[i] += weight * (p - (right ? 1 : 0)) * x[i];
                for (var j = 0; j < Parameters; j++)
                    curvature[i, j] += weight * p * (1 - p) * x[i] * x[j];
            }
        }
        return (gradient, curvature);
    }

    /// <summary>Gaussian elimination; the matrix is positive definite, thanks to what holds the parameters.</summary>
    static double[] Solve(double[,] a, double[] b)
    {
        var x = b.ToArray();
        for (var i = 0; i < Parameters; i++)
        {
            for (var row = i + 1; row < Parameters; row++)
            {
                var factor = a[row, i] / a[i, i];
                for (var column = i; column < Parameters; column++)
                    a[row, column] -= factor * a[i, column];
                x[row] -= factor * x[i];
            }
        }
        for (var i = Parameters - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < Parameters; column++)
                x[i] -= a[i, column] * x[column];
            x[i] /= a[i, i];
        }
        return x;
    }

    /// <summary>ln(1 + e^x), also where e^x is beyond a double.</summary>
    static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
