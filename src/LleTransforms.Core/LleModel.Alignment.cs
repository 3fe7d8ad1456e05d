using LleTransforms.Model;
using LleTransforms.Running;
using LleTransforms.Updating;

namespace LleTransforms;

/// <content>The same model in other axes.</content>
public sealed partial class LleModel
{
    /// <summary>Brings the model to the axes of another embedding, so that what was trained on its coordinates stays of use.</summary>
    /// <param name="reference">Coordinates of shared rows in that embedding, as many columns as the model has components.</param>
    /// <param name="rows">The training row of this model that each of them belongs to. Null means the first training rows, in their
    /// order.</param>
    /// <param name="kind">What may be done to the coordinates. Default <see cref="LleAlignmentKind.Orthogonal"/>.</param>
    /// <returns>The aligned model, and how far the shared rows moved.</returns>
    /// <remarks>
    /// <para>Orthogonal Procrustes (Schönemann 1966; Gower 1975): all is turned or mirrored, so that the squared distances to the
    /// reference are least. That leaves distances as they are. Where all columns have mean 0 and variance 1 and do not go together, as
    /// those of a fit, they still do, whatever the axes. With <see cref="LleAlignmentKind.Similarity"/> they no longer do.</para>
    /// <para><see cref="Eigenvalues"/> belong to the space that the coordinates span, no longer to one coordinate each. Cost: m d^2 + d^3
    /// for m shared rows, and n d^2.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The reference has another number of columns, rows or a value that is not finite, or fewer than
    /// d + 1 rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such training row.</exception>
    /// <exception cref="InvalidOperationException">The model holds no training rows: give it the shared rows' features
    /// instead.</exception>
    public LleAlignment AlignTo(
        FeatureMatrix reference, IReadOnlyList<int>? rows = null, LleAlignmentKind kind = LleAlignmentKind.Orthogonal)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _ = RequireRows();
        int d = NumberOfComponents;
        if (reference.NumberOfColumns != d)
        {
            throw new ArgumentException(
                $"The reference has {reference.NumberOfColumns} coordinates, but the model gives {d}.", nameof(reference));
        }

        int count = reference.NumberOfRows;
        if (rows is not null && rows.Count != count)
        {
            throw new ArgumentException($"There are {rows.Count} numbers of rows for {count} rows of the reference.", nameof(rows));
        }

        double[] own = new double[count * d], wanted = new double[count * d];
        for (int i = 0; i < count; i++)
        {
            Coordinates(rows?[i] ?? i).CopyTo(own.AsSpan(i * d));
            reference.CopyRow(i, wanted.AsSpan(i * d, d));
        }

        return AlignTo(own, wanted, sharesTrainingRows: true, kind);
    }

    /// <summary>Brings the model to the axes of another one by rows that both can place, such as those that both were fitted on.</summary>
    /// <param name="reference">The other model, of as many components and features.</param>
    /// <param name="rows">
    /// Rows of features. Those that are training rows of both models count, known by equal features. Where those are fewer than d + 1, all
    /// rows count, placed by each model.
    /// </param>
    /// <param name="kind">What may be done to the coordinates. Default <see cref="LleAlignmentKind.Orthogonal"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The aligned model, and how far the shared rows moved.</returns>
    /// <inheritdoc cref="AlignTo(FeatureMatrix, IReadOnlyList{int}, LleAlignmentKind)" path="/remarks"/>
    /// <exception cref="ArgumentException">The models have other numbers of components or features, or there are fewer than d + 1 rows that
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
        if (known.Length > NumberOfComponents)
        {
            return AlignTo(
                [.. known.SelectMany(pair => Coordinates(pair.Own).ToArray())],
                [.. known.SelectMany(pair => reference.Coordinates(pair.Other).ToArray())],
                sharesTrainingRows: true,
                kind);
        }

        FeatureMatrix own = Transform(rows, null, cancellationToken);
        FeatureMatrix wanted = reference.Transform(rows, null, cancellationToken);
        int[] placed = [.. Enumerable.Range(0, rows.NumberOfRows).Where(row => IsPlaced(own.Row(row)) && IsPlaced(wanted.Row(row)))];
        return AlignTo(Gather(own, placed), Gather(wanted, placed), sharesTrainingRows: false, kind);
    }

    private LleAlignment AlignTo(double[] own, double[] reference, bool sharesTrainingRows, LleAlignmentKind kind)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} is no way to align.");
        }

        AlignedContent aligned = AlignedContent.Of(Content, own, reference, kind);
        LleModel model = new(
            aligned.Content, ModelPlacement.Create(aligned.Content, _placement.Explainer?.Search, new FitContext()));
        return new LleAlignment(
            model, own.Length / NumberOfComponents, sharesTrainingRows, aligned.Scale, aligned.Before, aligned.After);
    }

    private void RequireSameShape(LleModel reference)
    {
        if (reference.NumberOfComponents != NumberOfComponents)
        {
            throw new ArgumentException(
                $"The reference gives {reference.NumberOfComponents} coordinates, but the model {NumberOfComponents}.", nameof(reference));
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
