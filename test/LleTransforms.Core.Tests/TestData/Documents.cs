using LleTransforms.Features;
using MathNet.Numerics.Random;

namespace LleTransforms.Core.Tests.TestData;

/// <summary>Rows as text gives them: few of many columns hold a value, some columns in most rows and
/// most in few; each row prefers the terms of a topic.</summary>
internal sealed class Documents
{
    private Documents(int columnCount, (int[] Columns, float[] Values)[] rows)
    {
        NumberOfColumns = columnCount;
        Rows = rows;
    }

    public int NumberOfColumns { get; }

    public IReadOnlyList<(int[] Columns, float[] Values)> Rows { get; }

    public static Documents Create(int rowCount, int columnCount, int termsInRow, int topicCount, int seed)
    {
        var random = new MersenneTwister(seed, threadSafe: false);
        var rows = new (int[], float[])[rowCount];
        for (int row = 0; row < rowCount; row++)
        {
            int topic = random.Next(topicCount);
            var terms = new SortedDictionary<int, float>();
            while (terms.Count < termsInRow)
            {
                int rank = (int)(columnCount * Math.Pow(random.NextDouble(), 3));
                int column = random.NextDouble() < 0.3 ? rank : (int)((rank + (topic * 997L)) % columnCount);
                terms[column] = terms.GetValueOrDefault(column) + 1f + (float)random.NextDouble();
            }

            // Unit length, as tf-idf rows have.
            float length = MathF.Sqrt(terms.Values.Sum(value => value * value));
            rows[row] = ([.. terms.Keys], [.. terms.Values.Select(value => value / length)]);
        }

        return new Documents(columnCount, rows);
    }

    /// <param name="always">Whether the rows are kept sparse even where that does not pay.</param>
    public FeatureMatrix Sparse(bool always = false)
    {
        if (always)
        {
            var rows = new SparseRowsBuilder(new float[NumberOfColumns]);
            foreach ((int[] columns, float[] values) in Rows)
            {
                for (int i = 0; i < columns.Length; i++)
                {
                    rows.Append(columns[i], values[i]);
                }

                rows.EndRow();
            }

            return new FeatureMatrix(rows.Build(), null);
        }

        var builder = new FeatureMatrixBuilder(NumberOfColumns);
        foreach ((int[] columns, float[] values) in Rows)
        {
            builder.AppendSparse(columns, values);
        }

        return builder.Build();
    }

    public FeatureMatrix Dense()
    {
        var builder = new FeatureMatrixBuilder(NumberOfColumns, Rows.Count);
        for (int row = 0; row < Rows.Count; row++)
        {
            builder.Append(Whole(row));
        }

        return builder.Build();
    }

    public FeatureMatrix SparseDoubles()
    {
        var builder = new FeatureMatrixBuilder(NumberOfColumns);
        foreach ((int[] columns, float[] values) in Rows)
        {
            builder.AppendSparse(columns, Array.ConvertAll(values, value => (double)value));
        }

        return builder.Build();
    }

    public FeatureMatrix DenseDoubles()
    {
        var builder = new FeatureMatrixBuilder(NumberOfColumns);
        for (int row = 0; row < Rows.Count; row++)
        {
            builder.Append(Array.ConvertAll(Whole(row), value => (double)value));
        }

        return builder.Build();
    }

    public float[] Whole(int row)
    {
        float[] whole = new float[NumberOfColumns];
        for (int i = 0; i < Rows[row].Columns.Length; i++)
        {
            whole[Rows[row].Columns[i]] = Rows[row].Values[i];
        }

        return whole;
    }
}
