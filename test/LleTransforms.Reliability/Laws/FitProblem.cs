using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Laws;

/// <summary>The eigenproblem that a full fit of a connected graph solves, as full matrices.</summary>
/// <param name="Alignment">M, n x n over the distinct rows.</param>
/// <param name="Rows">The distinct rows, centred and scaled.</param>
/// <param name="Neighbors">k neighbours of each.</param>
/// <param name="Representatives">For each distinct row a training row that equals it.</param>
internal sealed record FitProblem(Matrix<double> Alignment, CenteredFeatures Rows, int[] Neighbors, int[] Representatives)
{
    public double Norm { get; } = Alignment.FrobeniusNorm();

    /// <summary>Null where the graph falls apart, or a row is in no neighbourhood of a method that sums over neighbourhoods.</summary>
    public static FitProblem? Find(FitCase fit, FeatureMatrix features)
    {
        if (!fit.IsFullFit)
        {
            return null;
        }

        var context = new FitContext();
        LleOptions options = fit.Options();
        DistinctRows distinct = DistinctRows.Find(CenteredFeatures.Create(features, context), context);
        NeighborGraph graph = NeighborSearches
            .Create(distinct.Features, fit.Search, fit.Metric, distinct.Representatives, context, fit.DataSeed)
            .FindGraph(fit.NumberOfNeighbors, context);
        RowLinks links = options.Variant.FindLinks(distinct.Features, graph, options.Geometry, context);
        var linked = new LinkedGraph(graph, links, GraphComponents.Find(links)) { CutsSmallSinks = true };
        bool covers = fit.Method.Variant().CoversEveryRow || graph.Indices.Distinct().Count() == graph.NumberOfRows;
        if (!linked.HoldsTogether || !covers)
        {
            return null;
        }

        AlignmentMatrix alignment = options.Variant.Align(distinct.Features, graph, linked.RowOfSink(0), options.Geometry, context);
        Matrix<double> matrix = alignment is FactoredAlignment factored
            ? Square(Dense(factored.Residual))
            : Dense(((AssembledAlignment)alignment).Matrix);
        return new FitProblem(matrix, distinct.Features, [.. graph.Indices], distinct.Representatives);
    }

    /// <summary>The model's coordinates of the distinct rows, columns of unit length.</summary>
    public Matrix<double> UnitCoordinates(LleModel model)
    {
        int n = Representatives.Length;
        var result = Matrix<double>.Build.Dense(n, model.NumberOfComponents);
        double[] projected = new double[model.NumberOfComponents];
        for (int row = 0; row < n; row++)
        {
            if (model.HoldsTrainingRows)
            {
                result.SetRow(row, model.Coordinates(Representatives[row]).ToArray());
            }
            else
            {
                model.Content.Projection!.Place(Rows.Row(row), projected);
                result.SetRow(row, projected);
            }
        }

        return result / Math.Sqrt(n);
    }

    public static Matrix<double> Dense(SparseMatrix matrix)
    {
        var dense = Matrix<double>.Build.Dense(matrix.NumberOfRows, matrix.NumberOfColumns);
        for (int row = 0; row < matrix.NumberOfRows; row++)
        {
            for (int at = matrix.RowStarts[row]; at < matrix.RowStarts[row + 1]; at++)
            {
                dense[row, matrix.Columns[at]] += matrix.Values[at];
            }
        }

        return dense;
    }

    private static Matrix<double> Square(Matrix<double> residual) => residual.TransposeThisAndMultiply(residual);
}
