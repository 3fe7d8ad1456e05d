using LleTransforms.Neighbors;
using LleTransforms.Spectral;

namespace LleTransforms.LocalGeometry;

/// <summary>Sums all rows' local forms into one sparse symmetric matrix M.</summary>
/// <remarks>
/// Zhang &amp; Zha 2004, equation 4.10. Each row of M is summed by one thread over the neighbourhoods that hold it, in their order, so the
/// bits do not depend on the number of threads. Cost n m^2 time; 4 n m (m + 3) bytes while it runs, 16 n more for each thread, and 12 bytes a nonzero of M, m being the number of
/// members of a neighbourhood.
/// </remarks>
internal static class AlignmentAssembly
{
    private const int RowsInBlock = 64;

    /// <param name="graph">The neighbourhoods.</param>
    /// <param name="includesRow">Whether a row is the last member of its own neighbourhood.</param>
    /// <param name="createForm">Makes one thread's scratch.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static SparseMatrix Assemble(NeighborGraph graph, bool includesRow, Func<ILocalForm> createForm, FitContext context)
    {
        double[] forms = Allocate(graph, includesRow);
        ForAllForms(graph, forms, createForm, static (form, firstRow, neighbors, places) => form.Compute(firstRow, neighbors, places), context);
        return Sum(graph, includesRow, forms, context);
    }

    /// <summary>As above for forms that are made in two passes.</summary>
    /// <param name="graph">The neighbourhoods.</param>
    /// <param name="includesRow">Whether a row is the last member of its own neighbourhood.</param>
    /// <param name="createForm">Makes one thread's scratch.</param>
    /// <param name="allPrepared">Called between the passes.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static SparseMatrix Assemble(
        NeighborGraph graph, bool includesRow, Func<IPreparedForm> createForm, Action allPrepared, FitContext context)
    {
        double[] forms = Allocate(graph, includesRow);
        ForAllForms(graph, forms, createForm, static (form, firstRow, neighbors, places) => form.Prepare(firstRow, neighbors, places), context);
        allPrepared();
        ForAllForms(graph, forms, createForm, static (form, firstRow, neighbors, places) => form.Compute(firstRow, neighbors, places), context);
        return Sum(graph, includesRow, forms, context);
    }

    private static double[] Allocate(NeighborGraph graph, bool includesRow) =>
        GC.AllocateUninitializedArray<double>(checked((int)((long)graph.RowCount * FormLength(graph, includesRow))));

    private static int FormLength(NeighborGraph graph, bool includesRow) => PackedForm.Length(graph.NeighborCount + (includesRow ? 1 : 0));

    private static SparseMatrix Sum(NeighborGraph graph, bool includesRow, double[] forms, FitContext context)
    {
        SparseMatrix matrix = new RowSummation(graph, includesRow, forms, Memberships.Of(graph, includesRow), context).Sum();
        context.Report(LlePhase.LocalGeometry, graph.RowCount, graph.RowCount);
        return matrix;
    }

    private static void ForAllForms<TForm>(
        NeighborGraph graph, double[] forms, Func<TForm> createForm, FormPass<TForm> pass, FitContext context)
        where TForm : ILocalForm
    {
        int n = graph.RowCount;
        int formLength = forms.Length / n;
        long completed = 0;
        Parallel.For(0, (n + RowsInBlock - 1) / RowsInBlock, context.Parallelism, createForm, (block, _, form) =>
        {
            int end = Math.Min(n, (block + 1) * RowsInBlock);
            for (int row = block * RowsInBlock; row < end; row += TangentCoordinates.LargestGroup)
            {
                int count = Math.Min(TangentCoordinates.LargestGroup, end - row);
                ReadOnlySpan<int> neighbors = graph.Indices.AsSpan(row * graph.NeighborCount, count * graph.NeighborCount);
                pass(form, row, neighbors, forms.AsSpan(checked(row * formLength), count * formLength));
            }

            context.Report(LlePhase.LocalGeometry, Interlocked.Add(ref completed, end - (block * RowsInBlock)), n);
            return form;
        }, _ => { });
    }

    private delegate void FormPass<TForm>(TForm form, int firstRow, ReadOnlySpan<int> neighbors, Span<double> places);

    /// <summary>For each row the neighbourhoods that hold it and its place in each.</summary>
    private sealed record Memberships(int[] Starts, int[] Neighborhoods, int[] Places)
    {
        public static Memberships Of(NeighborGraph graph, bool includesRow)
        {
            int n = graph.RowCount;
            int k = graph.NeighborCount;
            int[] starts = new int[n + 1];
            foreach (int member in graph.Indices)
            {
                starts[member + 1]++;
            }

            for (int row = 0; row < n; row++)
            {
                starts[row + 1] = checked(starts[row + 1] + starts[row] + (includesRow ? 1 : 0));
            }

            int[] next = starts[..n];
            int[] neighborhoods = new int[starts[n]];
            int[] places = new int[starts[n]];
            for (int row = 0; row < n; row++)
            {
                ReadOnlySpan<int> members = graph.Of(row);
                for (int place = 0; place < k + (includesRow ? 1 : 0); place++)
                {
                    int at = next[place < k ? members[place] : row]++;
                    neighborhoods[at] = row;
                    places[at] = place;
                }
            }

            return new Memberships(starts, neighborhoods, places);
        }
    }

    private sealed class RowSummation(NeighborGraph graph, bool includesRow, double[] forms, Memberships memberships, FitContext context)
    {
        private readonly int _n = graph.RowCount;
        private readonly int _k = graph.NeighborCount;
        private readonly int _memberCount = graph.NeighborCount + (includesRow ? 1 : 0);
        private readonly ScratchPool<Scratch> _scratch = new(() => new Scratch(graph.RowCount));
        private readonly int _formLength = PackedForm.Length(graph.NeighborCount + (includesRow ? 1 : 0));

        public SparseMatrix Sum()
        {
            int[] rowStarts = new int[_n + 1];
            ForAllRows((row, scratch) => rowStarts[row + 1] = CollectColumns(row, scratch));
            for (int row = 0; row < _n; row++)
            {
                rowStarts[row + 1] = checked(rowStarts[row + 1] + rowStarts[row]);
            }

            int[] columns = new int[rowStarts[_n]];
            double[] values = new double[rowStarts[_n]];
            ForAllRows((row, scratch) =>
            {
                int count = CollectColumns(row, scratch);
                Span<int> rowColumns = columns.AsSpan(rowStarts[row], count);
                scratch.Columns.AsSpan(0, count).CopyTo(rowColumns);
                rowColumns.Sort();
                AddForms(row, scratch.Sums);
                for (int c = 0; c < count; c++)
                {
                    values[rowStarts[row] + c] = scratch.Sums[rowColumns[c]];
                    scratch.Sums[rowColumns[c]] = 0;
                }
            });
            return new SparseMatrix(_n, _n, rowStarts, columns, values);
        }

        private void ForAllRows(Action<int, Scratch> body) => Parallel.For(
            0,
            (_n + RowsInBlock - 1) / RowsInBlock,
            context.Parallelism,
            block =>
            {
                Scratch scratch = _scratch.Rent();
                int end = Math.Min(_n, (block + 1) * RowsInBlock);
                for (int row = block * RowsInBlock; row < end; row++)
                {
                    body(row, scratch);
                }

                _scratch.Return(scratch);
            });

        private int MemberOf(int neighborhood, int place) => place < _k ? graph.Indices[(neighborhood * _k) + place] : neighborhood;

        /// <summary>Lists the row's columns, unsorted, and returns how many; the row itself always counts.</summary>
        private int CollectColumns(int row, Scratch scratch)
        {
            scratch.Stamp++;
            scratch.Columns[0] = row;
            scratch.SeenAt[row] = scratch.Stamp;
            int count = 1;
            for (int at = memberships.Starts[row]; at < memberships.Starts[row + 1]; at++)
            {
                for (int place = 0; place < _memberCount; place++)
                {
                    int member = MemberOf(memberships.Neighborhoods[at], place);
                    if (scratch.SeenAt[member] != scratch.Stamp)
                    {
                        scratch.SeenAt[member] = scratch.Stamp;
                        scratch.Columns[count++] = member;
                    }
                }
            }

            return count;
        }

        private void AddForms(int row, double[] sums)
        {
            for (int at = memberships.Starts[row]; at < memberships.Starts[row + 1]; at++)
            {
                int neighborhood = memberships.Neighborhoods[at];
                int place = memberships.Places[at];
                ReadOnlySpan<double> form = forms.AsSpan(neighborhood * _formLength, _formLength);
                for (int other = 0; other < _memberCount; other++)
                {
                    double value = other <= place ? form[PackedForm.RowStart(place) + other] : form[PackedForm.RowStart(other) + place];
                    sums[MemberOf(neighborhood, other)] += value;
                }
            }
        }
    }

    /// <summary>One thread's: pooled, since it is as long as the rows and a loop over blocks asks for a new one time and again.</summary>
    private sealed class Scratch(int rowCount)
    {
        public int Stamp { get; set; }

        public int[] SeenAt { get; } = new int[rowCount];

        public int[] Columns { get; } = new int[rowCount];

        public double[] Sums { get; } = new double[rowCount];
    }
}
