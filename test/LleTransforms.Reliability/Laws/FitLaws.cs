using LleTransforms.Reliability.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Laws;

/// <summary>The laws that every fit and every placement obeys.</summary>
internal static class FitLaws
{
    private const double LargestProduct = 1e-6;

    public static IReadOnlyList<FitLaw> All { get; } =
    [
        new("a fit gives finite numbers or a documented error", GivesFiniteNumbers),
        new("M Y = Y L", SolvesItsEigenproblem),
        new("Y^T Y = n I and 1^T Y = 0", IsOrthonormal),
        new("coordinates have mean 0 and variance 1", HasUnitVariance),
        new("a power of two as scale leaves every bit", IgnoresScale),
        new("translation leaves the cost", InvarianceLaws.KeepsCostWhenTranslated),
        new("rotation leaves the cost", InvarianceLaws.KeepsCostWhenRotated),
        new("training rows map to their own coordinates", PlacementLaws.MapsTrainingRowsToThemselves),
        new("one row at a time gives the bits of a batch", PlacementLaws.PlacesAlikeInBatches),
        new("one thread gives the bits of three", PlacementLaws.IgnoresThreads),
        new("a saved model is the same model", PlacementLaws.SurvivesSaving),
    ];

    private static LawVerdict GivesFiniteNumbers(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        LleModel? model;
        try
        {
            model = fit.TryFit(features);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return LawVerdict.Broken($"Fit threw {error.GetType().Name}: {error.Message}");
        }

        if (model is null)
        {
            return LawVerdict.DoesNotApply;
        }

        if (!model.Eigenvalues.All(value => double.IsFinite(value) && value >= 0))
        {
            return LawVerdict.Broken($"eigenvalues {string.Join(", ", model.Eigenvalues)}");
        }

        FeatureMatrix placed = model.Transform(features);
        for (int row = 0; row < fit.NumberOfRows; row++)
        {
            bool finite = placed.Row(row).ToArray().All(float.IsFinite)
                && (!model.HoldsTrainingRows || model.Coordinates(row).ToArray().All(double.IsFinite));
            if (!finite)
            {
                return LawVerdict.Broken($"row {row} lies at {string.Join(", ", placed.Row(row).ToArray())}");
            }
        }

        return LawVerdict.Holds;
    }

    private static LawVerdict SolvesItsEigenproblem(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        if (fit.TryFit(features) is not LleModel model || FitProblem.Find(fit, features) is not FitProblem problem)
        {
            return LawVerdict.DoesNotApply;
        }

        Matrix<double> y = problem.UnitCoordinates(model);
        Matrix<double> left = problem.Alignment * y;
        Matrix<double> right = y * Matrix<double>.Build.DenseOfDiagonalArray([.. model.Eigenvalues]);
        if (fit.IsLinear)
        {
            // The linear methods solve the problem within the span of the features' columns.
            Matrix<double> x =
                Matrix<double>.Build.Dense(problem.Rows.NumberOfRows, problem.Rows.NumberOfColumns, (row, c) => problem.Rows.Row(row)[c]);
            x = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (row, c) => x[row, c] - (x.Column(c).Sum() / x.RowCount));
            left = x.TransposeThisAndMultiply(left) / x.L2Norm();
            right = x.TransposeThisAndMultiply(right) / x.L2Norm();
        }

        double residual = (left - right).FrobeniusNorm() / problem.Norm;
        return LawVerdict.Of(residual <= Promised(fit).Residual, $"residual {residual:E2} of the norm of M");
    }

    /// <summary>What a solution may be wrong by. The linear methods have one solver, whichever is named.</summary>
    private static NumericsFigures Promised(FitCase fit) =>
        NumericsAudit.Promised(isIterative: fit.Solver == LleEigenSolver.Iterative && !fit.IsLinear);

    private static LawVerdict IsOrthonormal(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        if (fit.TryFit(features) is not LleModel model || FitProblem.Find(fit, features) is not FitProblem problem)
        {
            return LawVerdict.DoesNotApply;
        }

        Matrix<double> y = problem.UnitCoordinates(model);
        double products = (y.TransposeThisAndMultiply(y) - Matrix<double>.Build.DenseIdentity(y.ColumnCount)).InfinityNorm();
        double sums = y.ColumnSums().InfinityNorm() / Math.Sqrt(y.RowCount);
        return LawVerdict.Of(products <= LargestProduct && sums <= LargestProduct,
            $"Y^T Y differs from n I by {products:E2}, the means from 0 by {sums:E2}");
    }

    private static LawVerdict HasUnitVariance(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        bool everyRowIsSolvedFor = fit.Method is LleMethod.Standard or LleMethod.Modified && fit.SampleSize is null;
        if (!everyRowIsSolvedFor || fit.TryFit(features) is not LleModel model || model.PartSizes[^1] <= fit.NumberOfComponents + 1)
        {
            return LawVerdict.DoesNotApply;
        }

        int d = model.NumberOfComponents;
        double[] coordinates = model.Content.Rows!.Embedding;
        int n = coordinates.Length / d;
        if (model.PartSizes.Sum() != n)
        {
            return LawVerdict.DoesNotApply;
        }

        for (int c = 0; c < d; c++)
        {
            double mean = Enumerable.Range(0, n).Average(row => coordinates[(row * d) + c]);
            double variance = Enumerable.Range(0, n).Average(row => Math.Pow(coordinates[(row * d) + c] - mean, 2));
            if (Math.Abs(mean) > LargestProduct || Math.Abs(variance - 1) > LargestProduct)
            {
                return LawVerdict.Broken($"coordinate {c} has mean {mean:E2} and variance {variance}");
            }
        }

        return LawVerdict.Holds;
    }

    private static LawVerdict IgnoresScale(FitCase fit)
    {
        if (fit.TryFit(fit.Features()) is not LleModel model)
        {
            return LawVerdict.DoesNotApply;
        }

        foreach (int exponent in (int[])[-40, 40])
        {
            LleModel scaled = fit.Fit(fit.Features(row => Array.ConvertAll(row, value => Math.ScaleB(value, exponent))));
            if (!PlacementLaws.Numbers(model).SequenceEqual(PlacementLaws.Numbers(scaled)))
            {
                return LawVerdict.Broken($"another embedding of the rows times 2^{exponent}");
            }
        }

        return LawVerdict.Holds;
    }
}
