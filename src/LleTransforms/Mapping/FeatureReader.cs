using System.Globalization;
using System.Numerics;
using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>
/// Reads the features of the row on which a cursor stands, of either item type, dense or sparse. One reader serves one row or cursor: its
/// buffers are reused from row to row.
/// </summary>
internal abstract class FeatureReader
{
    public static FeatureReader Create(DataViewRow row, InputColumn input) =>
        input.IsDouble ? new DoubleReader(row, input) : new SingleReader(row, input);

    /// <summary>The length of every row; where the column's type has none, known once the first row is read.</summary>
    public abstract int Size { get; }

    /// <summary>Moves the current row's features into the reader.</summary>
    public abstract void Read();

    /// <summary>Places the row last read.</summary>
    public abstract void Place(LleModel model, Span<float> coordinates);

    /// <summary>Finds features for the row last read, which holds coordinates.</summary>
    public abstract void Reconstruct(LleReconstructor reconstructor, Span<double> features);

    /// <summary>Tells what places the row last read, which has to be finite.</summary>
    public abstract LleExplanation Explain(LleModel model);

    /// <summary>The number of the training row that equals the row last read, or -1.</summary>
    public abstract int FindTrainingRow(LleModel model);

    /// <summary>Appends the row last read to a training matrix.</summary>
    /// <param name="builder">The matrix.</param>
    /// <param name="keepSparse">Whether a sparse row is appended as one, for the builder to judge, or widened.</param>
    public abstract void AppendTo(FeatureMatrixBuilder builder, bool keepSparse);

    /// <summary>The slot of the first value of the row last read that is NaN or infinite, or -1.</summary>
    public abstract int FirstNonFiniteSlot();

    /// <summary>One value of the row last read, as text for a message.</summary>
    public abstract string Describe(int slot);

    private abstract class Reader<T> : FeatureReader
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly DataViewRow _row;
        private readonly ValueGetter<VBuffer<T>> _getter;
        private readonly DataViewSchema.Column _column;
        private int? _size;
        private VBuffer<T> _features;
        private T[]? _dense;

        protected Reader(DataViewRow row, InputColumn input)
        {
            _row = row;
            _getter = row.GetGetter<VBuffer<T>>(input.Column);
            _column = input.Column;
            _size = input.Size;
        }

        public override int Size => _size ?? 0;

        /// <summary>The row last read, widened where it is sparse.</summary>
        protected ReadOnlySpan<T> Values
        {
            get
            {
                if (_features.IsDense)
                {
                    return _features.GetValues();
                }

                _features.CopyTo(_dense ??= new T[Size]);
                return _dense;
            }
        }

        public override void Read()
        {
            _getter(ref _features);
            if (_size is null && _features.Length > 0)
            {
                _size = _features.Length;
            }
            else if (_features.Length != _size)
            {
                throw new InvalidOperationException(
                    $"Column '{_column.Name}' holds {_features.Length} values in row {_row.Position} (counted from 0); {Expected()}.");
            }
        }

        public override void AppendTo(FeatureMatrixBuilder builder, bool keepSparse)
        {
            if (keepSparse && !_features.IsDense)
            {
                Append(builder, _features.GetIndices(), _features.GetValues());
            }
            else
            {
                Append(builder);
            }
        }

        private string Expected() => (_column.Type, _size) switch
        {
            (VectorDataViewType { IsKnownSize: true }, _) => $"its type says {_size}",
            (_, null) => "a row of features has at least 1",
            _ => $"its type has no size, and every row must have {_size}. Drop such rows, or put mlContext.Transforms.CustomMapping in " +
                "front to make vectors of one size",
        };

        public override int FirstNonFiniteSlot()
        {
            ReadOnlySpan<T> values = _features.GetValues();
            for (int at = 0; at < values.Length; at++)
            {
                if (!T.IsFinite(values[at]))
                {
                    return _features.IsDense ? at : _features.GetIndices()[at];
                }
            }

            return -1;
        }

        public override string Describe(int slot) => string.Create(CultureInfo.InvariantCulture, $"{Values[slot]}");

        protected abstract void Append(FeatureMatrixBuilder builder);

        protected abstract void Append(FeatureMatrixBuilder builder, ReadOnlySpan<int> columns, ReadOnlySpan<T> values);
    }

    // The engine has an overload for each item type: these choose it, and differ in nothing else.
    private sealed class SingleReader(DataViewRow row, InputColumn input) : Reader<float>(row, input)
    {
        public override void Place(LleModel model, Span<float> coordinates) => model.Transform(Values, coordinates);

        public override void Reconstruct(LleReconstructor reconstructor, Span<double> features) =>
            reconstructor.Reconstruct(Values, features);

        public override LleExplanation Explain(LleModel model) => model.Explain(Values);

        public override int FindTrainingRow(LleModel model) => model.FindTrainingRow(Values);

        protected override void Append(FeatureMatrixBuilder builder) => builder.Append(Values);

        protected override void Append(FeatureMatrixBuilder builder, ReadOnlySpan<int> columns, ReadOnlySpan<float> values) =>
            builder.AppendSparse(columns, values);
    }

    private sealed class DoubleReader(DataViewRow row, InputColumn input) : Reader<double>(row, input)
    {
        public override void Reconstruct(LleReconstructor reconstructor, Span<double> features) =>
            reconstructor.Reconstruct(Array.ConvertAll(Values.ToArray(), value => (float)value), features);

        public override void Place(LleModel model, Span<float> coordinates) => model.Transform(Values, coordinates);

        public override LleExplanation Explain(LleModel model) => model.Explain(Values);

        public override int FindTrainingRow(LleModel model) => model.FindTrainingRow(Values);

        protected override void Append(FeatureMatrixBuilder builder) => builder.Append(Values);

        protected override void Append(FeatureMatrixBuilder builder, ReadOnlySpan<int> columns, ReadOnlySpan<double> values) =>
            builder.AppendSparse(columns, values);
    }
}
