using LleTransforms.Orleans.Files;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Orleans;

/// <summary>Reads shards of ML.NET's binary files (.idv): rows of one column of vectors, of single or double precision.</summary>
/// <remarks>
/// A silo registers it: <c>AddLleTransforms(options => options.Readers[LleShard.IdvReader] = new LleIdvReader())</c>. Then
/// <see cref="LleShard.Idv"/> describes shards. Used by several threads at once.
/// </remarks>
public sealed class LleIdvReader : ILleShardReader
{
    /// <summary>Opens a shard.</summary>
    /// <param name="shard">A file, and in <see cref="LleShard.Columns"/> the name of one column.</param>
    /// <returns>The rows, from the shard's first on.</returns>
    /// <exception cref="InvalidDataException">The file has no such column of vectors, or too few rows.</exception>
    /// <exception cref="NotSupportedException">The shard names several columns or none, or a header.</exception>
    public ILleShardRows Open(LleShard shard)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ShardLimits.RefuseHeader(shard);
        if (shard.Columns.Count != 1)
        {
            throw new NotSupportedException(
                $"{nameof(LleShard.Columns)} names {shard.Columns.Count} columns, but must name one, which holds vectors.");
        }

        if (!File.Exists(shard.Location))
        {
            throw new FileNotFoundException($"{shard.Location}: there is no such file.", shard.Location);
        }

        IDataView view = new MLContext().Data.LoadFromBinary(shard.Location);
        try
        {
            DataViewSchema.Column column = Find(view.Schema, shard.Columns[0]);
            ShardLimits.RequireRows(shard, view.GetRowCount()!.Value);
            return ((VectorDataViewType)column.Type).ItemType == NumberDataViewType.Single
                ? new IdvRows<float>(view, column, shard.FirstRow)
                : new IdvRows<double>(view, column, shard.FirstRow);
        }
        catch
        {
            (view as IDisposable)?.Dispose();
            throw;
        }
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw new InvalidDataException(
            $"The file has no column '{name}'; it has {string.Join(", ", schema.Select(other => other.Name))}.");
        return column.Type is VectorDataViewType { IsKnownSize: true } vector
            && (vector.ItemType == NumberDataViewType.Single || vector.ItemType == NumberDataViewType.Double)
                ? column
                : throw new InvalidDataException(
                    $"Column '{name}' holds {column.Type}, but must hold vectors of Single or Double of one length.");
    }
}
