using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace LleTransforms.Measurements.Scale;

/// <summary>
/// Multinomial logistic regression without a penalty, by limited-memory BFGS: the plainest linear trainer, to judge what coordinates carry.
/// Cost of a step O(n d classes).
/// </summary>
internal sealed class SoftmaxRegression
{
    private const double GradientTolerance = 1e-5;
    private const int MostSteps = 300;
    private const int Memory = 12;

    private readonly int _classCount;
    private readonly double[] _parameters;

    private SoftmaxRegression(int classCount, double[] parameters)
    {
        _classCount = classCount;
        _parameters = parameters;
    }

    public static SoftmaxRegression Train(double[] rows, int columnCount, byte[] labels)
    {
        int classCount = labels.Max() + 1;
        double bestLoss = double.PositiveInfinity;
        double[] best = new double[classCount * (columnCount + 1)];
        IObjectiveFunction objective = ObjectiveFunction.Gradient(parameters =>
        {
            double[] values = parameters.ToArray();
            (double loss, double[] gradient) = Evaluate(values, rows, columnCount, labels, classCount);
            if (loss < bestLoss)
            {
                (bestLoss, best) = (loss, values);
            }

            return (loss, Vector<double>.Build.Dense(gradient));
        });
        try
        {
            new LimitedMemoryBfgsMinimizer(GradientTolerance, 0, 0, Memory, MostSteps)
                .FindMinimum(objective, Vector<double>.Build.Dense(best.Length));
        }
        catch (OptimizationException)
        {
            // The line search gives up near the minimum, or the steps are spent: the best point seen stands.
        }

        return new SoftmaxRegression(classCount, best);
    }

    public double Accuracy(double[] rows, int columnCount, byte[] labels)
    {
        int right = 0;
        double[] scores = new double[_classCount];
        for (int row = 0; row < labels.Length; row++)
        {
            Score(_parameters, rows.AsSpan(row * columnCount, columnCount), scores);
            right += Array.IndexOf(scores, scores.Max()) == labels[row] ? 1 : 0;
        }

        return right / (double)labels.Length;
    }

    private static (double Loss, double[] Gradient) Evaluate(
        double[] parameters, double[] rows, int columnCount, byte[] labels, int classCount)
    {
        double loss = 0;
        double[] gradient = new double[parameters.Length];
        double[] scores = new double[classCount];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> values = rows.AsSpan(row * columnCount, columnCount);
            Score(parameters, values, scores);
            double largest = scores.Max();
            double own = scores[labels[row]];
            double sum = 0;
            for (int c = 0; c < classCount; c++)
            {
                scores[c] = Math.Exp(scores[c] - largest);
                sum += scores[c];
            }

            loss += Math.Log(sum) + largest - own;
            for (int c = 0; c < classCount; c++)
            {
                double error = (scores[c] / sum) - (c == labels[row] ? 1 : 0);
                Span<double> ofClass = gradient.AsSpan(c * (columnCount + 1), columnCount + 1);
                for (int j = 0; j < columnCount; j++)
                {
                    ofClass[j] += error * values[j];
                }

                ofClass[columnCount] += error;
            }
        }

        return (loss / labels.Length, Array.ConvertAll(gradient, value => value / labels.Length));
    }

    private static void Score(ReadOnlySpan<double> parameters, ReadOnlySpan<double> values, double[] scores)
    {
        for (int c = 0; c < scores.Length; c++)
        {
            ReadOnlySpan<double> ofClass = parameters.Slice(c * (values.Length + 1), values.Length + 1);
            double score = ofClass[values.Length];
            for (int j = 0; j < values.Length; j++)
            {
                score += ofClass[j] * values[j];
            }

            scores[c] = score;
        }
    }
}
