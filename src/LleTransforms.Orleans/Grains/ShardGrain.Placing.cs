using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>Places a shard's rows by a model, a part with each call.</summary>
/// <remarks>The reader and what is written belong to this grain. Lost with it, the shard begins anew, so that no row is lost or
/// doubled.</remarks>
internal sealed partial class ShardGrain
{
    private const int FewestRowsOfStep = 64;

    private ILleShardCoordinates? _target;
    private LleModel? _model;
    private int _rowsPlaced;

    public async Task<int> PlaceAsync(PlaceDescription description)
    {
        int rowCount = description.Shard.NumberOfRows;
        if (_rowsPlaced == rowCount)
        {
            return rowCount;
        }

        _model ??= await siloModels.OfAsync(description.Id, description.NumberOfModelParts);
        LleModel model = _model;
        if (_target is null)
        {
            if (_reader is null)
            {
                _reader = await work.RunAsync(_ => OpenFor(model, description.Shard), _stop.Token);
                HoldWhileReading(description.Shard);
            }

            _target = CreateTarget(description.Sink, rowCount, model.NumberOfComponents, isDoublePrecision: false, description.Shard);
        }

        double most = Math.Max(
            FewestRowsOfStep, ShardSteps.ProductsOfCall / model.NumberOfFeatures / Math.Max(1, model.NumberOfHeldRows));
        int count = (int)Math.Min(rowCount - _rowsPlaced, most);
        try
        {
            await work.RunAsync(_ => PlaceRows(model, count, description), _stop.Token);
            _rowsPlaced += count;
        }
        catch
        {
            // What is half written begins anew.
            EndPlacing();
            throw;
        }

        metrics.Placed(count);
        if (_rowsPlaced == rowCount)
        {
            _target.Complete();
            EndPlacing();
            _rowsPlaced = rowCount;
        }

        return _rowsPlaced;
    }

    private ILleShardRows OpenFor(LleModel model, LleShard shard)
    {
        ILleShardRows rows = Open(shard);
        if (rows.NumberOfColumns == model.NumberOfFeatures)
        {
            return rows;
        }

        int columnCount = rows.NumberOfColumns;
        rows.Dispose();
        throw new ShardFaultException(ShardFaultKind.BadRows, Shard,
            $"Shard {Shard} ({shard}) has {columnCount} columns, but the model was fitted on {model.NumberOfFeatures}.");
    }

    private bool PlaceRows(LleModel model, int count, PlaceDescription description)
    {
        int columnCount = model.NumberOfFeatures;
        int d = model.NumberOfComponents;
        float[] coordinates = new float[count * d];
        if (_reader!.IsDoublePrecision)
        {
            double[] rows = new double[count * columnCount];
            Fill(_reader, rows.AsSpan(), description.Shard);
            for (int row = 0; row < count; row++)
            {
                model.Transform(rows.AsSpan(row * columnCount, columnCount), coordinates.AsSpan(row * d, d));
            }
        }
        else
        {
            float[] rows = new float[count * columnCount];
            Fill(_reader, rows.AsSpan(), description.Shard);
            FeatureMatrix placed = model.Transform(FeatureMatrix.FromRowMajor(rows, count, columnCount), null, _stop.Token);
            for (int row = 0; row < count; row++)
            {
                placed.Row(row).CopyTo(coordinates.AsSpan(row * d));
            }
        }

        try
        {
            _target!.Append(coordinates.AsSpan());
            return true;
        }
        catch (Exception fault)
        {
            throw NotWritten(description.Sink, description.Shard, fault);
        }
    }

    private void EndPlacing()
    {
        _target?.Dispose();
        EndReading();
        (_target, _rowsPlaced) = (null, 0);
    }
}
