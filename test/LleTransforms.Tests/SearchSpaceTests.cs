using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.SearchSpace;

namespace LleTransforms.Tests;

/// <summary>What the options promise to AutoML by their attributes, read as AutoML reads them.</summary>
[TestClass]
public sealed class SearchSpaceTests
{
    private const int Samples = 500;

    private static readonly PropertyInfo[] _searched =
        [.. typeof(LocallyLinearEmbeddingOptions).GetProperties().Where(property => property.GetCustomAttributes().Any(IsOfSearchSpace))];

    /// <summary>All but Hessian.</summary>
    private static readonly int _methodsSearched = Enum.GetValues<LleMethod>().Length - 1;

    [TestMethod]
    public void Four_options_are_searched_and_each_of_them_can_be_read_and_set()
    {
        string[] names = ["NumberOfComponents", "NumberOfNeighbors", "Method", "Regularization"];
        CollectionAssert.AreEquivalent(names, _searched.Select(property => property.Name).ToArray());
        Assert.IsEmpty(typeof(LocallyLinearEmbeddingOptions).GetFields().Where(field => field.GetCustomAttributes().Any(IsOfSearchSpace)));
        foreach (var property in _searched)
        {
            Assert.IsTrue(property.GetMethod is { IsPublic: true } && property.SetMethod is { IsPublic: true }, property.Name);
            Assert.HasCount(1, property.GetCustomAttributes().Where(IsOfSearchSpace), property.Name);
        }
    }

    [TestMethod]
    public void The_search_starts_at_the_defaults()
    {
        var defaults = new LocallyLinearEmbeddingOptions();
        foreach (var property in _searched)
        {
            // A choice that names no default starts at its first candidate, a range that names none at its lower end.
            object? start = property.GetCustomAttribute<RangeAttribute>() is { } range
                ? range.Init ?? range.Min
                : Choice(property).DefaultValue ?? Choice(property).Candidates[0];
            Assert.AreEqual(property.GetValue(defaults), start, property.Name);
        }
    }

    [TestMethod]
    public void Each_range_holds_its_start_and_has_the_type_of_its_option()
    {
        var ranges = _searched
            .Select(property => (property.Name, property.PropertyType, Range: property.GetCustomAttribute<RangeAttribute>()))
            .Where(searched => searched.Range is not null)
            .ToArray();

        Assert.HasCount(3, ranges);
        foreach (var (name, type, range) in ranges)
        {
            Assert.AreEqual(Nullable.GetUnderlyingType(type) ?? type, range!.Min.GetType(), name);
            double min = Convert.ToDouble(range.Min), max = Convert.ToDouble(range.Max);
            Assert.IsGreaterThan(min, max, name);
            Assert.IsInRange(min, max, Convert.ToDouble(range.Init), name);

            // Twice as many is as long a step from 2 as from 20; a logarithm needs a lower end above 0.
            Assert.IsTrue(range.LogBase, name);
            Assert.IsGreaterThan(0.0, min, name);
        }
    }

    [TestMethod]
    public void The_methods_searched_are_all_but_Hessian_which_a_corner_of_the_ranges_refuses()
    {
        object[] candidates = Choice(typeof(LocallyLinearEmbeddingOptions).GetProperty("Method")!).Candidates;

        CollectionAssert.AreEquivalent(
            Enum.GetValues<LleMethod>().Where(method => method != LleMethod.Hessian).Cast<object>().ToArray(), candidates);
        Assert.IsInRange(1, candidates.Length - 2, Array.IndexOf(candidates, LleMethod.Standard), "The default stands at an end.");
        var options = Make(property => property.Name switch
        {
            "Method" => candidates[0],
            "NumberOfComponents" => property.GetCustomAttribute<RangeAttribute>()!.Max,
            _ => property.GetCustomAttribute<RangeAttribute>()!.Min,
        });
        options.Method = LleMethod.Hessian;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Transforms.LocallyLinearEmbedding(options));
    }

    [TestMethod]
    public void Every_corner_of_the_search_space_makes_an_estimator()
    {
        var mlContext = new MLContext(seed: 1);
        IEnumerable<object?[]> corners = [[]];
        foreach (var property in _searched)
        {
            object[] ends = property.GetCustomAttribute<RangeAttribute>() is { } range
                ? [range.Min, range.Max]
                : Choice(property).Candidates;
            corners = [.. corners.SelectMany(corner => ends.Select(end => (object?[])[.. corner, end]))];
        }

        Assert.HasCount(2 * 2 * 2 * _methodsSearched, corners);
        foreach (object?[] corner in corners)
        {
            AssertValid(mlContext, Make(property => corner[Array.IndexOf(_searched, property)]));
        }
    }

    [TestMethod]
    public void Every_sample_of_the_search_space_makes_an_estimator()
    {
        var mlContext = new MLContext(seed: 1);
        var random = new Random(1);
        var drawn = new HashSet<(int, int?, LleMethod)>();
        for (int sample = 0; sample < Samples; sample++)
        {
            var options = Make(property => Draw(property, random.NextDouble()));
            AssertValid(mlContext, options);
            drawn.Add((options.NumberOfComponents, options.NumberOfNeighbors, options.Method));
        }

        // All components and methods and nearly all neighbours came up.
        Assert.HasCount(9, drawn.Select(options => options.Item1).Distinct());
        Assert.HasCount(_methodsSearched, drawn.Select(options => options.Item3).Distinct());
        Assert.IsInRange(45, 50, drawn.Select(options => options.Item2).Distinct().Count());
    }

    private static bool IsOfSearchSpace(Attribute attribute) => attribute.GetType().Namespace == typeof(RangeAttribute).Namespace;

    private static ChoiceAttribute Choice(PropertyInfo property) => property.GetCustomAttribute<ChoiceAttribute>()!;

    /// <summary>The value at a share, from 0 to 1, of the option's range or candidates.</summary>
    private static object Draw(PropertyInfo property, double share)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
        {
            object[] candidates = Choice(property).Candidates;
            return candidates[(int)(share * candidates.Length)];
        }

        double min = Convert.ToDouble(range.Min), max = Convert.ToDouble(range.Max);
        double value = range.LogBase ? min * Math.Pow(max / min, share) : min + (share * (max - min));
        return range.Min is int ? (object)(int)Math.Round(value) : value;
    }

    private static LocallyLinearEmbeddingOptions Make(Func<PropertyInfo, object?> value)
    {
        var options = new LocallyLinearEmbeddingOptions();
        foreach (var property in _searched)
        {
            property.SetValue(options, value(property));
        }

        return options;
    }

    private static void AssertValid(MLContext mlContext, LocallyLinearEmbeddingOptions options)
    {
        try
        {
            // Making the estimator checks every option against the others.
            _ = mlContext.Transforms.LocallyLinearEmbedding(options);
        }
        catch (ArgumentException exception)
        {
            string values = string.Join(", ", _searched.Select(property => $"{property.Name} {property.GetValue(options)}"));
            Assert.Fail($"{values}: {exception.Message}");
        }
    }
}
