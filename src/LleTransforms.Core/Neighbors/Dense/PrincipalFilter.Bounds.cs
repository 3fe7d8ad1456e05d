using System.Numerics.Tensors;

namespace LleTransforms.Neighbors.Dense;

/// <content>Pairs of a query and a fitted row, each row with a bound of its own.</content>
internal sealed unsafe partial class PrincipalFilter
{
    /// <summary>Half of each row's bound, rounded up. It is added to the row's scores, so that one floor serves all rows of a
    /// query. The floor is a number of single precision, so a rounded sum reaches it where the exact one does.</summary>
    /// <param name="bounds">Squared distances for the first fitted rows; no query is near the others.</param>
    public float[] HalfBounds(ReadOnlySpan<double> bounds)
    {
        float[] halves = new float[_features.NumberOfRows];
        Array.Fill(halves, float.NegativeInfinity);
        for (int row = 0; row < bounds.Length; row++)
        {
            halves[row] = MathF.BitIncrement((float)(bounds[row] / 2));
        }

        return halves;
    }

    /// <summary>Finds all pairs of a query and a fitted row that are nearer to each other than the row's bound.</summary>
    /// <param name="queries">Rows, row-major.</param>
    /// <param name="squaredNorms">Their squared norms, all of them moderate.</param>
    /// <param name="firstQuery">The number of the first query.</param>
    /// <param name="bounds">Squared distances for the first fitted rows.</param>
    /// <param name="halfBounds">What <see cref="HalfBounds"/> makes of them.</param>
    /// <param name="pairs">Receives the pairs.</param>
    /// <param name="scratch">One thread's scratch.</param>
    public void FindWithinOfBlock(
        ReadOnlySpan<float> queries,
        ReadOnlySpan<double> squaredNorms,
        int firstQuery,
        ReadOnlySpan<double> bounds,
        float[] halfBounds,
        List<NearPair> pairs,
        FilterScratch scratch)
    {
        int depth = _features.NumberOfColumns;
        Project(queries, squaredNorms, scratch);
        Score(squaredNorms.Length, scratch);
        for (int query = 0; query < squaredNorms.Length; query++)
        {
            float* own = scratch.Scores + ((long)query * scratch.ScoreStride);
            Span<float> scores = new(own, halfBounds.Length);
            TensorPrimitives.Add(scores, halfBounds, scores);
            ReadOnlySpan<float> row = queries.Slice(query * depth, depth);
            float floor = Floor(squaredNorms[query], 0);
            int width = _kernel.SliverWidth;
            for (int at = _kernel.NextSliverAtLeast(own, 0, bounds.Length, floor); at < bounds.Length;
                at = _kernel.NextSliverAtLeast(own, at + width, bounds.Length, floor))
            {
                for (int fitted = at; fitted < Math.Min(at + width, bounds.Length); fitted++)
                {
                    if (own[fitted] >= floor
                        && SquaredDistance.Between(row, _features.Row(fitted)) is var distance && distance < bounds[fitted])
                    {
                        pairs.Add(new NearPair(fitted, firstQuery + query, distance));
                    }
                }
            }
        }
    }
}
