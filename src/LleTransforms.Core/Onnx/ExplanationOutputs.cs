using LleTransforms.Model;

namespace LleTransforms.Onnx;

/// <summary>Outputs that tell why a row lies where it does, as the engine's Explain tells it.</summary>
internal sealed class ExplanationOutputs(GraphBuilder builder, LleModelContent content, OnnxGraphOptions options)
{
    /// <param name="neighbors">The neighbours.</param>
    /// <param name="weights">Their weights, [n, k, 1].</param>
    /// <returns>What was added.</returns>
    public IReadOnlyList<OnnxValue> Add(PlacedNeighbors neighbors, string weights)
    {
        var added = new List<OnnxValue>();
        if (options.ReconstructionErrorName is { } errorName)
        {
            builder.Output(Error(neighbors, weights), errorName);
            added.Add(new OnnxValue(errorName, OnnxElement.Single, [null, 1]));
        }

        if (options.NeighborsName is null && options.NeighborWeightsName is null)
        {
            return added;
        }

        string isOwn = builder.Node("And", [IsOwn(neighbors), neighbors.IsFitted]);
        if (options.NeighborsName is { } neighborsName)
        {
            string numbers = TrainingRows(builder.Where(isOwn, neighbors.Own, neighbors.Indices));
            builder.Output(builder.Where(neighbors.HasPlace, numbers, builder.Integers(-1)), neighborsName);
            added.Add(new OnnxValue(neighborsName, OnnxElement.Int64, [null, content.NumberOfNeighbors]));
        }

        if (options.NeighborWeightsName is { } weightsName)
        {
            string shares = builder.Where(
                neighbors.IsFitted, builder.Cast(isOwn, OnnxElement.Double), builder.Squeeze(weights, 2));
            builder.Output(Placed(neighbors, shares), weightsName);
            added.Add(new OnnxValue(weightsName, OnnxElement.Single, [null, content.NumberOfNeighbors]));
        }

        return added;
    }

    /// <summary>The place of the fitted row that equals this one among the neighbours; the first place where it is not among
    /// them.</summary>
    private string IsOwn(PlacedNeighbors neighbors)
    {
        string isEqual = builder.Equal(neighbors.Indices, neighbors.Own);
        string isThere = builder.Less(
            builder.Single(0.5f), builder.Reduce("Max", builder.Cast(isEqual, OnnxElement.Single), 1));
        long[] places = [.. Enumerable.Range(0, content.NumberOfNeighbors).Select(place => (long)place)];
        string isFirst = builder.Equal(builder.Integers(places), builder.Integers(0));

        // Where works on numbers in all runtimes; on truth values it does not.
        string first = builder.Node("And", [builder.Node("Not", [isThere]), isFirst]);
        return builder.Node("Or", [isEqual, first]);
    }

    /// <summary>The squared distance from a row to its reconstruction, in the features' units.</summary>
    private string Error(PlacedNeighbors neighbors, string weights)
    {
        string residual = builder.MatrixProduct(builder.Row(weights), neighbors.Differences);
        string squared = builder.Squeeze(builder.Reduce("SumSquare", residual, 2), 2);
        string scaled = builder.Multiply(squared, builder.Double(Math.ScaleB(1, 2 * content.Scaling.ScaleExponent)));
        return Placed(neighbors, builder.Where(neighbors.IsFitted, builder.Double(0), scaled));
    }

    /// <summary>Numbers of training rows in place of those of distinct rows.</summary>
    private string TrainingRows(string distinctRows)
    {
        if (content.Rows!.DistinctIndex is null)
        {
            return distinctRows;
        }

        var numbers = new TrainingRowNumbers(content);
        long[] first = [.. Enumerable.Range(0, content.Rows.Features.NumberOfRows).Select(row => (long)numbers.FirstOf(row))];
        return builder.Gather(builder.Constant("training_rows", first, first.Length), distinctRows, 0);
    }

    private string Placed(PlacedNeighbors neighbors, string values) => builder.Where(
        neighbors.HasPlace, builder.Cast(values, OnnxElement.Single), builder.Single(float.NaN));
}
