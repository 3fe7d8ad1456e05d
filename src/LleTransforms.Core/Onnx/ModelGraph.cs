using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Methods;
using LleTransforms.Model;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Onnx;

/// <summary>Makes the graph that places rows as a model does.</summary>
internal sealed class ModelGraph
{
    /// <summary>Messages of Protocol Buffers end below 2 GiB; some of it is kept for all but the rows.</summary>
    private const long LargestSize = int.MaxValue - (64L << 20);

    private readonly GraphBuilder _builder = new();
    private readonly LleModelContent _content;
    private readonly OnnxGraphOptions _options;

    private ModelGraph(LleModelContent content, OnnxGraphOptions options) => (_content, _options) = (content, options);

    private int ComponentCount => _content.NumberOfComponents;

    /// <summary>The bytes of a graph's constants, told before it is made; some kilobytes more or less.</summary>
    public static long SizeOf(LleModelContent content)
    {
        long columns = content.Scaling.NumberOfColumns;
        if (content.Rows is not { } rows)
        {
            return sizeof(double) * (columns + 1) * content.NumberOfComponents;
        }

        long tables = content.Metric == LleMetric.Cosine ? 2 : 1;
        long bytesOfRow = (tables * sizeof(float) * columns) + (sizeof(double) * content.NumberOfComponents) + (2 * sizeof(double));
        int count = rows.Features.NumberOfRows;
        return (count * bytesOfRow) + (count < 4 * TrainingBlocks.UsualRowsInBlock ? FewQueries.SizeOf(count, (int)columns) : 0);
    }

    /// <exception cref="NotSupportedException">No graph of the model is written, whatever is asked of it, or it would be too large for a
    /// file.</exception>
    public static void Require(LleModelContent content)
    {
        if (content.Metric == LleMetric.Precomputed)
        {
            throw new NotSupportedException(
                "A model of precomputed distances is not written as ONNX: its input would be the distances to all training rows.");
        }

        if (content.Rows is not null
            && WeightsOf(content) is var weights and not (BarycentricWeights or LocalAffineWeights or ConvexWeights))
        {
            throw new NotSupportedException($"A model that weighs neighbours by {weights.GetType().Name} is not written as ONNX yet.");
        }

        if (SizeOf(content) is var size and > LargestSize)
        {
            throw new NotSupportedException(
                $"The graph holds {content.Rows!.Features.NumberOfRows} rows of {content.Scaling.NumberOfColumns} columns whole, " +
                $"{size / 1e9:F1} GB together, but an ONNX file ends below 2 GiB. A fit of a sample or of landmarks holds fewer rows.");
        }
    }

    /// <exception cref="NotSupportedException">The model has what operators cannot say; the message tells what.</exception>
    public static OnnxGraph Create(LleModelContent content, OnnxGraphOptions options)
    {
        Require(content);
        var graph = new ModelGraph(content, options);
        return content.Projection is LinearProjection projection ? graph.Project(projection) : graph.PlaceByNeighbors(content.Rows!);
    }

    private OnnxGraph Project(LinearProjection projection)
    {
        if (_options.Explains)
        {
            throw new NotSupportedException(
                $"A model of {_content.Method} places rows by a projection alone; it has no neighbours, weights or reconstruction errors.");
        }

        MappedRows rows = MapInput();
        int columnCount = _content.Scaling.NumberOfColumns;
        var axes = new double[projection.Axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[(i % columnCount * ComponentCount) + (i / columnCount)] = projection.Axes[i];
        }

        string product = _builder.MatrixProduct(rows.Double, _builder.Constant("axes", axes, columnCount, ComponentCount));
        return Finish(_builder.Add(product, _builder.Constant("intercept", projection.Intercept, ComponentCount)), rows.HasPlace, []);
    }

    private OnnxGraph PlaceByNeighbors(FittedRows fitted)
    {
        CenteredFeatures features = fitted.Features.Widen(new FitContext());
        string constant = _builder.Constant("rows", features.Values, features.NumberOfRows, features.NumberOfColumns);
        MappedRows rows = MapInput();
        var blocks = new TrainingBlocks(_builder, constant, features, _options.RowsInBlock);
        PlacedNeighbors neighbors =
            new NeighborChoice(_builder, features, blocks, _content.Metric, _content.NumberOfNeighbors, _options.Explains).Find(rows);
        string embedding = _builder.Constant(
            "embedding", fitted.Embedding.AsSpan(0, features.NumberOfRows * ComponentCount).ToArray(), features.NumberOfRows,
            ComponentCount);
        string weights = Weigh(neighbors.Differences);
        string coordinates = _builder.Gather(embedding, neighbors.Indices, 0);
        string combined = _builder.ReduceAway("Sum", _builder.Multiply(weights, coordinates), 1);
        string own = _builder.Gather(embedding, _builder.Squeeze(neighbors.Own, 1), 0);
        var explanation = new ExplanationOutputs(_builder, _content, _options);
        UndecidedRows decided = neighbors.Decided;
        string placed = decided.Put(combined, _builder.Where(neighbors.IsFitted, own, decided.Take(combined)));
        return Finish(placed, neighbors.HasPlace, explanation.Add(neighbors, weights));
    }

    /// <summary>The rule's weights, of the smallest size: only their kind is asked.</summary>
    private static IRowWeights WeightsOf(LleModelContent content) => PlacementRule.CreateWeights(
        content.Placement, content.Method.Variant(), neighborCount: 1, columnCount: 1, content.Regularization)();

    private string Weigh(string differences)
    {
        int k = _content.NumberOfNeighbors;
        return WeightsOf(_content) switch
        {
            LocalAffineWeights => NeighborWeights.LocalAffine(_builder, differences, k, _content.Regularization),
            ConvexWeights => NeighborWeights.Convex(_builder, differences, k, _content.Regularization),
            _ => NeighborWeights.Barycentric(_builder, differences, k, _content.Regularization),
        };
    }

    /// <summary>The input as the engine computes with it, behind the step that may stand in front of the model.</summary>
    private MappedRows MapInput()
    {
        string input = _builder.NeverEmpty(_options.InputName, _options.InputElement, _content.Scaling.NumberOfColumns);
        if (_options.ColumnScaling is not { } scaling)
        {
            return RowMapping.Apply(_builder, input, _options.InputElement, _content.Scaling);
        }

        string wide = _options.InputElement == OnnxElement.Double ? input : _builder.Cast(input, OnnxElement.Double);
        string shifted = _builder.Subtract(wide, _builder.Constant("column_offsets", scaling.Offsets, scaling.Offsets.Length));
        string scaled = _builder.Multiply(shifted, _builder.Constant("column_factors", scaling.Factors, scaling.Factors.Length));
        return RowMapping.Apply(_builder, scaled, OnnxElement.Double, _content.Scaling);
    }

    /// <summary>Coordinates as they are given away: the largest numbers of single precision where they lie beyond, NaN without a
    /// place.</summary>
    private OnnxGraph Finish(string coordinates, string hasPlace, IReadOnlyList<OnnxValue> explanations)
    {
        string within = _builder.Node(
            "Clip", [coordinates, _builder.Double(float.MinValue), _builder.Double(float.MaxValue)]);
        string single = _builder.Cast(within, OnnxElement.Single);
        _builder.Output(_builder.Where(hasPlace, single, _builder.Single(float.NaN)), _options.OutputName);
        return _builder.Build(
            [new OnnxValue(_options.InputName, _options.InputElement, [null, _content.Scaling.NumberOfColumns])],
            [new OnnxValue(_options.OutputName, OnnxElement.Single, [null, ComponentCount]), .. explanations]);
    }
}
