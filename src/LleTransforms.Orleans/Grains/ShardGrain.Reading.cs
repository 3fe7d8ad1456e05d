using System.IO.Hashing;
using System.Runtime.InteropServices;
using LleTransforms.Features;
using LleTransforms.Orleans.Files;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>Reads a shard's rows, some with each call.</summary>
/// <remarks>A reader that fails stands anywhere, so that whatever fails begins anew.</remarks>
internal sealed partial class ShardGrain
{
    // A text is read in about a second then, far below the time that a call may take.
    private const int ValuesOfStep = 4 << 20;
    private const int ValuesOfBlock = 1 << 16;

    private const string IdvAdvice =
        $" Add the package LleTransforms.Orleans.Idv to the silos, and set Readers[\"{LleShard.IdvReader}\"] to its reader.";

    private ILleShardRows? _reader;
    private IDisposable? _heldWhileReading;
    private XxHash3 _hash = new();
    private int _rowsRead;

    public Task<ShardFacts> PeekAsync(LleShard shard) => work.RunAsync(_ =>
    {
        using ILleShardRows rows = Open(shard);
        double[]? first = null;
        if (rows.IsDoublePrecision)
        {
            first = new double[rows.NumberOfColumns];
            Fill(rows, first.AsSpan(), shard);
        }

        return new ShardFacts(rows.NumberOfColumns, rows.IsDoublePrecision, first) { ColumnNames = rows.ColumnNames?.ToArray() };
    }, _stop.Token);

    public async Task<RowsRead> ReadAsync(FitDescription fit)
    {
        int rowCount = fit.Shard.NumberOfRows;
        if (_fit is null)
        {
            await BeginAsync(fit);
        }

        if (_rowsRead < rowCount)
        {
            int count = Math.Min(rowCount - _rowsRead, Math.Max(1, ValuesOfStep / fit.NumberOfColumns));
            int first = _rowsRead;
            try
            {
                await work.RunAsync(_ => ReadRows(fit, first, count), _stop.Token);
            }
            catch
            {
                EndReading();
                _heldMemory.ForEach(held => held.Dispose());
                _heldMemory.Clear();
                (_fit, _plan, _values, _rowsRead) = (null, null, [], 0);
                throw;
            }

            _rowsRead += count;
            metrics.Read(count);
        }

        if (_rowsRead < rowCount)
        {
            return new RowsRead(_rowsRead, 0);
        }

        EndReading();
        return new RowsRead(rowCount, _hash.GetCurrentHashAsUInt64());
    }

    private async Task BeginAsync(FitDescription fit)
    {
        int rowCount = fit.Shard.NumberOfRows;
        IDisposable held = memory.Hold(
            SiloMemory.BytesOf(rowCount, fit.NumberOfColumns, fit.Settings), Shard, $"Shard {Shard} ({fit.Shard})");
        try
        {
            _reader = await work.RunAsync(_ => Begin(fit), _stop.Token);
            HoldWhileReading(fit.Shard);
        }
        catch
        {
            EndReading();
            held.Dispose();
            throw;
        }

        _heldMemory.Add(held);
        _hash = new XxHash3();
        _values = new float[(long)rowCount * fit.NumberOfColumns];
        (_fit, _plan) = (fit, fit.Settings.ToPlan());
    }

    private void HoldWhileReading(LleShard shard) => _heldWhileReading =
        memory.Hold(_reader!.BytesWhileReading, Shard, $"Reading shard {Shard} ({shard})");

    private void EndReading()
    {
        _reader?.Dispose();
        _heldWhileReading?.Dispose();
        (_reader, _heldWhileReading) = (null, null);
    }

    private ILleShardRows Open(LleShard shard)
    {
        try
        {
            return options.Readers.TryGetValue(shard.Reader, out ILleShardReader? reader)
                ? reader.Open(shard)
                : throw new NotSupportedException(
                    $"No reader is registered as {shard.Reader}; there are {string.Join(", ", options.Readers.Keys.Order())}." +
                    $"{(shard.Reader == LleShard.IdvReader ? IdvAdvice : string.Empty)}");
        }
        catch (Exception fault)
        {
            throw new ShardFaultException(ShardFaultKind.CannotOpen, Shard, fault.Message);
        }
    }

    private ILleShardRows Begin(FitDescription fit)
    {
        ILleShardRows rows = Open(fit.Shard);
        string? fault = rows.NumberOfColumns != fit.NumberOfColumns
            ? $"has {rows.NumberOfColumns} columns, but the first shard {fit.NumberOfColumns}"
            : rows.IsDoublePrecision != fit.Offset is not null
                ? $"has {(rows.IsDoublePrecision ? "double" : "single")} precision, but the first shard has not"
                : NameFault(rows.ColumnNames, fit.ColumnNames);
        if (fault is not null)
        {
            rows.Dispose();
            throw new ShardFaultException(ShardFaultKind.BadRows, Shard, $"Shard {Shard} ({fit.Shard}) {fault}.");
        }

        return rows;
    }

    /// <summary>What is wrong with names of columns; null where nothing is, or where one side has none.</summary>
    private static string? NameFault(IReadOnlyList<string>? names, string[]? expected)
    {
        for (int column = 0; names is not null && column < expected?.Length; column++)
        {
            if (names[column] != expected[column])
            {
                return $"has '{VisibleText.Quote(names[column])}' as column {column}, counted from 0, but the first shard " +
                    $"'{VisibleText.Quote(expected[column])}'; {nameof(LleShard.Columns)} of the shards can name them in one order";
            }
        }

        return null;
    }

    private bool ReadRows(FitDescription fit, int first, int count)
    {
        int columnCount = fit.NumberOfColumns;
        int rowsOfBlock = Math.Max(1, ValuesOfBlock / columnCount);
        double[] wide = fit.Offset is null ? [] : new double[Math.Min(count, rowsOfBlock) * columnCount];
        for (int row = first; row < first + count; row += rowsOfBlock)
        {
            _stop.Token.ThrowIfCancellationRequested();
            int rows = Math.Min(rowsOfBlock, first + count - row);
            Span<float> target = _values.AsSpan(row * columnCount, rows * columnCount);
            if (fit.Offset is null)
            {
                Fill(_reader!, target, fit.Shard);
            }
            else
            {
                Fill(_reader!, wide.AsSpan(0, target.Length), fit.Shard);
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = FeatureScaling.ToStored(wide[i], fit.Offset[i % columnCount]);
                }
            }

            RequireFinite(target, row, fit);
            _hash.Append(MemoryMarshal.AsBytes(target));
        }

        return true;
    }

    private void RequireFinite(ReadOnlySpan<float> values, int firstRow, FitDescription fit)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                string place = CellPlace.Of(
                    firstRow + (i / fit.NumberOfColumns), i % fit.NumberOfColumns, _reader!.ColumnNames);
                throw new ShardFaultException(ShardFaultKind.BadRows, Shard,
                    $"Shard {Shard} ({fit.Shard}): {place} holds {values[i]}; features must be finite. Replace or drop missing values " +
                    $"before fitting.");
            }
        }
    }

    private void Fill(ILleShardRows reader, Span<float> rows, LleShard shard)
    {
        try
        {
            reader.Read(rows);
        }
        catch (Exception fault)
        {
            throw NotRead(fault, shard);
        }
    }

    private void Fill(ILleShardRows reader, Span<double> rows, LleShard shard)
    {
        try
        {
            reader.Read(rows);
        }
        catch (Exception fault)
        {
            throw NotRead(fault, shard);
        }
    }

    /// <summary>Rows that are wrong are so on every silo. A file that one of them cannot read on, another may.</summary>
    private ShardFaultException NotRead(Exception fault, LleShard shard) => fault is InvalidDataException or EndOfStreamException
        ? new ShardFaultException(ShardFaultKind.BadRows, Shard, $"Shard {Shard} ({shard}): {fault.Message}")
        : new ShardFaultException(ShardFaultKind.CannotOpen, Shard, fault.Message);
}
