using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Microsoft.ML.Offline;

/// <summary>
/// The mean negative log-likelihood of a softmax over linear scores, with l2/2 times the squared weights (not the
/// biases) added to the sum: what ML.NET minimises. Parameters: one bias a class, then one weight vector a class.
/// </summary>
internal sealed class SoftmaxLoss(List<double[]> rows, List<int> labels, int classes, int features, float l2)
{
    private const int MaximumIterations = 2000;
    private Vector<double> _best;
    private double _bestLoss = double.PositiveInfinity;

    public double[] Minimize(IHostEnvironment env, float tolerance, int historySize)
    {
        var objective = ObjectiveFunction.Gradient(weights =>
        {
            Check.Alive(env);
            return Evaluate(weights);
        });
        try
        {
            var minimizer = new LimitedMemoryBfgsMinimizer(1e-6, 1e-12, tolerance, historySize, MaximumIterations);
            minimizer.FindMinimum(objective, Vector<double>.Build.Dense(classes * (features + 1)));
        }
        catch (OptimizationException)
        {
            // Out of iterations, or no further progress in floating point: the best point seen is the answer.
        }

        return _best.ToArray();
    }

    private (double, Vector<double>) Evaluate(Vector<double> point)
    {
        var weights = point.ToArray();
        var gradient = new double[weights.Length];
        var scores = new double[classes];
        double loss = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            var x = rows[row];
            Softmax.Scores(weights, x, scores);
            loss -= Math.Log(Math.Max(Softmax.Normalize(scores, labels[row]), double.Epsilon));
            for (int c = 0; c < classes; c++)
            {
                double error = scores[c] - (c == labels[row] ? 1 : 0);
                gradient[c] += error;
                var own = gradient.AsSpan(classes + (c * features), features);
                TensorPrimitives.MultiplyAdd(x, error, own, own);
            }
        }

        for (int i = classes; i < weights.Length; i++)
        {
            loss += 0.5 * l2 * weights[i] * weights[i];
            gradient[i] += l2 * weights[i];
        }

        loss /= rows.Count;
        var result = Vector<double>.Build.Dense(gradient) / rows.Count;
        if (loss < _bestLoss)
            (_best, _bestLoss) = (point.Clone(), loss);
        return (loss, result);
    }
}

internal static class Softmax
{
    public static void Scores(ReadOnlySpan<double> weights, ReadOnlySpan<double> x, Span<double> scores)
    {
        for (int c = 0; c < scores.Length; c++)
            scores[c] = weights[c] + TensorPrimitives.Dot(weights.Slice(scores.Length + (c * x.Length), x.Length), x);
    }

    /// <summary>Turns scores into probabilities and answers that of one class.</summary>
    public static double Normalize(Span<double> scores, int answer)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double score in scores)
            largest = Math.Max(largest, score);
        for (int c = 0; c < scores.Length; c++)
            sum += scores[c] = Math.Exp(scores[c] - largest);
        for (int c = 0; c < scores.Length; c++)
            scores[c] /= sum;
        return scores[answer];
    }
}
