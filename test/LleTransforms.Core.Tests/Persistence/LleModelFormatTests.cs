using System.Text;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>The binary form, number by number: what is written where, and what is refused.</summary>
[TestClass]
public sealed class LleModelFormatTests
{
    private const int D = 3, Dimension = 2, Rows = 20;
    private const int Eigenvalues = ModelBytes.Arrays, Sizes = Eigenvalues + (8 * Dimension), Offset = Sizes + 4, Mean = Offset + (8 * D),
        Scale = Mean + (8 * D);
    private const int Values = Scale + 4, Coordinates = Values + (4 * Rows * D), Index = Coordinates + (8 * Rows * Dimension);

    private static readonly LleModel _plain = ModelBytes.Fit();
    private static readonly byte[] _bytes = ModelBytes.Save(_plain);
    private static readonly byte[] _repeated = ModelBytes.Save(ModelBytes.Fit(repeats: true));
    private static readonly byte[] _linear = ModelBytes.Save(ModelBytes.Fit(LleMethod.NeighborhoodPreservingEmbedding));

    [TestMethod]
    public void Every_number_stands_where_the_documentation_says()
    {
        Assert.AreEqual("LLEMODEL", Encoding.ASCII.GetString(_bytes, 0, 8));
        int[] header = [.. Enumerable.Range(0, 12).Select(i => _bytes.Int32(8 + (4 * i)))];
        CollectionAssert.AreEqual(new[] { 4, 1, 0, 0, 0, Dimension, 6, D, Rows, Rows, Rows, 1 }, header);
        Assert.AreEqual(1e-3, _bytes.Double(ModelBytes.Regularization));
        CollectionAssert.AreEqual(_plain.Eigenvalues.ToArray(), new[] { _bytes.Double(Eigenvalues), _bytes.Double(Eigenvalues + 8) });
        Assert.AreEqual(Rows, _bytes.Int32(Sizes));
        CollectionAssert.AreEqual(
            _plain.Content.Scaling.Offset ?? new double[D], Enumerable.Range(0, D).Select(c => _bytes.Double(Offset + (8 * c))).ToArray());
        CollectionAssert.AreEqual(_plain.Content.Scaling.Mean, Enumerable.Range(0, D).Select(c => _bytes.Double(Mean + (8 * c))).ToArray());
        Assert.AreEqual(_plain.Content.Scaling.ScaleExponent, _bytes.Int32(Scale));
        Assert.AreEqual(_plain.Content.Rows!.Features.Values[4], BitConverter.ToSingle(_bytes, Values + 16));
        Assert.AreEqual(_plain.Coordinates(3)[1], _bytes.Double(Coordinates + (8 * 7)));
        Assert.HasCount(Index + ModelBytes.Tail, _bytes);
        Assert.HasCount(Index + (4 * 2 * Rows) + ModelBytes.Tail, _repeated);
        Assert.HasCount(Scale + 4 + (8 * Dimension * D) + (8 * Dimension) + ModelBytes.Tail, _linear);
        CollectionAssert.AreEqual(_bytes, _bytes.Sealed());
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void What_is_read_is_what_was_written(LleMethod method)
    {
        foreach (bool repeats in new[] { false, true })
        {
            LleModel model = ModelBytes.Fit(method, repeats);
            byte[] bytes = ModelBytes.Save(model);
            LleModel loaded = ModelBytes.Load(bytes);

            CollectionAssert.AreEqual(bytes, ModelBytes.Save(loaded));
            Assert.AreEqual(method, loaded.Method);
            Assert.AreEqual(model.Placement, loaded.Placement);
            Assert.AreEqual(repeats ? 2 * Rows : Rows, loaded.NumberOfTrainingRows);
            Assert.AreEqual(model.NumberOfNeighbors, loaded.NumberOfNeighbors);
            CollectionAssert.AreEqual(model.PartSizes.ToArray(), loaded.PartSizes.ToArray());
            Assert.AreEqual(model.Content.Regularization, loaded.Content.Regularization);
        }
    }

    [TestMethod]
    public void Landmarks_stand_behind_all_else_where_an_older_reader_does_not_look()
    {
        LleModel model = ModelBytes.Fit(landmarks: 15);

        byte[] bytes = ModelBytes.Save(model);

        int at = bytes.Length - ModelBytes.Tail;
        Assert.AreEqual(15, model.NumberOfLandmarks);
        Assert.AreEqual((4, 1), (bytes.Int32(8), bytes.Int32(12)));
        Assert.AreEqual(15, bytes.Int32(at));
        Assert.AreEqual(15, ModelBytes.Load(bytes).NumberOfLandmarks);
        CollectionAssert.AreEqual(bytes, ModelBytes.Save(ModelBytes.Load(bytes)));
        ModelBytes.AssertRefused(bytes.With(at, -1), "number of landmarks is -1, but must be from 0 to 20");
        ModelBytes.AssertRefused(bytes.With(at, 21), "number of landmarks is 21");
        byte[] third = bytes.With(8, 3)[..(at + 4)];
        Assert.AreEqual(15, ModelBytes.Load(third).NumberOfLandmarks);
        ModelBytes.AssertRefused(third.With(at, 0), "number of landmarks is 0, but must be from 1 to 20");
        LleModel asBefore = ModelBytes.Load(bytes.With(8, 1)[..at]);
        Assert.IsNull(asBefore.NumberOfLandmarks);
        CollectionAssert.AreEqual(model.Coordinates(7).ToArray(), asBefore.Coordinates(7).ToArray());
        Assert.IsNull(_plain.NumberOfLandmarks);
    }

    [TestMethod]
    public void Names_of_columns_are_kept()
    {
        string[] names = ["length", "", "Größe \U0001F98B"];
        LleModel model = ModelBytes.Fit(names: names);
        byte[] bytes = ModelBytes.Save(model);

        CollectionAssert.AreEqual(names, model.FeatureNames!.ToArray());
        CollectionAssert.AreEqual(names, ModelBytes.Load(bytes).FeatureNames!.ToArray());
        CollectionAssert.AreEqual(names, LleModel.Load(new PipeStream(bytes)).FeatureNames!.ToArray());
        CollectionAssert.AreEqual(bytes, ModelBytes.Save(ModelBytes.Load(bytes)));
        Assert.IsNull(ModelBytes.Load(_bytes).FeatureNames);
        int count = Index + 4;
        Assert.AreEqual((D, names[0].Length), (bytes.Int32(count), bytes.Int32(count + 4)));
        ModelBytes.AssertRefused(bytes.With(count, D - 1), "has 2 names for 3 columns");
        ModelBytes.AssertRefused(bytes.With(count, D + 1), "number of columns' names is 4, but must be from 0 to 3");
        ModelBytes.AssertRefused(bytes.With(count + 4, -1), "length of columns' names is -1");
        ModelBytes.AssertRefused(bytes.With(count + 4, int.MaxValue), "length of columns' names");
        ModelBytes.AssertRefused(bytes.With(count + 4, bytes.Length), "columns' names claim");
        ModelBytes.AssertRefused(bytes.With(count + 8, -1), "columns' names hold bytes that are no text");
        Assert.ThrowsExactly<ArgumentException>(() => ModelBytes.Fit(names: ["a", "b"]));
    }

    [TestMethod]
    public void A_flipped_bit_is_noticed_wherever_it_is()
    {
        byte[] whole = ModelBytes.Save(ModelBytes.Fit(names: ["a", "b", "c"]));
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(damaged), $"bit {bit % 8} of byte {bit / 8}");
        }

        whole[^1] ^= 1;
        ModelBytes.AssertRefused(whole, "do not have the sum that stands behind them");
    }

    [TestMethod]
    public void A_file_cut_anywhere_is_refused()
    {
        foreach (byte[] whole in new[] { _bytes, _repeated, _linear, ModelBytes.Save(ModelBytes.Fit(landmarks: 15)) })
        {
            for (int length = 0; length < whole.Length; length++)
            {
                byte[] cut = whole[..length];
                Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(cut), $"{length} of {whole.Length} bytes");
                Assert.ThrowsExactly<InvalidDataException>(() =>
                    LleModel.Load(new PipeStream(cut)), $"{length} of {whole.Length} bytes through a pipe");
            }
        }
    }

    [TestMethod]
    public void Bytes_behind_the_model_are_left_alone()
    {
        using var stream = new MemoryStream([.. _repeated, 1, 2, 3]);

        CollectionAssert.AreEqual(_repeated, ModelBytes.Save(LleModel.Load(stream)));
        Assert.AreEqual(_repeated.Length, stream.Position);
        CollectionAssert.AreEqual(_repeated, ModelBytes.Save(LleModel.Load(new PipeStream(_repeated))));
    }

    [TestMethod]
    [DataRow(0, 1, "does not begin with LLEMODEL")]
    [DataRow(8, 0, "version 0, readable from 1, makes no sense")]
    [DataRow(12, 0, "makes no sense")]
    [DataRow(12, 5, "version 4, readable from 5, makes no sense")]
    [DataRow(ModelBytes.Method, 17, "method is 17")]
    [DataRow(ModelBytes.Method, -1, "method is -1")]
    [DataRow(ModelBytes.Method, 4, "cannot place rows by Barycentric")]
    [DataRow(ModelBytes.Rule, 2, "Standard cannot place rows by Linear")]
    [DataRow(ModelBytes.Rule, 3, "placement rule is 3")]
    [DataRow(ModelBytes.Metric, 5, "metric is 5")]
    [DataRow(ModelBytes.Metric, 4, "The model holds 3 distances for 20 rows")]
    [DataRow(ModelBytes.Components, 0, "number of components is 0, but must be from 1 to 10000")]
    [DataRow(ModelBytes.Components, 10_001, "number of components is 10001")]
    [DataRow(ModelBytes.Neighbors, 1, "number of neighbours is 1, but must be from 2 to 1000")]
    [DataRow(ModelBytes.Neighbors, 1001, "number of neighbours is 1001")]
    [DataRow(ModelBytes.Neighbors, 20, "number of training rows is 20, but must be from 21")]
    [DataRow(ModelBytes.Features, 0, "number of features is 0, but must be from 1")]
    [DataRow(ModelBytes.Features, int.MaxValue, "offset claim 2147483647 numbers, more than the file holds")]
    [DataRow(ModelBytes.TrainingRows, 19, "number of held rows is 20, but must be from 7 to 19")]
    [DataRow(ModelBytes.HeldRows, 6, "number of held rows is 6, but must be from 7 to 20")]
    [DataRow(ModelBytes.HeldRows, 21, "number of held rows is 21")]
    [DataRow(ModelBytes.CoordinateRows, 19, "number of rows of coordinates is 19, but must be from 20 to 20")]
    [DataRow(ModelBytes.CoordinateRows, 21, "number of rows of coordinates is 21")]
    [DataRow(ModelBytes.Parts, 0, "number of embedded components is 0, but must be from 1 to 20")]
    [DataRow(ModelBytes.Parts, 21, "number of embedded components is 21")]
    [DataRow(Sizes, 0, "component sizes hold 0, but must be from 1 to 20")]
    [DataRow(Sizes, 21, "component sizes hold 21")]
    [DataRow(Scale, -150, "scale exponent is -150, but must be from -149 to 130")]
    [DataRow(Scale, 131, "scale exponent is 131")]
    public void An_integer_beyond_its_range_is_refused_by_name(int position, int value, string message) =>
        ModelBytes.AssertRefused(_bytes.With(position, value), message);

    [TestMethod]
    [DataRow(ModelBytes.Regularization, 1e-13, "regularization is 1E-13")]
    [DataRow(ModelBytes.Regularization, 1.5, "regularization is 1.5")]
    [DataRow(ModelBytes.Regularization, double.NaN, "regularization hold a number that is not finite")]
    [DataRow(Eigenvalues, -1.0, "eigenvalues hold -1, but must be from 0")]
    [DataRow(Eigenvalues + 8, 1e101, "eigenvalues hold 1E+101")]
    [DataRow(Eigenvalues, double.NaN, "eigenvalues hold a number that is not finite")]
    [DataRow(Offset, double.PositiveInfinity, "offset hold a number that is not finite")]
    [DataRow(Mean, double.NegativeInfinity, "mean hold a number that is not finite")]
    [DataRow(Mean + 16, 1e39, "mean hold 1E+39")]
    [DataRow(Mean, -1e39, "mean hold -1E+39")]
    [DataRow(Coordinates, 1e21, "coordinates hold 1E+21")]
    [DataRow(Index - 8, -1e21, "coordinates hold -1E+21")]
    [DataRow(Coordinates, double.NaN, "coordinates hold a number that is not finite")]
    public void A_number_that_no_fit_gives_is_refused_by_name(int position, double value, string message) =>
        ModelBytes.AssertRefused(_bytes.With(position, value), message);

    [TestMethod]
    public void Borders_of_the_ranges_are_taken()
    {
        foreach (byte[] allowed in new[]
        {
            _bytes.With(ModelBytes.Regularization, 1e-12), _bytes.With(ModelBytes.Regularization, 1.0), _bytes.With(Scale, -149),
                _bytes.With(Scale, 130),
            _bytes.With(Eigenvalues, 0.0), _bytes.With(Coordinates, 1e20), _bytes.With(Values, 1f), _bytes.With(Values, -1f),
            _bytes.With(Sizes, 1),
            _bytes.With(Mean, (double)float.MaxValue), _bytes.With(ModelBytes.Neighbors, 19), _bytes.With(ModelBytes.Neighbors, 2),
            _bytes.With(8, 2), _bytes.With(ModelBytes.Metric, 1), _bytes.With(ModelBytes.Rule, 1), _bytes.With(ModelBytes.Method, 3),
        })
        {
            CollectionAssert.AreEqual(allowed.With(8, 1), ModelBytes.Save(ModelBytes.Load(allowed)).With(8, 1));
        }
    }

    [TestMethod]
    public void Values_beyond_the_unit_cube_and_not_finite_are_refused()
    {
        ModelBytes.AssertRefused(_bytes.With(Values, 1.01f), "training rows hold 1.01, but must be from -1 to 1");
        ModelBytes.AssertRefused(_bytes.With(Coordinates - 4, -1.01f), "training rows hold -1.01");
        ModelBytes.AssertRefused(_bytes.With(Values, float.NaN), "training rows hold a number that is not finite");
    }

    [TestMethod]
    public void Places_of_training_rows_must_be_rows_of_coordinates_and_name_each()
    {
        int index = _repeated.Length - ModelBytes.Tail - (4 * 2 * Rows);
        ModelBytes.AssertRefused(_repeated.With(index, -1), "distinct rows hold -1, but must be from 0 to 19");
        ModelBytes.AssertRefused(_repeated.With(index, Rows), "distinct rows hold 20");
        ModelBytes.AssertRefused(_repeated.With(index, 3).With(index + (4 * Rows), 3), "distinct rows leave out row 0");
        Assert.AreEqual(3, ModelBytes.Load(_repeated.With(index, 3)).Content.Rows!.DistinctIndex![0]);
    }

    [TestMethod]
    public void Sizes_of_parts_together_are_no_more_than_the_rows()
    {
        byte[] twoParts = [.. _bytes[..(Sizes + 4)], 1, 0, 0, 0, .. _bytes[(Sizes + 4)..]];
        ModelBytes.AssertRefused(twoParts.With(ModelBytes.Parts, 2), "component sizes together hold 21, but must be from 1 to 20");
        Assert.HasCount(2, ModelBytes.Load(twoParts.With(ModelBytes.Parts, 2).With(Sizes, 19)).PartSizes);
    }

    [TestMethod]
    public void A_projection_holds_no_rows_and_finite_numbers()
    {
        ModelBytes.AssertRefused(_linear.With(ModelBytes.HeldRows, 7), "number of held rows is 7, but must be from 0 to 0");
        ModelBytes.AssertRefused(_linear.With(ModelBytes.CoordinateRows, 7), "number of rows of coordinates is 7, but must be from 0 to 0");
        ModelBytes.AssertRefused(_linear.With(Scale + 4, double.NaN), "projection hold a number that is not finite");
        ModelBytes.AssertRefused(_linear.With(Scale + 4, 1e21), "projection hold 1E+21");
        int last = _linear.Length - ModelBytes.Tail - 8;
        ModelBytes.AssertRefused(_linear.With(last, -1e21), "intercept hold -1E+21");
        ModelBytes.AssertRefused(_linear.With(last, double.NaN), "intercept hold a number that is not finite");
    }

    [TestMethod]
    public void A_newer_version_is_named()
    {
        ModelBytes.AssertRefused(
            _bytes.With(8, 8).With(12, 7), "written in version 8 of its form; this library reads up to version 6");
    }

    [TestMethod]
    public void Rows_without_direction_cannot_be_searched_by_angle()
    {
        byte[] angular = _bytes.With(ModelBytes.Metric, 1);
        for (int c = 0; c < D; c++)
        {
            angular = angular.With(Offset + (8 * c), 0.0).With(Mean + (8 * c), 0.0).With(Values + (4 * c), 0f);
        }

        ModelBytes.AssertRefused(angular, "training rows cannot be searched");
    }
}
