using LleTransforms.Measurements.SideBySide;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.Onnx;

/// <summary>How far coordinates of exported models lie from the engine's, on rows that were not fitted (docs/guide/onnx.md).</summary>
internal sealed class OnnxAgreement(BenchmarkData data)
{
    private const int RowsInJavaScript = 500;
    private const int RowsAtOnce = 500;

    private static readonly (string Name, string Fitted, string Unseen, int FittedRows, int UnseenRows)[] _tables =
    [
        ("MNIST", "mnist-train", "mnist-test", 10_000, 10_000),
        ("digits", "digits", "digits", 1_200, 597),
        ("GloVe", "glove", "glove", 10_000, 2_000),
        ("manifold-50", "manifold-50", "manifold-50", 5_000, 2_000),
        ("swiss-roll", "swiss-roll", "swiss-roll", 5_000, 2_000),
    ];

    private JavaScriptRuntimes? _runtimes;

    public void Run(string[] names)
    {
        try
        {
            _runtimes = JavaScriptRuntimes.Fetch(Path.Combine(data.Folder, "onnx-runtimes"));
        }
        catch (DataUnavailableException missing)
        {
            Console.WriteLine($"The runtimes of JavaScript are left out: {missing.Message}");
        }

        Console.WriteLine("Largest difference of a coordinate beside the largest of its column, and rows with other neighbours.");
        Console.WriteLine($"{"table",-14}{"method",-14}{"rows",8}{"difference",14}{"other neighbours",18}{"Node.js",12}{"wasm",12}");
        foreach (var table in _tables.Where(table => names.Length == 0 || names.Contains(table.Name)))
        {
            try
            {
                Run(table.Name, table.Fitted, table.Unseen, table.FittedRows, table.UnseenRows);
            }
            catch (DataUnavailableException missing)
            {
                Console.WriteLine($"{table.Name} is left out: {missing.Message}");
            }
        }
    }

    private void Run(string name, string fitted, string unseen, int fittedRows, int unseenRows)
    {
        int skipped = fitted == unseen ? fittedRows : 0;
        int madeRows = fitted == unseen ? fittedRows + unseenRows : fittedRows;
        data.Ensure(fitted, madeRows);
        data.Ensure(unseen, madeRows);
        FeatureMatrix training = data.Read(fitted, fittedRows, madeRows);
        FeatureMatrix all = data.Read(unseen, skipped + unseenRows, madeRows);
        float[][] queries = [.. Enumerable.Range(skipped, unseenRows).Select(row => all.Row(row).ToArray())];
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            LleModel model = LocallyLinearEmbedding.Fit(
                training, new LleOptions { Method = method, NumberOfComponents = 3, NumberOfNeighbors = 14 });
            (double difference, int others) = Compare(model, queries);
            Console.WriteLine(FormattableString.Invariant(
                $"{name,-14}{method.ShortName(),-14}{unseenRows,8}{difference,14:E1}{(model.HoldsTrainingRows ? others : "-"),18}") +
                InJavaScript(model, queries));
        }
    }

    private string InJavaScript(LleModel model, float[][] queries)
    {
        if (_runtimes is null)
        {
            return $"{"-",12}{"-",12}";
        }

        float[] rows = [.. queries.Take(RowsInJavaScript).SelectMany(row => row)];
        FeatureMatrix table = FeatureMatrix.FromRowMajor(rows, rows.Length / model.NumberOfFeatures, model.NumberOfFeatures);
        FeatureMatrix placed = model.Transform(table);
        float[] expected = [.. Enumerable.Range(0, placed.NumberOfRows).SelectMany(row => placed.Row(row).ToArray())];
        (double node, double web) = _runtimes.Compare(model, rows, expected);
        return FormattableString.Invariant($"{node,12:E1}{web,12:E1}");
    }

    private static (double Difference, int OtherNeighbors) Compare(LleModel model, float[][] queries)
    {
        // A graph of coordinates alone decides fewer rows by exact sums than one that names neighbours.
        using OpenedGraph graph = OpenedGraph.Of(model);
        using OpenedGraph? explaining = model.HoldsTrainingRows ? OpenedGraph.Of(model, explains: true) : null;
        double[] differences = new double[model.NumberOfComponents];
        double[] scales = new double[model.NumberOfComponents];
        int others = 0;
        float[] expected = new float[model.NumberOfComponents];
        foreach (float[][] chunk in queries.Chunk(RowsAtOnce))
        {
            float[] flat = [.. chunk.SelectMany(row => row)];
            float[] placed = graph.Place(flat);
            long[] neighbors = explaining?.Neighbors(flat) ?? [];
            for (int row = 0; row < chunk.Length; row++)
            {
                model.Transform(chunk[row], expected);
                for (int c = 0; c < expected.Length; c++)
                {
                    differences[c] = Math.Max(differences[c], Math.Abs(expected[c] - placed[(row * expected.Length) + c]));
                    scales[c] = Math.Max(scales[c], Math.Abs(expected[c]));
                }

                int k = model.NumberOfNeighbors;
                others += model.HoldsTrainingRows && !model.Explain(chunk[row]).TrainingRows.Select(number => (long)number)
                    .SequenceEqual(neighbors.Skip(row * k).Take(k)) ? 1 : 0;
            }
        }

        return (differences.Zip(scales, (difference, scale) => difference / scale).Max(), others);
    }
}
