namespace Microsoft.ML.Offline;

/// <summary>Separated text as a view: read anew by each cursor, one line a row.</summary>
internal sealed class TextView(IMultiStreamSource source, DataViewSchema schema, TextLoader.Options options) : IDataView
{
    public bool CanShuffle => false;
    public DataViewSchema Schema => schema;
    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(schema, options, RowStates.Active(schema, columnsNeeded), Lines().GetEnumerator());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The lines that hold rows: without the header, blank lines and comments ("//", at the top also "#").</summary>
    private IEnumerable<(int Number, string Text)> Lines()
    {
        for (int file = 0; file < source.Count; file++)
        {
            using var reader = source.OpenTextReader(file);
            bool atTop = true;
            for (int number = 1; reader.ReadLine() is { } line; number++)
            {
                if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || (atTop && line[0] == '#'))
                    continue;
                bool isHeader = atTop && options.HasHeader;
                atTop = false;
                if (!isHeader)
                    yield return (number, line);
            }
        }
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewSchema _schema;
        private readonly bool[] _active;
        private readonly IEnumerator<(int Number, string Text)> _lines;
        private readonly TextLoader.Options _options;
        private readonly int[][] _fieldsOf;
        private string[] _fields;
        private long _position = -1;
        private bool _ended;

        public Cursor(DataViewSchema schema, TextLoader.Options options, bool[] active, IEnumerator<(int Number, string Text)> lines)
        {
            _schema = schema;
            _options = options;
            _active = active;
            _lines = lines;
            _fieldsOf = Array.ConvertAll(
                options.Columns, c => c.Source.SelectMany(r => Enumerable.Range(r.Min, r.Max.Value - r.Min + 1)).ToArray());
        }

        public override long Position => _position;
        public override long Batch => 0;
        public override DataViewSchema Schema => _schema;

        public override bool MoveNext()
        {
            if (_ended || !_lines.MoveNext())
            {
                Dispose();
                return false;
            }

            string line = _lines.Current.Text;
            _fields = (_options.TrimWhitespace ? line.TrimEnd() : line).Split(_options.Separators);

            // Blanks before a field go in any case, unless a blank is what separates fields.
            if (!_options.Separators.Contains(' '))
                _fields = Array.ConvertAll(_fields, field => field.TrimStart(' '));

            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            Check.State(_position >= 0, RowStates.CannotFetch);
            value = new DataViewRowId((ulong)_position, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Param(IsColumnActive(column), nameof(column), RowStates.NotActive);
            var vector = column.Type as VectorDataViewType;
            string method = vector is null ? nameof(ItemGetter) : nameof(VectorGetter);
            var getter = GenericCalls.Call(typeof(Cursor), this, method, [vector?.ItemType.RawType ?? column.Type.RawType], column);
            return RowStates.Typed<TValue>((Delegate)getter, column);
        }

        protected override void Dispose(bool disposing)
        {
            _ended = true;
            _position = -1;
            _lines.Dispose();
        }

        private string Field(int index)
        {
            Check.State(_position >= 0);
            return index < _fields.Length ? _fields[index] : "";
        }

        private Func<string, T> Parser<T>(DataViewSchema.Column column)
        {
            var parse = FieldParser.For<T>();
            return field => parse(field, out T value) ? value : throw Check.Mark(new FormatException(
                $"Parsing failed with an exception: Could not parse value {field} in line {_lines.Current.Number}, column {column.Name}"));
        }

        private ValueGetter<T> ItemGetter<T>(DataViewSchema.Column column)
        {
            var parse = Parser<T>(column);
            return (ref T value) => value = parse(Field(_fieldsOf[column.Index][0]));
        }

        private ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewSchema.Column column)
        {
            var parse = Parser<T>(column);
            var fields = _fieldsOf[column.Index];
            return (ref VBuffer<T> value) =>
            {
                // Dense as soon as more than half of the fields hold something, be it a zero.
                int filled = fields.Count(field => Field(field).Length > 0);
                var editor = VBufferEditor.Create(ref value, fields.Length, filled > fields.Length / 2 ? fields.Length : filled);
                int next = 0;
                for (int i = 0; i < fields.Length; i++)
                {
                    string field = Field(fields[i]);
                    if (field.Length == 0 && editor.Values.Length < fields.Length)
                        continue;
                    if (editor.Indices.Length > 0)
                        editor.Indices[next] = i;
                    editor.Values[next++] = parse(field);
                }

                value = editor.Commit();
            };
        }
    }
}
