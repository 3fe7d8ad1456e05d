[assembly: LoadableClass(
    typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform", ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms
{
    public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
    {
        private readonly string _output;
        private readonly string[] _inputs;

        internal ColumnConcatenatingEstimator(string outputColumnName, params string[] inputColumnNames)
        {
            Check.NonEmpty(outputColumnName, nameof(outputColumnName));
            Check.Value(inputColumnNames, nameof(inputColumnNames));
            Check.Param(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
            Check.Param(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
            _output = outputColumnName;
            _inputs = inputColumnNames;
        }

        public ColumnConcatenatingTransformer Fit(IDataView input)
        {
            Check.Value(input, nameof(input));
            return new(_output, _inputs);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Check.Value(inputSchema, nameof(inputSchema));
            var columns = Array.ConvertAll(_inputs, name => Shapes.Find(inputSchema, name));
            var itemType = columns[0].ItemType;
            foreach (var column in columns)
            {
                Check.State(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
                Check.State(
                    column.ItemType.Equals(itemType),
                    $"Concatenated columns should have the same type. Column '{column.Name}' has type of {column.ItemType}, "
                    + $"but expected column type is {itemType}.");
            }

            bool variable = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
            bool named = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || Shapes.HasSlotNames(c));
            var annotations = new List<SchemaShape.Column>();
            if (columns.All(Shapes.IsNormalizedColumn))
                annotations.Add(Shapes.IsNormalizedShape);
            if (named)
                annotations.Add(Shapes.SlotNamesShape);
            var kind = variable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
            return Shapes.With(inputSchema, [new(_output, kind, itemType, false, new SchemaShape(annotations))]);
        }
    }
}

namespace Microsoft.ML.Data
{
    public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
    {
        internal const string LoaderSignature = "ConcatTransform";
        private readonly string _output;
        private readonly string[] _inputs;

        internal ColumnConcatenatingTransformer(string outputColumnName, params string[] inputColumnNames)
        {
            _output = outputColumnName;
            _inputs = inputColumnNames;
        }

        private static VersionInfo Version => Versions.First("CONCATOF", LoaderSignature);

        private ColumnConcatenatingTransformer(IHostEnvironment env, ModelLoadContext ctx)
        {
            ctx.CheckAtModel(Version);
            _output = ctx.LoadNonEmptyString();
            _inputs = new string[ctx.Reader.ReadCount()];
            for (int i = 0; i < _inputs.Length; i++)
                _inputs[i] = ctx.LoadNonEmptyString();
        }

        private protected override void SaveModel(ModelSaveContext ctx)
        {
            ctx.CheckAtModel();
            ctx.SetVersionInfo(Version);
            ctx.SaveNonEmptyString(_output);
            ctx.Writer.Write(_inputs.Length);
            foreach (string input in _inputs)
                ctx.SaveNonEmptyString(input);
        }

        private protected override AddedColumns MakeMapper(DataViewSchema inputSchema)
        {
            var sources = Array.ConvertAll(
                _inputs, name => inputSchema.GetColumnOrNull(name) ?? throw Check.MissingColumn(nameof(inputSchema), "input", name));
            if (sources is [{ Type: VectorDataViewType } only])
                return new(inputSchema, [new(new(_output, only.Type, only.Annotations), [only.Index], row => Same(only, row))]);

            var itemType = ItemOf(sources[0]);
            foreach (var source in sources)
            {
                if (!ItemOf(source).Equals(itemType))
                    throw Check.SchemaMismatch(nameof(inputSchema), "input", source.Name, itemType.ToString(), source.Type.ToString());
            }

            int size = sources.Any(s => s.Type is VectorDataViewType { IsKnownSize: false }) ? 0 : sources.Sum(SizeOf);
            var annotations = new DataViewSchema.Annotations.Builder();
            if (itemType is NumberDataViewType && sources.All(s => s.IsNormalized()))
                annotations.Add(Shapes.IsNormalized, BooleanDataViewType.Instance, (ref bool value) => value = true);
            if (size > 0 && sources.Any(s => s.Type is not VectorDataViewType || s.HasSlotNames()))
            {
                annotations.Add(
                    Shapes.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size), (ref VBuffer<ReadOnlyMemory<char>> value) => SlotNames(sources, ref value));
            }

            var output = new DataViewSchema.DetachedColumn(_output, new VectorDataViewType(itemType, size), annotations.ToAnnotations());
            return new(inputSchema, [new(output, Array.ConvertAll(sources, s => s.Index), row => Joined(sources, itemType, row))]);
        }

        private static PrimitiveDataViewType ItemOf(DataViewSchema.Column column)
            => (column.Type as VectorDataViewType)?.ItemType ?? (PrimitiveDataViewType)column.Type;

        private static int SizeOf(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.Size ?? 1;

        private static void SlotNames(DataViewSchema.Column[] sources, ref VBuffer<ReadOnlyMemory<char>> value)
        {
            var names = new List<ReadOnlyMemory<char>>();
            foreach (var source in sources)
            {
                VBuffer<ReadOnlyMemory<char>> own = default;
                if (source.Type is not VectorDataViewType)
                {
                    names.Add(source.Name.AsMemory());
                    continue;
                }

                if (source.HasSlotNames())
                    source.GetSlotNames(ref own);
                for (int slot = 0; slot < SizeOf(source); slot++)
                {
                    string name = own.Length > 0 ? own.GetItemOrDefault(slot).ToString() : "";
                    names.Add((name.Length > 0 ? $"{source.Name}.{name}" : "").AsMemory());
                }
            }

            Buffers.WriteNonDefault(names.ToArray(), text => text.IsEmpty, ref value);
        }

        private static Delegate Same(DataViewSchema.Column source, DataViewRow row)
            => (Delegate)GenericCalls.Call(typeof(ColumnConcatenatingTransformer), null, nameof(SameGetter), [source.Type.RawType], row, source);

        private static ValueGetter<T> SameGetter<T>(DataViewRow row, DataViewSchema.Column source) => row.GetGetter<T>(source);

        private static Delegate Joined(DataViewSchema.Column[] sources, DataViewType itemType, DataViewRow row)
            => (Delegate)GenericCalls.Call(typeof(ColumnConcatenatingTransformer), null, nameof(JoinedGetter), [itemType.RawType], row, sources);

        private static ValueGetter<VBuffer<T>> JoinedGetter<T>(DataViewRow row, DataViewSchema.Column[] sources)
        {
            var parts = Array.ConvertAll(sources, source => Part<T>(row, source));
            var buffers = new VBuffer<T>[parts.Length];
            return (ref VBuffer<T> value) =>
            {
                for (int i = 0; i < parts.Length; i++)
                {
                    parts[i](ref buffers[i]);
                    int expected = SizeOf(sources[i]);
                    Check.State(
                        expected == 0 || buffers[i].Length == expected,
                        $"Column '{sources[i].Name}': expected {expected} slots, but got {buffers[i].Length}");
                }

                Buffers.Join(buffers, ref value);
            };
        }

        private static ValueGetter<VBuffer<T>> Part<T>(DataViewRow row, DataViewSchema.Column source)
        {
            if (source.Type is VectorDataViewType)
                return row.GetGetter<VBuffer<T>>(source);
            var item = row.GetGetter<T>(source);
            return (ref VBuffer<T> value) =>
            {
                var editor = VBufferEditor.Create(ref value, 1);
                item(ref editor.Values[0]);
                value = editor.Commit();
            };
        }
    }
}
