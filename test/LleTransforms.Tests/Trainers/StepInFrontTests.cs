using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Trainers;

/// <summary>A column that cannot be embedded is refused with the name of an ML.NET step, and with that
/// step in front it can be embedded.</summary>
[TestClass]
public sealed class StepInFrontTests
{
    private const int NumberOfRows = 60;

    private static readonly MLContext _mlContext = new(seed: 1);

    private static readonly Dictionary<string, (string Named, Func<string, IEstimator<ITransformer>> Step)> _steps = new()
    {
        [nameof(Misfit.Single)] = (
            "mlContext.Transforms.Concatenate(\"Single\", ...) in front", name =>
                _mlContext.Transforms.Concatenate(name, name, nameof(Misfit.Second))),
        [nameof(Misfit.Integer)] = (
            "Concatenate(\"Integer\", ...) in front to make a vector of the scalar columns, after Conversion.ConvertType to Single",
            name => _mlContext.Transforms.Conversion.ConvertType(name, outputKind: DataKind.Single)
                .Append(_mlContext.Transforms.Concatenate(name, name, nameof(Misfit.Second)))),
        [nameof(Misfit.Flag)] = (
            "Conversion.ConvertType(\"Flag\", outputKind: DataKind.Single) in front, then Concatenate",
            name => _mlContext.Transforms.Conversion.ConvertType(name, outputKind: DataKind.Single)
                .Append(_mlContext.Transforms.Concatenate(name, name, nameof(Misfit.Second)))),
        [nameof(Misfit.Integers)] = (
            "Conversion.ConvertType(\"Integers\", outputKind: DataKind.Single) in front.",
            name => _mlContext.Transforms.Conversion.ConvertType(name, outputKind: DataKind.Single)),
        [nameof(Misfit.Key)] =
            ("Conversion.MapKeyToVector(\"Key\") in front", name => _mlContext.Transforms.Conversion.MapKeyToVector(name)),
        [nameof(Misfit.Text)] = ("Text.FeaturizeText(\"Text\") in front", name => _mlContext.Transforms.Text.FeaturizeText(name)),
        [nameof(Misfit.Texts)] = ("Text.FeaturizeText(\"Texts\") in front", name => _mlContext.Transforms.Text.FeaturizeText(name)),
        [nameof(Misfit.Date)] = (
            "mlContext.Transforms.CustomMapping",
            name => _mlContext.Transforms.CustomMapping<Misfit, Dated>((row, dated) =>
                dated.Date = [row.Date.DayOfYear, row.Date.Hour], contractName: null)),
        [nameof(Misfit.Unsized)] = (
            "Conversion.ConvertType(\"Unsized\", outputKind: DataKind.Single) in front.",
            name => _mlContext.Transforms.Conversion.ConvertType(name, outputKind: DataKind.Single)),
    };

    public static IEnumerable<object[]> Columns => _steps.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Columns))]
    public void The_step_that_the_message_names_makes_the_column_one_that_can_be_embedded(string column)
    {
        var data = _mlContext.Data.LoadFromEnumerable(Rows());
        var embedding = _mlContext.Transforms.LocallyLinearEmbedding("Lle", column, numberOfComponents: 2, numberOfNeighbors: 12);

        var fit = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => embedding.Fit(data));
        var shape = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EstimatorChain<ITransformer>().Append(embedding).Fit(data));
        var output = _steps[column].Step(column).Append(embedding).Fit(data).Transform(data);

        StringAssert.Contains(fit.Message, _steps[column].Named);
        StringAssert.Contains(shape.Message, _steps[column].Named);
        Assert.IsTrue(output.GetColumn<float[]>("Lle").All(row => row.Length == 2 && row.All(float.IsFinite)));
    }

    [TestMethod]
    public void Rows_of_several_lengths_are_refused_with_a_step_that_makes_vectors_of_one()
    {
        var data = _mlContext.Data.LoadFromEnumerable(Rows());
        var embedding = _mlContext.Transforms.LocallyLinearEmbedding("Lle", nameof(Misfit.Ragged), numberOfComponents: 2);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => embedding.Fit(data));
        var mapping = _mlContext.Transforms.CustomMapping<Misfit, Sized>(
            (row, sized) => sized.Ragged = [row.Ragged.Length, row.Ragged[0]], contractName: null);
        var output = mapping.Append(embedding).Fit(data).Transform(data);

        StringAssert.Contains(error.Message, "put mlContext.Transforms.CustomMapping in front to make vectors of one size.");
        Assert.IsTrue(output.GetColumn<float[]>("Lle").All(row => row.Length == 2 && row.All(float.IsFinite)));
    }

    private static IEnumerable<Misfit> Rows() => Enumerable.Range(0, NumberOfRows).Select(row => new Misfit
    {
        Single = MathF.Sin(row),
        Second = MathF.Cos(row) + (row * 0.1f),
        Integer = row * row % 17,
        Flag = row % 3 == 0,
        Integers = [row, row * row % 11, row % 7],
        Key = (uint)(row % 20) + 1,
        Text = $"line {row * 7 % 13} of page {row % 5}, {(row % 2 == 0 ? "even" : "odd")}",
        Texts = [$"line {row * 7 % 13}", $"page {row % 5}"],
        Date = new DateTime(2026, 1, 1, row % 24, 0, 0, DateTimeKind.Utc).AddDays(row * row % 97),
        Unsized = [row, row * row % 11, row % 7],
        Ragged = new float[1 + (row * row % 19)].Select(_ => row * 0.5f).ToArray(),
    });

    private sealed class Misfit
    {
        public float Single { get; set; }

        public float Second { get; set; }

        public int Integer { get; set; }

        public bool Flag { get; set; }

        [VectorType(3)]
        public int[] Integers { get; set; } = [];

        [KeyType(20)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";

        [VectorType(2)]
        public string[] Texts { get; set; } = [];

        public DateTime Date { get; set; }

        public int[] Unsized { get; set; } = [];

        public float[] Ragged { get; set; } = [];
    }

    private sealed class Dated
    {
        [VectorType(2)]
        public float[] Date { get; set; } = [];
    }

    private sealed class Sized
    {
        [VectorType(2)]
        public float[] Ragged { get; set; } = [];
    }
}
