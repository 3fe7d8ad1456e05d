using LleTransforms.TestFramework;
using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>The conformance kit over the step, in each of its configurations.</summary>
[TestClass]
public sealed class ConformanceTests
{
    private const int Rows = 60;

    private static readonly LleMethod[] _linearMethods =
        [LleMethod.NeighborhoodPreservingEmbedding, LleMethod.LinearLocalTangentSpaceAlignment];

    private static readonly Lazy<IReadOnlyList<ConformanceCase>> _cases = new(() =>
    [
        Case("Double", "Lle", nameof(Sample.DoubleFeatures)),
        Case("Sparse", "Lle", nameof(Sample.SparseFeatures)),
        Case("Sparse double", "Lle", nameof(Sample.SparseDoubleFeatures)),
        Case("In place", nameof(Sample.Features), nameof(Sample.Features)),
        Case("Double, all columns", "Lle", nameof(Sample.DoubleFeatures), allColumns: true),
        Case("Sparse, all columns", "Lle", nameof(Sample.SparseFeatures), allColumns: true),
        Case("Labelled", "Lle", nameof(Sample.Features), label: nameof(Sample.Upper)),
        Reconstruction(LleMethod.Standard),
        Reconstruction(LleMethod.NeighborhoodPreservingEmbedding),
        .. Enum.GetValues<LleMethod>().Select(method =>
            Case($"{method}", "Lle", nameof(Sample.Features), method, allColumns: !_linearMethods.Contains(method))),
    ]);

    public static IEnumerable<object[]> CasesAndChecks =>
        from subject in _cases.Value
        from check in ConformanceChecks.All
        select new object[] { subject.Name, check.Name };

    [TestMethod]
    [DynamicData(nameof(CasesAndChecks))]
    public void Step_conforms(string subject, string check) =>
        ConformanceChecks.All.Single(candidate => candidate.Name == check).Run(_cases.Value.Single(candidate => candidate.Name == subject));

    private static ConformanceCase Case(
        string name, string outputColumnName, string inputColumnName, LleMethod method = LleMethod.Standard, bool allColumns = false,
        string? label = null)
    {
        var context = new MLContext(seed: 1);
        var options = new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName,
            LabelColumnName = label,
            SupervisionStrength = label is null ? 0 : 0.1,
            Method = method,
            NumberOfComponents = 2,
            NumberOfNeighbors = 8,
            ReconstructionErrorColumnName = allColumns ? "Error" : null,
            NeighborsColumnName = allColumns ? "Neighbors" : null,
            NeighborWeightsColumnName = allColumns ? "Weights" : null,
        };
        var estimator = context.Transforms.LocallyLinearEmbedding(options);
        return new ConformanceCase(name, context, estimator, Samples.View(context, Samples.Sheet(Rows)))
        {
            InputColumns = [inputColumnName],
            TrainingColumns = label is null ? [] : [label],
            OutputColumns = allColumns ? [outputColumnName, "Error", "Neighbors", "Weights"] : [outputColumnName],
            Rejected = [.. Rejected(context, inputColumnName)],
        };
    }

    /// <summary>The way back, from a column that is as wide as the embedding.</summary>
    private static ConformanceCase Reconstruction(LleMethod method)
    {
        var context = new MLContext(seed: 1);
        const string Column = nameof(Sample.Features);
        IDataView data = Samples.View(context, Samples.Sheet(Rows));
        LleModel model = context.Transforms
            .LocallyLinearEmbedding("Lle", nameof(Sample.DoubleFeatures), Sample.Width, 12, method).Fit(data).Model;
        RejectedInput AtFitToo(RejectedInput input) => input with { Stages = input.Stages | RejectionStages.Fit };
        return new ConformanceCase(
            $"Reconstruction by {method}", context, context.Transforms.LocallyLinearReconstruction("Back", Column, model), data)
        {
            InputColumns = [Column],
            OutputColumns = ["Back"],
            FitPasses = 0,
            Rejected = [.. Rejected(context, Column).Select(AtFitToo)],
        };
    }

    private static IEnumerable<RejectedInput> Rejected(MLContext context, string column)
    {
        yield return new RejectedInput(
            "no such column", context.Data.LoadFromEnumerable(new[] { new { Other = 1f } }),
            RejectionStages.All, typeof(ArgumentOutOfRangeException), "Could not find input column", $"'{column}'");
        yield return new RejectedInput(
            "a scalar", Renamed(context, nameof(Sample.Weight), column), RejectionStages.All, typeof(ArgumentOutOfRangeException),
            $"'{column}'", "expected vector of Single or Double", "got Single", "Concatenate");
        yield return new RejectedInput(
            "text", Renamed(context, nameof(Sample.Name), column), RejectionStages.All, typeof(ArgumentOutOfRangeException),
            $"'{column}'", "expected vector of Single or Double", "got String", "FeaturizeText");
        yield return new RejectedInput(
            "a vector of integers", Renamed(context, nameof(Misfit.Integers), column), RejectionStages.All,
            typeof(ArgumentOutOfRangeException),
            $"'{column}'", "got Vector<Int32", "ConvertType");
        yield return new RejectedInput(
            "a narrower vector", Renamed(context, nameof(Misfit.Narrow), column), RejectionStages.Transform,
            typeof(ArgumentOutOfRangeException),
            $"'{column}'", "expected Vector<Single, 5>", "got Vector<Single, 3>");
    }

    private static IDataView Renamed(MLContext context, string source, string target)
    {
        // Enough rows and enough variety that a Fit which accepts them can succeed.
        var misfits = Samples.Sheet(Rows).Select(sample => new Misfit
        {
            Name = sample.Name,
            Weight = sample.Weight,
            Upper = sample.Upper,
            Integers = [1, 2, 3],
            Narrow = sample.Features[..3],
        });
        var view = context.Data.LoadFromEnumerable(misfits);
        var copied = context.Transforms.CopyColumns("Copy of it", source).Fit(view).Transform(view);
        return context.Transforms.CopyColumns(target, "Copy of it").Fit(copied).Transform(copied);
    }

    private sealed class Misfit
    {
        public string Name { get; set; } = "";

        public float Weight { get; set; }

        public bool Upper { get; set; }

        [VectorType(3)]
        public int[] Integers { get; set; } = [];

        [VectorType(3)]
        public float[] Narrow { get; set; } = [];
    }
}
