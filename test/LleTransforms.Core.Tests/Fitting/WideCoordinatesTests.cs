using LleTransforms.Core.Tests.TestData;
using LleTransforms.Fitting;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Which coordinates are kept where some rest on few rows, by shares that are given and by whole fits.</summary>
[TestClass]
public sealed class WideCoordinatesTests
{
    private const double Share = 0.01;

    [TestMethod]
    public void The_first_wide_ones_are_kept_in_their_order()
    {
        List<string> messages = [];
        List<int> asked = [];
        int[] chosen = WideCoordinates.Choose(3, Share, [0.3, 0.001, 0.2], count =>
        {
            asked.Add(count);
            return [0.3, 0.001, 0.2, 0.002, 0.1, 0.4, .. Enumerable.Repeat(0.5, count - 6)];
        }, Hearing(messages));
        CollectionAssert.AreEqual(new[] { 0, 2, 4 }, chosen);
        CollectionAssert.AreEqual(new[] { 26 }, asked);
        StringAssert.StartsWith(messages.Single(), "Info 2 eigenvectors rest on less than 1 % of the rows and are passed over");
        StringAssert.Contains(messages.Single(), "counted from 0: 1, 3; 26 were found for 3 coordinates");
    }

    [TestMethod]
    public void Where_all_are_wide_nothing_more_is_asked_for_or_said()
    {
        List<string> messages = [];
        int[] chosen = WideCoordinates.Choose(2, Share, [0.3, 0.2], _ => throw new InvalidOperationException(), Hearing(messages));
        CollectionAssert.AreEqual(new[] { 0, 1 }, chosen);
        Assert.IsEmpty(messages);
    }

    [TestMethod]
    public void Where_too_few_are_wide_the_widest_of_the_others_make_up_the_number()
    {
        List<string> messages = [];
        List<int> asked = [];
        int[] chosen = WideCoordinates.Choose(3, Share, [0.001, 0.3, 0.004], count =>
        {
            asked.Add(count);
            return [0.001, 0.3, 0.004, 0.009, .. Enumerable.Repeat(0.002, count - 4)];
        }, Hearing(messages));
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, chosen);
        CollectionAssert.AreEqual(new[] { 26, 52 }, asked);
        StringAssert.StartsWith(messages[^1], "Warning only 1 of 52 eigenvectors rest on 1 % of the rows or more");
    }

    [TestMethod]
    public void Where_there_are_no_more_the_search_ends()
    {
        int calls = 0;
        int[] chosen = WideCoordinates.Choose(2, Share, [0.001, 0.3], _ =>
        {
            calls++;
            return [0.001, 0.3, 0.002];
        }, new FitContext());
        CollectionAssert.AreEqual(new[] { 1, 2 }, chosen);
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, LleEigenSolver.Auto)]
    [DataRow(LleMethod.Standard, LleEigenSolver.Dense)]
    [DataRow(LleMethod.Standard, LleEigenSolver.Iterative)]
    [DataRow(LleMethod.Modified, LleEigenSolver.Auto)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, LleEigenSolver.Direct)]
    public void A_coordinate_of_a_group_that_all_but_closes_is_passed_over(LleMethod method, LleEigenSolver solver)
    {
        FeatureMatrix rows = FeatureMatrix.FromArray(Cliques.OneAllButClosed(1_490, 10));
        LleOptions options = new() { Method = method, EigenSolver = solver, NumberOfComponents = 2, NumberOfNeighbors = 10 };
        LleModel plain = LocallyLinearEmbedding.Fit(rows, options);
        options.MinimumParticipation = Share;
        LleModel wide = LocallyLinearEmbedding.Fit(rows, options);
        Assert.IsTrue(plain.Participation!.Any(share => share < Share), string.Join(' ', plain.Participation!));
        Assert.IsTrue(wide.Participation!.All(share => share >= Share), string.Join(' ', wide.Participation!));

        // What is left of the plain fit's coordinates comes first: nothing but the narrow ones is gone.
        int kept = Enumerable.Range(0, 2).Count(c => plain.Participation![c] >= Share);
        double[] left = [.. Enumerable.Range(0, 2).Where(c => plain.Participation![c] >= Share).Select(c => plain.Eigenvalues[c])];
        for (int c = 0; c < kept; c++)
        {
            Assert.AreEqual(left[c], wide.Eigenvalues[c], 1e-4 * left[c]);
        }

        Assert.IsTrue(wide.Eigenvalues.Zip(wide.Eigenvalues.Skip(1)).All(pair => pair.First <= pair.Second));
    }

    [TestMethod]
    public void Landmarks_and_samples_pass_over_too()
    {
        FeatureMatrix rows = FeatureMatrix.FromArray(Cliques.OneAllButClosed(1_490, 60));
        foreach (LleOptions options in new LleOptions[] { new() { NumberOfLandmarks = 400 }, new() { MaximumNumberOfTrainingRows = 900 } })
        {
            options.NumberOfComponents = 2;
            options.NumberOfNeighbors = 10;
            options.MinimumParticipation = 0.1;
            LleModel model = LocallyLinearEmbedding.Fit(rows, options);
            Assert.IsTrue(model.Participation!.All(share => share >= 0.1), string.Join(' ', model.Participation!));
        }
    }

    [TestMethod]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void A_projection_that_tells_few_rows_from_all_others_is_passed_over(LleMethod method)
    {
        // The ten rows far off are each other's neighbours.
        FeatureMatrix features = FeatureMatrix.FromArray(Cliques.OneAllButClosed(1_490, 10));
        LleOptions options = new() { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 9 };
        LleModel plain = LocallyLinearEmbedding.Fit(features, options);
        options.MinimumParticipation = Share;
        List<string> messages = [];
        LleModel wide = LocallyLinearEmbedding.Fit(features, options, new Listener(report => messages.Add(report.Message ?? "")));
        int narrow = plain.Participation!.Count(share => share < Share);
        Assert.AreEqual(1, narrow, string.Join(' ', plain.Participation!));
        Assert.IsTrue(wide.Participation!.All(share => share >= Share), string.Join(' ', wide.Participation!));
        Assert.IsTrue(messages.Exists(message => message.Contains("are passed over", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Where_nothing_is_narrow_the_bits_stay()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(600, seed: 2).Features;
        foreach (LleMethod method in Enum.GetValues<LleMethod>())
        {
            LleOptions options = new() { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 12 };
            byte[] plain = Saved(LocallyLinearEmbedding.Fit(rows, options));
            options.MinimumParticipation = Share;
            CollectionAssert.AreEqual(plain, Saved(LocallyLinearEmbedding.Fit(rows, options)), $"{method}");
        }
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.1)]
    [DataRow(double.NaN)]
    public void A_share_outside_its_range_is_refused(double share)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new LleOptions { MinimumParticipation = share }.Validate());
        StringAssert.Contains(error.Message, "MinimumParticipation is ");
        StringAssert.Contains(error.Message, "from 0 to 1");
    }

    private static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static FitContext Hearing(List<string> messages) =>
        new(new Listener(report => messages.Add($"{report.Severity} {report.Message}")));
}
