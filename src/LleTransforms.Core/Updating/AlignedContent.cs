using System.Numerics.Tensors;
using LleTransforms.Model;
using LleTransforms.Placement;

namespace LleTransforms.Updating;

/// <summary>Brings a model to the axes of a reference, and tells how far the rows that both know are from it before and after.</summary>
/// <param name="Content">The model's content in the reference's axes.</param>
/// <param name="Scale">The factor of all coordinates.</param>
/// <param name="Before">The root mean square of the rows' distances to their references, as a part of the references' spread.</param>
/// <param name="After">The same once the model is aligned.</param>
/// <param name="Explained">The smallest share that is explained of the variance of a coordinate of the references.</param>
internal sealed record AlignedContent(LleModelContent Content, double Scale, double Before, double After, double Explained)
{
    /// <param name="content">What is aligned.</param>
    /// <param name="own">Where the model has the shared rows, row-major, as many coordinates a row as it has components.</param>
    /// <param name="reference">Where the reference has them, d a row.</param>
    /// <param name="d">The components that the aligned model has, at most as many as the model. Where they are fewer, those combinations of
    /// its coordinates are taken that come nearest to the reference.</param>
    /// <param name="kind">What may be done.</param>
    /// <exception cref="ArgumentException">There are too few rows, or the reference has all of them in one place.</exception>
    public static AlignedContent Of(LleModelContent content, double[] own, double[] reference, int d, LleAlignmentKind kind)
    {
        int count = reference.Length / d;
        int free = kind == LleAlignmentKind.Linear ? content.NumberOfComponents : d;
        if (count <= free)
        {
            throw new ArgumentException(
                $"There are {count} shared rows, but axes of {free} coordinates need {free + 1} at least.", nameof(reference));
        }

        double[] squares = Squares(reference, d);
        double spread = Math.Sqrt(squares.Sum() / count);
        if (!(spread > 0) || !double.IsFinite(spread))
        {
            throw new ArgumentException(
                "The reference has all shared rows in one place, or one that is not finite; that gives no axes.", nameof(reference));
        }

        var map = SimilarityMap.Find(own, reference, content.NumberOfComponents, d, kind);
        double scale = spread * Math.Sqrt(count);
        LleModelContent moved = content with
        {
            NumberOfComponents = d,
            Eigenvalues = map.Costs(content.Eigenvalues),
            Rows = content.Rows is FittedRows rows ? rows with { Embedding = map.Apply(rows.Embedding) } : null,
            Projection = content.Projection is LinearProjection projection ? map.Apply(projection) : null,
        };
        double[] mapped = map.Apply(own), left = new double[d];
        for (int i = 0; i < mapped.Length; i++)
        {
            left[i % d] += (mapped[i] - reference[i]) * (mapped[i] - reference[i]);
        }

        return new AlignedContent(
            moved,
            map.Scale,
            TensorPrimitives.Distance<double>(First(own, content.NumberOfComponents, d), reference) / scale,
            TensorPrimitives.Distance<double>(mapped, reference) / scale,
            1 - left.Zip(squares, (rest, all) => all > 0 ? rest / all : 0).Max());
    }

    /// <summary>The first coordinates of each row.</summary>
    private static double[] First(double[] rows, int from, int to) =>
        from == to ? rows : [.. Enumerable.Range(0, rows.Length / from).SelectMany(row => rows[(row * from)..((row * from) + to)])];

    /// <summary>For each coordinate the sum of the rows' squared distances from their mean.</summary>
    private static double[] Squares(double[] rows, int componentCount)
    {
        double[] mean = new double[componentCount];
        for (int i = 0; i < rows.Length; i++)
        {
            mean[i % componentCount] += rows[i];
        }

        int count = rows.Length / componentCount;
        double[] squares = new double[componentCount];
        for (int i = 0; i < rows.Length; i++)
        {
            double deviation = rows[i] - (mean[i % componentCount] / count);
            squares[i % componentCount] += deviation * deviation;
        }

        return squares;
    }
}
