namespace OfflineHost.Tests.Transforms;

[TestClass]
public sealed class PrincipalComponentsTests
{
    private readonly MLContext _ml = new(seed: 1);

    // The real one counts its mean once more in the second pass over the rows: right to 1 part in as many.
    private const int Count = 8192;

    /// <summary>Two uncorrelated waves along the orthonormal axes (0.6, 0.8, 0) and (-0.8, 0.6, 0), around (5, 1, 2); nothing along the third.</summary>
    private IDataView Data => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i =>
    {
        double first = 3 * Math.Sin(Math.PI * i / 32), second = Math.Cos(Math.PI * i / 32);
        return new Row { X = [(float)(5 + (0.6 * first) - (0.8 * second)), (float)(1 + (0.8 * first) + (0.6 * second)), 2] };
    }).ToArray());

    [TestMethod]
    public void Components_come_by_falling_variance_and_are_unit_projections_of_centred_rows()
    {
        var data = Data;
        float[][] rows = [.. _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 2).Fit(data).Transform(data).GetColumn<float[]>("P")];

        Assert.AreEqual(4.5, rows.Average(row => row[0] * row[0]), 0.01);
        Assert.AreEqual(0.5, rows.Average(row => row[1] * row[1]), 0.01);
        Assert.AreEqual(0, rows.Average(row => row[0]), 1e-3);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.AreEqual(Math.Abs(3 * Math.Sin(Math.PI * i / 32)), Math.Abs(rows[i][0]), 5e-3);
            Assert.AreEqual(Math.Abs(Math.Cos(Math.PI * i / 32)), Math.Abs(rows[i][1]), 5e-3);
        }
    }

    [TestMethod]
    public void Without_centring_the_mean_is_a_component()
    {
        var data = Data;
        float[] first = [.. _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 1, ensureZeroMean: false).Fit(data).Transform(data).GetColumn<float[]>("P").Select(row => row[0])];

        Assert.AreEqual(Math.Sqrt(30), Math.Abs(first.Average()), 0.3);
    }

    [TestMethod]
    public void A_saved_model_projects_the_same_and_the_column_has_the_rank_as_its_size()
    {
        var data = Data;
        var model = _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 2).Fit(data);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, data.Schema, zip);

        Expect.Schema("X: Vector<Single, 3>; P: Vector<Single, 2>", model.GetOutputSchema(data.Schema));
        CollectionAssert.AreEqual(
            model.Transform(data).GetColumn<float[]>("P").SelectMany(row => row).ToArray(),
            new MLContext().Model.Load(zip, out _).Transform(data).GetColumn<float[]>("P").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void Wrong_arguments_are_refused()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "Rank must be positive. (Parameter 'Rank')", () => _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 0));
        Expect.Error<ArgumentOutOfRangeException>(
            "Oversampling must be non-negative. (Parameter 'Oversampling')", () => _ml.Transforms.ProjectToPrincipalComponents("P", "X", overSampling: -1));
        Expect.Error<ArgumentOutOfRangeException>(
            "Rank must be positive, and at most the dimension of untransformed data (Parameter 'Rank')",
            () => _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 4).Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'None' (Parameter 'inputSchema')",
            () => _ml.Transforms.CopyColumns("Copy", "X").Append(_ml.Transforms.ProjectToPrincipalComponents("P", "None", rank: 2)).Fit(Data));
        var other = _ml.Data.LoadFromEnumerable([new Wider { X = [1, 2, 3, 4] }]);
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for input column 'X': expected Vector<Single, 3>, got Vector<Single, 4> (Parameter 'inputSchema')",
            () => _ml.Transforms.ProjectToPrincipalComponents("P", "X", rank: 2).Fit(Data).Transform(other));
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] X { get; set; }
    }

    private sealed class Wider
    {
        [VectorType(4)]
        public float[] X { get; set; }
    }
}
