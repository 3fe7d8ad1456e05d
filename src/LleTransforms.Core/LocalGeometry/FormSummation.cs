using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LocalGeometry;

/// <summary>The sum of packed forms over neighbourhoods, as a sparse symmetric matrix.</summary>
/// <remarks>
/// Each row of the lower triangle is summed by one thread over the neighbourhoods that hold it, in their order. So the bits do not depend
/// on the number of threads. Since members stand in ascending order, what a neighbourhood gives to a row of the lower triangle is one
/// contiguous row of its form. The upper triangle is copied from the lower. Cost n m^2 / 2 sums for m members.
/// </remarks>
internal sealed class FormSummation
{
    private const int RowsInBlock = 64;

    private readonly int _rowCount;
    private readonly int _neighborCount;
    private readonly int[] _ascending;
    private readonly bool _includesRow;
    private readonly FitContext _context;
    private readonly ScratchPool<Scratch> _scratch;
    private readonly int[] _starts;
    private readonly int[] _neighborhoods;
    private readonly int[] _places;
    private readonly int[] _lowerCounts;

    /// <summary>Finds the pattern of the sum, which no form decides.</summary>
    /// <param name="rowCount">n.</param>
    /// <param name="ascending">k neighbours a row, in ascending order.</param>
    /// <param name="includesRow">Whether a row is the last member of its own neighbourhood.</param>
    /// <param name="context">Threads and cancellation.</param>
    public FormSummation(int rowCount, int[] ascending, bool includesRow, FitContext context)
    {
        _rowCount = rowCount;
        _neighborCount = ascending.Length / rowCount;
        _ascending = ascending;
        _includesRow = includesRow;
        _context = context;
        _scratch = new ScratchPool<Scratch>(() => new Scratch(rowCount));

        // For each row the neighbourhoods that hold it as a neighbour, and its place in each.
        _starts = new int[rowCount + 1];
        foreach (int member in ascending)
        {
            _starts[member + 1]++;
        }

        for (int row = 0; row < rowCount; row++)
        {
            _starts[row + 1] += _starts[row];
        }

        int[] next = _starts[..rowCount];
        _neighborhoods = new int[ascending.Length];
        _places = new int[ascending.Length];
        for (int row = 0, at = 0; row < rowCount; row++)
        {
            for (int place = 0; place < _neighborCount; place++)
            {
                int to = next[ascending[at++]]++;
                _neighborhoods[to] = row;
                _places[to] = place;
            }
        }

        _lowerCounts = new int[rowCount];
        RowStarts = FindRowStarts();
        Columns = new int[RowStarts[rowCount]];
        FindColumns();
    }

    /// <summary>Where each row's columns begin, and the end of the last.</summary>
    public int[] RowStarts { get; }

    /// <summary>The columns of all rows, ascending in each.</summary>
    public int[] Columns { get; }

    /// <summary>Sums the forms.</summary>
    /// <param name="forms">A packed form a row.</param>
    public SparseMatrix Sum(double[] forms)
    {
        double[] values = new double[Columns.Length];
        ForAllRows((row, scratch) =>
        {
            double[] sums = scratch.Sums;
            AddForms(row, forms, sums);
            Span<double> rowValues = values.AsSpan(RowStarts[row], _lowerCounts[row]);
            ReadOnlySpan<int> rowColumns = Columns.AsSpan(RowStarts[row], _lowerCounts[row]);
            for (int c = 0; c < rowColumns.Length; c++)
            {
                rowValues[c] = sums[rowColumns[c]];
                sums[rowColumns[c]] = 0;
            }
        });
        FillUpper(values);
        return new SparseMatrix(_rowCount, _rowCount, RowStarts, Columns, values);
    }

    private int[] FindRowStarts()
    {
        int[] upperCounts = new int[_rowCount];
        ForAllRows((row, scratch) =>
        {
            _lowerCounts[row] = CollectLower(row, scratch);
            foreach (int column in scratch.Columns.AsSpan(1, _lowerCounts[row] - 1))
            {
                Interlocked.Increment(ref upperCounts[column]);
            }
        });
        int[] rowStarts = new int[_rowCount + 1];
        for (int row = 0; row < _rowCount; row++)
        {
            rowStarts[row + 1] = checked(rowStarts[row] + _lowerCounts[row] + upperCounts[row]);
        }

        return rowStarts;
    }

    private void FindColumns()
    {
        ForAllRows((row, scratch) =>
        {
            int count = CollectLower(row, scratch);
            Span<int> rowColumns = Columns.AsSpan(RowStarts[row], count);
            scratch.Columns.AsSpan(0, count).CopyTo(rowColumns);
            rowColumns.Sort();
        });
        FillUpper(null);
    }

    private void ForAllRows(Action<int, Scratch> body) => Parallel.For(
        0,
        (_rowCount + RowsInBlock - 1) / RowsInBlock,
        _context.Parallelism,
        block =>
        {
            Scratch scratch = _scratch.Rent();
            int end = Math.Min(_rowCount, (block + 1) * RowsInBlock);
            for (int row = block * RowsInBlock; row < end; row++)
            {
                body(row, scratch);
            }

            _scratch.Return(scratch);
        });

    private ReadOnlySpan<int> NeighborsOf(int row) => _ascending.AsSpan(row * _neighborCount, _neighborCount);

    /// <summary>Lists the columns of the lower triangle's row, the row itself first, the others unsorted, and returns how many.</summary>
    private int CollectLower(int row, Scratch scratch)
    {
        int[] seenAt = scratch.SeenAt;
        int[] columns = scratch.Columns;
        int stamp = ++scratch.Stamp;
        int count = 0;
        columns[count++] = row;
        seenAt[row] = stamp;
        for (int at = _starts[row]; at < _starts[row + 1]; at++)
        {
            int neighborhood = _neighborhoods[at];
            foreach (int member in NeighborsOf(neighborhood)[.._places[at]])
            {
                if (seenAt[member] != stamp)
                {
                    seenAt[member] = stamp;
                    columns[count++] = member;
                }
            }

            if (_includesRow && neighborhood < row && seenAt[neighborhood] != stamp)
            {
                seenAt[neighborhood] = stamp;
                columns[count++] = neighborhood;
            }
        }

        foreach (int member in _includesRow ? NeighborsOf(row) : [])
        {
            if (member < row && seenAt[member] != stamp)
            {
                seenAt[member] = stamp;
                columns[count++] = member;
            }
        }

        return count;
    }

    private void AddForms(int row, double[] forms, double[] sums)
    {
        int formLength = forms.Length / _rowCount;
        int border = PackedForm.RowStart(_neighborCount);
        for (int at = _starts[row]; at < _starts[row + 1]; at++)
        {
            int neighborhood = _neighborhoods[at];
            int place = _places[at];
            ReadOnlySpan<double> form = forms.AsSpan(neighborhood * formLength, formLength);
            ReadOnlySpan<double> formRow = form.Slice(PackedForm.RowStart(place), place + 1);
            ReadOnlySpan<int> members = NeighborsOf(neighborhood)[..formRow.Length];
            for (int q = 0; q < formRow.Length; q++)
            {
                sums[members[q]] += formRow[q];
            }

            if (_includesRow && neighborhood < row)
            {
                sums[neighborhood] += form[border + place];
            }
        }

        if (_includesRow)
        {
            ReadOnlySpan<double> formRow = forms.AsSpan((row * formLength) + border, _neighborCount + 1);
            ReadOnlySpan<int> members = NeighborsOf(row);
            for (int q = 0; q < members.Length && members[q] < row; q++)
            {
                sums[members[q]] += formRow[q];
            }

            sums[row] += formRow[_neighborCount];
        }
    }

    /// <summary>Each row's upper part follows its lower one. Rows are read in ascending order, so columns come in ascending order
    /// too.</summary>
    /// <param name="values">Copied to the upper part; null for the columns.</param>
    private void FillUpper(double[]? values)
    {
        int[] next = new int[_rowCount];
        for (int row = 0; row < _rowCount; row++)
        {
            next[row] = RowStarts[row] + _lowerCounts[row];
        }

        for (int row = 0; row < _rowCount; row++)
        {
            if (row % RowsInBlock == 0)
            {
                _context.ThrowIfCancelled();
            }

            int diagonal = RowStarts[row] + _lowerCounts[row] - 1;
            for (int at = RowStarts[row]; at < diagonal; at++)
            {
                int to = next[Columns[at]]++;
                if (values is null)
                {
                    Columns[to] = row;
                }
                else
                {
                    values[to] = values[at];
                }
            }
        }
    }

    /// <summary>One thread's scratch. It is pooled, since it is as long as the rows and a loop over blocks asks for it again and
    /// again.</summary>
    private sealed class Scratch(int rowCount)
    {
        public int Stamp { get; set; }

        public int[] SeenAt { get; } = new int[rowCount];

        public int[] Columns { get; } = new int[rowCount];

        public double[] Sums { get; } = new double[rowCount];
    }
}
