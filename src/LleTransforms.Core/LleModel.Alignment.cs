using LleTransforms.Model;
using LleTransforms.Running;
using LleTransforms.Updating;

namespace LleTransforms;

/// <content>The same model in other axes.</content>
public sealed partial class LleModel
{
    /// <summary>Brings the model to the axes of another embedding, so that what was trained on its coordinates stays of use.</summary>
    /// <param name="reference">Coordinates of shared rows in that embedding: d columns, at most as many as the model has
    /// components.</param>
    /// <param name="rows">The training row of this model that each of them belongs to. Null means the first training rows, in their
    /// order.</param>
    /// <param name="kind">What may be done to the coordinates. Default <see cref="LleAlignmentKind.Orthogonal"/>.</param>
    /// <returns>The aligned model of d components, and how far the shared rows moved.</returns>
    /// <remarks>
    /// <para>Orthogonal Procrustes (Schönemann 1966; Gower 1975): all is turned or mirrored, so that the squared distances to the
    /// reference are least. That leaves distances as they are. Where all columns have mean 0 and variance 1 and do not go together, as
    /// those of a fit, they still do, whatever the axes. With <see cref="LleAlignmentKind.Similarity"/> they no longer do. Nor with
    /// <see cref="LleAlignmentKind.Linear"/>, which comes nearest: by least squares, for a trainer of the reference's coordinates.</para>
    /// <para>A model of more components than the reference gives those d combinations of its coordinates that come nearest to it. Where
    /// eigenvalues d and d + 1 of a fit are close, a few rows more let the two eigenvectors change places. A fit of two to nine times d
    /// components has both. The combinations cost more than the first d coordinates do (docs/guide/growing.md).</para>
    /// <para><see cref="Eigenvalues"/> belong to the space that the coordinates span, no longer to one coordinate each. Cost: r m d + m^3
    /// for r shared rows and a model of m components, and n m d.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The reference has another number of columns or rows, or a value that is not finite.
    /// Or it has fewer than d + 1 rows; <see cref="LleAlignmentKind.Linear"/> takes one more than the model has components.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such training row.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: give it the shared rows' features
    /// instead.</exception>
    public LleAlignment AlignTo(
        FeatureMatrix reference, IReadOnlyList<int>? rows = null, LleAlignmentKind kind = LleAlignmentKind.Orthogonal)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _ = RequireRows();
        (int m, int d) = (NumberOfComponents, reference.NumberOfColumns);
        if (d > m)
        {
            throw new ArgumentException(
                $"The reference has {d} coordinates, but the model gives {m}; it may give more, not fewer.", nameof(reference));
        }

        int count = reference.NumberOfRows;
        if (rows is not null && rows.Count != count)
        {
            throw new ArgumentException($"There are {rows.Count} numbers of rows for {count} rows of the reference.", nameof(rows));
        }

        double[] own = new double[count * m], wanted = new double[count * d];
        for (int i = 0; i < count; i++)
        {
            Coordinates(rows?[i] ?? i).CopyTo(own.AsSpan(i * m));
            reference.CopyRow(i, wanted.AsSpan(i * d, d));
        }

        return AlignTo(own, wanted, d, sharesTrainingRows: true, kind);
    }

    /// <summary>Brings the model to the axes of another one by rows that both can place, such as those that both were fitted on.</summary>
    /// <param name="reference">The other model, of d components, at most as many as this one, and of as many features.</param>
    /// <param name="rows">
    /// Rows of features. Those that are training rows of both models count, known by equal features. Where those are too few, all rows
    /// count, placed by each model.
    /// </param>
    /// <param name="kind">What may be done to the coordinates. Default <see cref="LleAlignmentKind.Orthogonal"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The aligned model of d components, and how far the shared rows moved.</returns>
    /// <inheritdoc cref="AlignTo(FeatureMatrix, IReadOnlyList{int}, LleAlignmentKind)" path="/remarks"/>
    /// <exception cref="ArgumentException">The reference has more components or other features, or there are fewer than d + 1 rows that
    /// both can place.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LleAlignment AlignTo(
        LleModel reference, FeatureMatrix rows, LleAlignmentKind kind = LleAlignmentKind.Orthogonal,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(rows);
        RequireSameShape(reference);
        (int Own, int Other)[] known = HoldsTrainingRows && reference.HoldsTrainingRows ? SharedRows(reference, rows) : [];
        if (known.Length > (kind == LleAlignmentKind.Linear ? NumberOfComponents : reference.NumberOfComponents))
        {
            return AlignTo(
                [.. known.SelectMany(pair => Coordinates(pair.Own).ToArray())],
                [.. known.SelectMany(pair => reference.Coordinates(pair.Other).ToArray())],
                reference.NumberOfComponents,
                sharesTrainingRows: true,
                kind);
        }

        FeatureMatrix own = Transform(rows, null, cancellationToken);
        FeatureMatrix wanted = reference.Transform(rows, null, cancellationToken);
        int[] placed = [.. Enumerable.Range(0, rows.NumberOfRows).Where(row => IsPlaced(own.Row(row)) && IsPlaced(wanted.Row(row)))];
        return AlignTo(Gather(own, placed), Gather(wanted, placed), reference.NumberOfComponents, sharesTrainingRows: false, kind);
    }

    private LleAlignment AlignTo(double[] own, double[] reference, int d, bool sharesTrainingRows, LleAlignmentKind kind)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} is no way to align.");
        }

        AlignedContent aligned = AlignedContent.Of(Content, own, reference, d, kind);
        LleModel model = new(
            aligned.Content, ModelPlacement.Create(aligned.Content, _placement.Explainer?.Search, new FitContext()));
        return new LleAlignment(model, reference.Length / d, sharesTrainingRows, aligned);
    }

    private void RequireSameShape(LleModel reference)
    {
        if (reference.NumberOfComponents > NumberOfComponents)
        {
            throw new ArgumentException(
                $"The reference gives {reference.NumberOfComponents} coordinates, but the model {NumberOfComponents}; it may give more, " +
                $"not fewer.", nameof(reference));
        }

        if (reference.NumberOfFeatures != NumberOfFeatures)
        {
            throw new ArgumentException(
                $"The reference takes {reference.NumberOfFeatures} features, but the model {NumberOfFeatures}.", nameof(reference));
        }
    }

    /// <summary>The rows that both models were fitted on, by their numbers in each.</summary>
    private (int Own, int Other)[] SharedRows(LleModel reference, FeatureMatrix rows)
    {
        double[] features = new double[NumberOfFeatures];
        var shared = new List<(int Own, int Other)>();
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            rows.CopyRow(row, features);
            (int Own, int Other) pair = (FindTrainingRow(features), reference.FindTrainingRow(features));
            if (pair is { Own: >= 0, Other: >= 0 })
            {
                shared.Add(pair);
            }
        }

        return [.. shared];
    }

    private static bool IsPlaced(ReadOnlySpan<float> coordinates)
    {
        foreach (float coordinate in coordinates)
        {
            if (!float.IsFinite(coordinate))
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Gather(FeatureMatrix coordinates, int[] rows)
    {
        int d = coordinates.NumberOfColumns;
        double[] gathered = new double[rows.Length * d];
        for (int i = 0; i < rows.Length; i++)
        {
            coordinates.CopyRow(rows[i], gathered.AsSpan(i * d, d));
        }

        return gathered;
    }
}
