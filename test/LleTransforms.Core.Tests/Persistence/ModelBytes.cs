using System.Buffers.Binary;
using System.IO.Hashing;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>Saved models of a few rows, and changes of single numbers in them.</summary>
internal static class ModelBytes
{
    public const int Method = 16, Rule = 20, Metric = 24, Components = 28, Neighbors = 32, Features = 36, TrainingRows = 40, HeldRows = 44,
        CoordinateRows = 48, Parts = 52, Regularization = 56, Arrays = 64;

    /// <summary>What stands behind the rows of a model without names: its landmarks, the number of names, the sum.</summary>
    public const int Tail = 16;

    public static LleModel Fit(LleMethod method = LleMethod.Standard, bool repeats = false, int? landmarks = null, string[]? names = null)
    {
        double[,] rows = Manifolds.SwissRoll(20, 4).Rows;
        return LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(repeats ? ArrayRows.Stack(rows, rows) : rows).WithColumnNames(names),
            new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 6, NumberOfLandmarks = landmarks });
    }

    public static byte[] Save(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public static LleModel Load(byte[] bytes) => LleModel.Load(new MemoryStream(bytes));

    public static byte[] With(this byte[] bytes, int position, int value)
    {
        byte[] changed = [.. bytes];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(position), value);
        return changed.Sealed();
    }

    public static byte[] With(this byte[] bytes, int position, double value)
    {
        byte[] changed = [.. bytes];
        BinaryPrimitives.WriteDoubleLittleEndian(changed.AsSpan(position), value);
        return changed.Sealed();
    }

    public static byte[] With(this byte[] bytes, int position, float value)
    {
        byte[] changed = [.. bytes];
        BinaryPrimitives.WriteSingleLittleEndian(changed.AsSpan(position), value);
        return changed.Sealed();
    }

    /// <summary>The same bytes with the sum that belongs behind them, where their version has one.</summary>
    public static byte[] Sealed(this byte[] bytes)
    {
        byte[] changed = [.. bytes];
        if (changed.Int32(8) >= 4)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(changed.AsSpan(changed.Length - 8), XxHash64.HashToUInt64(changed.AsSpan(..^8)));
        }

        return changed;
    }

    public static int Int32(this byte[] bytes, int position) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));

    public static double Double(this byte[] bytes, int position) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(position));

    /// <summary>Refused as damaged, from a file and through a pipe.</summary>
    public static void AssertRefused(byte[] bytes, string message)
    {
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Load(bytes)).Message, message);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<InvalidDataException>(() => LleModel.Load(new PipeStream(bytes))).Message, "The ");
    }
}
