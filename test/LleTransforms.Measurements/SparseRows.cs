using System.Diagnostics;

namespace LleTransforms.Measurements;

/// <summary>
/// What widening sparse rows costs: a fit of rows with 5,000 columns of which one in a hundred is set, phase by phase, beside an exact
/// neighbour search that stays sparse (an inverted index; squared distances from norms and inner products).
/// </summary>
internal static class SparseRows
{
    private const int Columns = 5_000;
    private const int TermsInRow = 50;
    private const int Topics = 40;
    private const int Neighbors = 12;
    private const int RowsCompared = 50;

    public static void Run()
    {
        Console.WriteLine($"{Columns:N0} columns, {TermsInRow} set in each row, k = {Neighbors}, d = 10");
        Console.WriteLine("| rows | as dense floats | fit: neighbours | fit: all | sparse search, one thread | equal neighbour distances |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (int rowCount in new[] { 2_000, 5_000, 10_000 })
        {
            (int Column, float Value)[][] rows = Make(rowCount);
            FeatureMatrix features = Widen(rows);
            var clock = new PhaseClock();
            LleModel model = LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfNeighbors = Neighbors }, clock);
            double all = clock.Elapsed;
            var watch = Stopwatch.StartNew();
            double[] farthest = SparseSearch(rows);
            double sparse = watch.Elapsed.TotalSeconds;
            int equal = Enumerable.Range(0, RowsCompared).Count(row => Agrees(features, model, row, farthest[row]));
            Console.WriteLine(
                $"| {rowCount:N0} | {rowCount * (double)Columns * sizeof(float) / 1e6:N0} MB | {clock.At(LlePhase.Neighbors) - clock.At(LlePhase.Features):0.0} s | {all:0.0} s | {sparse:0.0} s | {equal} of {RowsCompared} |");
        }
    }

    // Documents of a few topics: each topic prefers some terms, and frequent terms are frequent in all.
    private static (int Column, float Value)[][] Make(int rowCount)
    {
        var random = new Random(1);
        var rows = new (int, float)[rowCount][];
        for (int row = 0; row < rowCount; row++)
        {
            int topic = random.Next(Topics);
            var terms = new SortedDictionary<int, float>();
            while (terms.Count < TermsInRow)
            {
                int rank = (int)(Columns * Math.Pow(random.NextDouble(), 3));
                int column = random.NextDouble() < 0.3 ? rank : (int)((rank + ((long)topic * 997)) % Columns);
                terms[column] = terms.GetValueOrDefault(column) + 1f + (float)random.NextDouble();
            }

            rows[row] = [.. terms.Select(term => (term.Key, term.Value))];
        }

        return rows;
    }

    private static FeatureMatrix Widen((int Column, float Value)[][] rows)
    {
        var values = new float[rows.Length * Columns];
        for (int row = 0; row < rows.Length; row++)
        {
            foreach ((int column, float value) in rows[row])
            {
                values[(row * Columns) + column] = value;
            }
        }

        return FeatureMatrix.FromRowMajor(values, rows.Length, Columns);
    }

    /// <summary>The squared distance of each row's k-th nearest.</summary>
    private static double[] SparseSearch((int Column, float Value)[][] rows)
    {
        var postings = new List<(int Row, float Value)>[Columns];
        var norms = new double[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            foreach ((int column, float value) in rows[row])
            {
                (postings[column] ??= []).Add((row, value));
                norms[row] += (double)value * value;
            }
        }

        var products = new double[rows.Length];
        var distances = new double[rows.Length];
        var farthest = new double[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            Array.Clear(products);
            foreach ((int column, float value) in rows[row])
            {
                foreach ((int other, float otherValue) in postings[column])
                {
                    products[other] += (double)value * otherValue;
                }
            }

            for (int other = 0; other < rows.Length; other++)
            {
                distances[other] = other == row ? double.MaxValue : norms[row] + norms[other] - (2 * products[other]);
            }

            farthest[row] = KthSmallest(distances);
        }

        return farthest;
    }

    private static double KthSmallest(double[] distances)
    {
        var nearest = new PriorityQueue<double, double>(Neighbors + 1);
        foreach (double distance in distances)
        {
            if (nearest.Count < Neighbors)
            {
                nearest.Enqueue(distance, -distance);
            }
            else if (distance < nearest.Peek())
            {
                nearest.EnqueueDequeue(distance, -distance);
            }
        }

        return nearest.Peek();
    }

    private static bool Agrees(FeatureMatrix features, LleModel model, int row, double farthest)
    {
        int kth = model.ExplainTrainingRow(row).TrainingRows[^1];
        double sum = 0;
        for (int c = 0; c < features.ColumnCount; c++)
        {
            double difference = (double)features.Row(row)[c] - features.Row(kth)[c];
            sum += difference * difference;
        }

        return Math.Abs(sum - farthest) <= 1e-6 * farthest;
    }

    private sealed class PhaseClock : IProgress<LleProgress>
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly Dictionary<LlePhase, double> _ends = [];

        public double Elapsed => _watch.Elapsed.TotalSeconds;

        public double At(LlePhase phase) => _ends.GetValueOrDefault(phase);

        public void Report(LleProgress value)
        {
            lock (_ends)
            {
                _ends[value.Phase] = Elapsed;
            }
        }
    }
}
