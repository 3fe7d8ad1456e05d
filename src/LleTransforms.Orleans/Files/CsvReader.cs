using System.Globalization;

namespace LleTransforms.Orleans.Files;

/// <summary>Reads shards of CSV and its kin, by the rules of the command `lle`.</summary>
internal sealed class CsvReader : ILleShardReader
{
    public ILleShardRows Open(LleShard shard) => ShardFiles.Open(() =>
    {
        DelimitedSource source = OpenSource(shard);
        try
        {
            int[] columns = ShardFiles.Columns(shard, source.ColumnNames, source.NumberOfColumns, source.RowNameColumn);
            long passed = source.Skip(shard.FirstRow);
            if (shard.FirstRow < 0 || passed < shard.FirstRow)
            {
                ShardLimits.RequireRows(shard, passed);
            }

            return new Rows(shard, source, columns);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    });

    private static DelimitedSource OpenSource(LleShard shard)
    {
        InputBytes input = InputBytes.Open(shard.Location, openInput: null, CancellationToken.None);
        try
        {
            string path = shard.Location;
            if (input.Peek(2) is [0x1F, 0x8B])
            {
                input = input.Unpack();
                path = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
            }

            return DelimitedSource.Open(path, new TextBytes(input, encoding: null), new TextFormat(shard.HasHeader), lines: 0);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private sealed class Rows(LleShard shard, DelimitedSource source, int[] columns) : ILleShardRows
    {
        private readonly string[]? _names = source.ColumnNames is { } names ? Array.ConvertAll(columns, column => names[column]) : null;
        private int _rowsRead;

        public int NumberOfColumns => columns.Length;

        public bool IsDoublePrecision => true;

        public IReadOnlyList<string>? ColumnNames => _names;

        public void Read(Span<float> rows) => throw new NotSupportedException("Text is read in double precision.");

        public void Read(Span<double> rows)
        {
            try
            {
                for (; !rows.IsEmpty; rows = rows[columns.Length..], _rowsRead++)
                {
                    if (!source.Read())
                    {
                        ShardLimits.RequireRows(shard, shard.FirstRow + _rowsRead);
                    }

                    ReadRow(rows[..columns.Length]);
                }
            }
            catch (TableException fault)
            {
                throw ShardFiles.Told(fault);
            }
        }

        public void Dispose() => source.Dispose();

        private void ReadRow(Span<double> row)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                i += source.Numbers(columns.AsSpan(i), row[i..]);
                if (i < columns.Length)
                {
                    row[i] = source.Number(columns[i], out double value) switch
                    {
                        CellKind.Missing => double.NaN,
                        CellKind.Text => throw NoNumber(i),
                        _ => value,
                    };
                }
            }
        }

        private InvalidDataException NoNumber(int column) => new(string.Create(
            CultureInfo.InvariantCulture,
            $"{CellPlace.Of(_rowsRead, column, _names)} holds '{VisibleText.Quote(source.Text(columns[column]).Trim())}', which is no " +
            $"number (in the file {source.Place}, column {columns[column] + 1}, counted from 1). {nameof(LleShard.Columns)} of the shard " +
            $"can name the columns that hold features."));
    }
}
