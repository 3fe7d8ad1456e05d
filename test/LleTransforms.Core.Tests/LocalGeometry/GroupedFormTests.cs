using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Forms of several rows at once, of rows one after the other by one instance, and of sparse
/// rows: all are those of a row alone.</summary>
[TestClass]
public sealed class GroupedFormTests
{
    private const int NumberOfRows = 150, NumberOfNeighbors = 8, Components = 2;

    public static IEnumerable<object[]> Cases() =>
        from form in new[] { "tangent", "hessian", "modified" }
        from columns in new[] { 3, 40 }
        select new object[] { form, columns };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_form_does_not_depend_on_the_others_of_its_group(string form, int columns)
    {
        CenteredFeatures features = Dense(columns);
        double[][] alone = [.. Enumerable.Range(0, 30).Select(row => Compute(Make(form, features), form, features, row, 1))];
        ILocalForm shared = Make(form, features);
        foreach (int count in new[] { 1, 3, 8 })
        {
            for (int first = 0; first + count <= 30; first += count)
            {
                double[] group = Compute(shared, form, features, first, count);
                int length = group.Length / count;
                for (int r = 0; r < count; r++)
                {
                    CollectionAssert.AreEqual(
                        alone[first + r], group.AsSpan(r * length, length).ToArray(), $"row {first + r} in a group of {count}");
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Sparse_rows_give_the_bits_of_dense_ones(string form, int columns)
    {
        SparseRows sparse = Sparse(columns);
        CenteredFeatures kept = new(sparse, new FeatureScaling(null, new double[columns], 0));
        CenteredFeatures whole = kept.Widen(new FitContext());
        for (int first = 0; first + 8 <= NumberOfRows; first += 8)
        {
            CollectionAssert.AreEqual(Compute(Make(form, whole), form, whole, first, 8), Compute(Make(form, kept), form, kept, first, 8));
        }
    }

    [TestMethod]
    [DataRow(LlePlacement.Barycentric)]
    [DataRow(LlePlacement.LocalAffine)]
    public void Weights_among_sparse_rows_have_the_bits_of_dense_ones(LlePlacement rule)
    {
        const int Columns = 70;
        SparseRows sparse = Sparse(Columns);
        CenteredFeatures kept = new(sparse, new FeatureScaling(null, new double[Columns], 0));
        CenteredFeatures whole = kept.Widen(new FitContext());
        IRowWeights[] rules = [.. new[] { kept, whole }.Select(_ =>
            LleTransforms.Placement.PlacementRule.CreateWeights(rule, LleMethod.Standard.Variant(), NumberOfNeighbors, Columns, 1e-3)())];
        for (int row = 0; row < NumberOfRows; row++)
        {
            double[] ofKept = new double[NumberOfNeighbors], ofWhole = new double[NumberOfNeighbors];
            rules[0].Solve(whole.Row(row), kept, Neighbors(row), ofKept);
            rules[1].Solve(whole.Row(row), whole, Neighbors(row), ofWhole);
            CollectionAssert.AreEqual(ofWhole, ofKept);
        }
    }

    [TestMethod]
    public void Products_that_depend_on_others_add_nothing_to_a_Hessian_form()
    {
        // Six neighbours leave three dimensions beside the constant and two coordinates, four leave one:
        // of three products two are dependent.
        foreach (int k in new[] { 6, 5, 4 })
        {
            var patch = new Patch(k, 3, seed: 7);
            Matrix<double> form = patch.FormOf(new HessianForms(patch.Features, k, 2), k);
            Assert.AreEqual(k - 3, form.Trace(), 1e-6);
            Assert.AreEqual(0, (form - (form * form)).L2Norm(), 1e-6, "A projection.");
            Assert.AreEqual(0, (form * Vector<double>.Build.Dense(k, 1)).L2Norm(), 1e-7);
        }
    }

    [TestMethod]
    public void Coordinates_of_very_different_lengths_stay_orthonormal()
    {
        // The second direction is a hundred-thousandth of the first and lies askew, and its coordinates carry as many times the rounding.
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, NumberOfRows).SelectMany(_ =>
        {
            float along = random.NextSingle() - 0.5f;
            return new[] { along, (0.7f * along) + (1e-5f * random.NextSingle()), (-0.4f * along) + (1e-5f * random.NextSingle()) };
        })];
        CenteredFeatures features = new(values, NumberOfRows, new double[3], 0);
        for (int row = 0; row < NumberOfRows; row++)
        {
            Matrix<double> form = Patch.Unpack(Compute(Make("tangent", features), "tangent", features, row, 1), NumberOfNeighbors);
            Assert.AreEqual(0, (form - (form * form)).L2Norm(), 1e-14, "A projection.");
            Assert.AreEqual(0, (form * Vector<double>.Build.Dense(NumberOfNeighbors, 1)).L2Norm(), 1e-14);
        }
    }

    [TestMethod]
    [DataRow("tangent")]
    [DataRow("modified")]
    public void The_alignment_matrix_is_the_sum_of_all_forms(string form)
    {
        CenteredFeatures features = Dense(3);
        int[] indices = [.. Enumerable.Range(0, NumberOfRows).SelectMany(Neighbors)];
        var graph = new LleTransforms.Neighbors.NeighborGraph(NumberOfRows, NumberOfNeighbors, indices, new double[indices.Length]);
        bool isModified = form == "modified";
        int settled = 0;
        SparseMatrix assembled = (isModified
            ? AlignmentAssembly.Assemble(graph, true, false, () => (IPreparedForm)Make(form, features), () => settled++, new FitContext())
            : AlignmentAssembly.Assemble(graph, false, false, () => Make(form, features), new FitContext())).Matrix;

        Matrix<double> expected = Matrix<double>.Build.Dense(NumberOfRows, NumberOfRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            int[] members = isModified ? [.. Neighbors(row), row] : Neighbors(row);
            Matrix<double> part = Patch.Unpack(Compute(Make(form, features), form, features, row, 1), members.Length);
            for (int i = 0; i < members.Length; i++)
            {
                for (int j = 0; j < members.Length; j++)
                {
                    expected[members[i], members[j]] += part[i, j];
                }
            }
        }

        Matrix<double> actual = Matrix<double>.Build.Dense(NumberOfRows, NumberOfRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            for (int p = assembled.RowStarts[row]; p < assembled.RowStarts[row + 1]; p++)
            {
                Assert.IsTrue(p == assembled.RowStarts[row] || assembled.Columns[p - 1] < assembled.Columns[p], "Columns ascend.");
                actual[row, assembled.Columns[p]] += assembled.Values[p];
            }
        }

        Assert.AreEqual(0, (expected - actual).L2Norm(), 1e-9 * expected.L2Norm());
        Assert.IsGreaterThan(1, expected.L2Norm());
        Assert.AreEqual(isModified ? 1 : 0, settled, "What all rows were prepared for is settled once, between the passes.");
    }

    [TestMethod]
    [DataRow("tangent")]
    [DataRow("hessian")]
    [DataRow("modified")]
    public void A_neighbourhood_of_low_rank_keeps_nothing_of_the_one_before(string form)
    {
        // The first eleven rows fill a space, the others stand on a line.
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, NumberOfRows).SelectMany(row => row < 11
            ? new[] { random.NextSingle(), random.NextSingle(), random.NextSingle() }
            : [row % 64, 0, 0])];
        CenteredFeatures features = new(values, NumberOfRows, new double[3], 0);
        int[] space = [1, 2, 3, 4, 5, 6, 7, 8], line = [41, 42, 44, 45, 47, 49, 52, 53];
        double[] before = new double[PackedForm.Length(NumberOfNeighbors + (form == "modified" ? 1 : 0))], after = [.. before],
            alone = [.. before];
        ILocalForm used = Make(form, features);
        Compute(used, 0, space, before);
        Compute(used, 43, line, after);
        Compute(Make(form, features), 43, line, alone);

        CollectionAssert.AreEqual(alone, after);
        CollectionAssert.AreNotEqual(before, after);
    }

    [TestMethod]
    public void Sparse_rows_load_the_blocks_of_columns_in_which_they_differ()
    {
        // Five blocks of sixteen columns and seven columns over: rows differ from the base row in the third and the fourth block alone.
        const int Columns = 87;
        float[] baseRow = [.. Enumerable.Range(0, Columns).Select(c => c / 8f)];
        SparseRows sparse = new(baseRow, [0, 1, 2, 2, 3], [33, 47, 50], [5, 6, 7]);
        CenteredFeatures kept = new(sparse, new FeatureScaling(null, new double[Columns], 0));
        CenteredFeatures whole = kept.Widen(new FitContext());
        var neighborhood = new Neighborhood(3, Columns);
        foreach (int[] neighbors in new int[][] { [1, 2, 3], [2, 0, 1] })
        {
            int row = 6 - neighbors.Sum();
            neighborhood.LoadRelativeTo(whole.Row(row), kept, neighbors);

            // The first and the last block are always there, the second and the fifth never; the fourth is where the last row is.
            int[] columns = [.. Enumerable.Range(0, Columns)
                .Where(c => c is < 16 or >= 80 || (c is >= 32 and < 48) || (c is >= 48 and < 64 && (row == 3 || neighbors.Contains(3))))];
            Assert.AreEqual(columns.Length, neighborhood.NumberOfColumns);
            for (int j = 0; j < 3; j++)
            {
                CollectionAssert.AreEqual(
                    columns.Select(c => (double)whole.Row(neighbors[j])[c] - whole.Row(row)[c]).ToArray(),
                    neighborhood.Difference(j).ToArray(), $"neighbour {neighbors[j]} of row {row}");
            }
        }
    }

    [TestMethod]
    [DataRow(5, 3)]
    [DataRow(9, 16)]
    [DataRow(7, 37)]
    [DataRow(12, 19)]
    public void A_Gram_matrix_has_both_triangles_and_its_trace(int k, int columns)
    {
        var patch = new Patch(k, columns, seed: 3);
        var neighborhood = new Neighborhood(k, columns);
        neighborhood.LoadRelativeTo(patch.Features.Row(0), patch.Features, patch.Neighbors);
        double[] gram = [.. Enumerable.Repeat(double.NaN, k * k)];
        double trace = neighborhood.FillGram(gram);
        Matrix<double> expected = patch.Differences * patch.Differences.Transpose();
        Assert.AreEqual(expected.Trace(), trace, 1e-12);
        for (int i = 0; i < gram.Length; i++)
        {
            Assert.AreEqual(expected[i / k, i % k], gram[i], 1e-12);
        }
    }

    private static ILocalForm Make(string form, CenteredFeatures features) => form switch
    {
        "tangent" => new TangentSpaces(features, NumberOfNeighbors, Components),
        "hessian" => new HessianForms(features, NumberOfNeighbors, Components),
        _ => new ModifiedWeights(
            features, NumberOfNeighbors, Components, 1e-3, new VarianceShares(NumberOfRows, Components) { Median = 0.2 }),
    };

    private static double[] Compute(ILocalForm form, string name, CenteredFeatures features, int first, int count)
    {
        Assert.AreEqual(NumberOfRows, features.NumberOfRows);
        int[] neighbors = [.. Enumerable.Range(first, count).SelectMany(Neighbors)];

        double[] forms = new double[count * PackedForm.Length(NumberOfNeighbors + (name == "modified" ? 1 : 0))];
        Compute(form, first, neighbors, forms);
        Assert.IsFalse(forms.Any(double.IsNaN));
        return forms;
    }

    private static void Compute(ILocalForm form, int first, int[] neighbors, double[] forms)
    {
        // What lies in a form's place before must not show.
        Array.Fill(forms, double.NaN);
        (form as IPreparedForm)?.Prepare(first, neighbors, forms);
        form.Compute(first, neighbors, forms);
    }

    private static int[] Neighbors(int row) => [.. new[] { 13, 1, 5, 2, 127, 3, 71, 8 }.Select(step => (row + step) % NumberOfRows)];

    private static CenteredFeatures Dense(int columns)
    {
        var random = new Random(columns);
        return new CenteredFeatures(
            [.. Enumerable.Range(0, NumberOfRows * columns).Select(_ => random.NextSingle() - 0.5f)], NumberOfRows, new double[columns], 0);
    }

    private static SparseRows Sparse(int columns)
    {
        var random = new Random(columns + 1);
        float[] baseRow = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle())];
        List<int> starts = [0], places = [];
        List<float> values = [];
        for (int row = 0; row < NumberOfRows; row++)
        {
            for (int c = 0; c < columns; c++)
            {
                if (random.Next(4) == 0)
                {
                    places.Add(c);
                    values.Add(random.NextSingle());
                }
            }

            starts.Add(places.Count);
        }

        return new SparseRows(baseRow, [.. starts], [.. places], [.. values]);
    }
}
