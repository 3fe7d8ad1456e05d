using LleTransforms.Mapping;
using LleTransforms.Onnx;
using LleTransforms.Schema;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace LleTransforms.Conversion;

/// <summary>Writes a fitted step into the graph that ML.NET makes of a chain. Each variable gets a name that nobody has yet.</summary>
internal sealed class OnnxConversion
{
    private const string Step = "LocallyLinearEmbedding";
    private const long Int32Element = 6;

    private readonly OnnxContext _context;
    private readonly Dictionary<string, string> _variables = [];

    private OnnxConversion(OnnxContext context) => _context = context;

    /// <param name="context">The graph so far.</param>
    /// <param name="model">The fitted model.</param>
    /// <param name="plan">The columns, and what becomes of rows without a place.</param>
    /// <param name="input">The column of features.</param>
    /// <exception cref="NotSupportedException">The step has what operators cannot say, or a step in front has left the graph without its
    /// input.</exception>
    public static void Write(OnnxContext context, LleModel model, MappingPlan plan, InputColumn input)
    {
        context.CheckOpSetVersion(OnnxGraph.OperatorSet, Step);
        if (plan.UnplacedRows == LleUnplacedRows.Throw)
        {
            throw new NotSupportedException(
                $"{nameof(LocallyLinearEmbeddingOptions.UnplacedRows)} is {nameof(LleUnplacedRows.Throw)}, and a graph of ONNX has no " +
                $"errors; {nameof(LleUnplacedRows.NaN)} and {nameof(LleUnplacedRows.Mean)} can be converted.");
        }

        if (!context.ContainsColumn(input.Column.Name))
        {
            throw new NotSupportedException(
                $"Column '{input.Column.Name}' is not in the graph, for a step that makes it cannot be converted to ONNX; without it the " +
                $"graph would lack the step that makes '{plan.Names.Coordinates}'.");
        }

        new OnnxConversion(context).Write(model, plan, input);
    }

    private void Write(LleModel model, MappingPlan plan, InputColumn input)
    {
        ColumnNames names = plan.Names;
        OnnxGraph graph = ModelGraph.Create(model.Content, new OnnxGraphOptions
        {
            InputName = names.Input,
            InputElement = input.IsDouble ? OnnxElement.Double : OnnxElement.Single,
            OutputName = names.Coordinates,
            ReconstructionErrorName = names.ReconstructionError,
            NeighborsName = names.Neighbors,
            NeighborWeightsName = names.NeighborWeights,
        });

        _variables[names.Input] = _context.GetVariableName(names.Input);
        foreach (OnnxInitializer initializer in graph.Initializers)
        {
            _variables[initializer.Name] = Add(initializer);
        }

        foreach (Onnx.OnnxNode node in graph.Nodes)
        {
            string[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? name : _variables[name])];
            foreach (string name in node.Outputs)
            {
                _variables[name] = _context.AddIntermediateVariable(null, $"{Step}.{name}", skip: true);
            }

            Create(node.Operator, inputs, [.. node.Outputs.Select(name => _variables[name])], node.Attributes);
        }

        foreach (OutputColumn output in names.Outputs(model.NumberOfComponents, model.NumberOfNeighbors))
        {
            Finish(output, plan.UnplacedRows);
        }
    }

    /// <summary>Makes an output of the graph a column.</summary>
    private void Finish(OutputColumn output, LleUnplacedRows unplaced)
    {
        string value = _variables[output.Name];
        DataViewType type = output.Size is int size ? new VectorDataViewType(output.ItemType, size) : output.ItemType;
        string column = _context.AddIntermediateVariable(type, output.Name);
        switch (output.Kind)
        {
            case OutputKind.Neighbors:
                Create("Cast", [value], [column], [new OnnxAttribute("to", Int32Element)]);
                break;
            case OutputKind.Coordinates when unplaced == LleUnplacedRows.Mean:
                string hasNone = _context.AddIntermediateVariable(null, $"{Step}.has_no_place", skip: true);
                Create("IsNaN", [value], [hasNone], []);
                Create("Where", [hasNone, _context.AddInitializer(0f, $"{Step}.mean"), value], [column], []);
                break;
            default:
                Create("Identity", [value], [column], []);
                break;
        }
    }

    private string Add(OnnxInitializer initializer)
    {
        string name = $"{Step}.{initializer.Name}";
        return initializer.Values switch
        {
            float[] values => initializer.Shape.Count == 0
                ? _context.AddInitializer(values[0], name)
                : _context.AddInitializer(values, initializer.Shape, name),
            double[] values => initializer.Shape.Count == 0
                ? _context.AddInitializer(values[0], name)
                : _context.AddInitializer(values, initializer.Shape, name),
            long[] values => initializer.Shape.Count == 0
                ? _context.AddInitializer(values[0], name)
                : _context.AddInitializer(values, initializer.Shape, name),
            _ => throw new NotSupportedException($"The graph has a constant of type {initializer.Values.GetType()}."),
        };
    }

    private void Create(string type, string[] inputs, string[] outputs, IReadOnlyList<OnnxAttribute> attributes)
    {
        // An empty domain is that of the standard operators.
        Microsoft.ML.Model.OnnxConverter.OnnxNode node =
            _context.CreateNode(type, inputs, outputs, _context.GetNodeName(type), domain: string.Empty);
        foreach (OnnxAttribute attribute in attributes)
        {
            switch (attribute.Value)
            {
                case long[] numbers:
                    node.AddAttribute(attribute.Name, numbers);
                    break;
                case string text:
                    node.AddAttribute(attribute.Name, text);
                    break;
                case float factor:
                    node.AddAttribute(attribute.Name, factor);
                    break;
                case var number:
                    node.AddAttribute(attribute.Name, (long)number);
                    break;
            }
        }
    }
}
