using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.LocalGeometry;

/// <summary>Makes all rows' local forms and sums them into one sparse symmetric matrix M.</summary>
/// <remarks>
/// Zhang &amp; Zha 2004, equation 4.10. Neighbours are taken in ascending order, for the sake of <see cref="FormSummation"/>. With m
/// members of a neighbourhood, the cost is n m^2 time beside the forms' own. Memory is 4 n m (m + 4) bytes while it runs, 16 n more for
/// each thread, and 12 bytes a nonzero of M.
/// </remarks>
internal static class AlignmentAssembly
{
    private const int RowsInBlock = 64;

    /// <param name="graph">The neighbourhoods.</param>
    /// <param name="includesRow">Whether a row is the last member of its own neighbourhood.</param>
    /// <param name="findsOrder">Whether M's order by minimum degree is found beside its numbers.</param>
    /// <param name="createForm">Makes one thread's scratch.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static OrderedMatrix Assemble(
        NeighborGraph graph, bool includesRow, bool findsOrder, Func<ILocalForm> createForm, FitContext context) =>
        Assemble(graph, includesRow, findsOrder, (ascending, forms, beside) =>
            ForAllForms(graph.NumberOfRows, ascending, forms, createForm, static (form, firstRow, neighbors, places) =>
                form.Compute(firstRow, neighbors, places), beside, context), context);

    /// <summary>As above for forms that are made in two passes.</summary>
    /// <param name="graph">The neighbourhoods.</param>
    /// <param name="includesRow">Whether a row is the last member of its own neighbourhood.</param>
    /// <param name="findsOrder">Whether M's order by minimum degree is found beside its numbers.</param>
    /// <param name="createForm">Makes one thread's scratch.</param>
    /// <param name="allPrepared">Called between the passes.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static OrderedMatrix Assemble(
        NeighborGraph graph, bool includesRow, bool findsOrder, Func<IPreparedForm> createForm, Action allPrepared, FitContext context) =>
        Assemble(graph, includesRow, findsOrder, (ascending, forms, beside) =>
        {
            ForAllForms(graph.NumberOfRows, ascending, forms, createForm, static (form, firstRow, neighbors, places) =>
                form.Prepare(firstRow, neighbors, places), beside, context);
            allPrepared();
            ForAllForms(graph.NumberOfRows, ascending, forms, createForm, static (form, firstRow, neighbors, places) =>
                form.Compute(firstRow, neighbors, places), null, context);
        }, context);

    private static OrderedMatrix Assemble(
        NeighborGraph graph, bool includesRow, bool findsOrder, Action<int[], double[], Action?> makeForms, FitContext context)
    {
        int rowCount = graph.NumberOfRows;
        int[] ascending = Ascending(graph, context);
        FormSummation summation = new(rowCount, ascending, includesRow, context);
        double[] forms = GC.AllocateUninitializedArray<double>(
            checked((int)((long)rowCount * PackedForm.Length(graph.NumberOfNeighbors + (includesRow ? 1 : 0)))));
        DegreeOrder? order = null;
        makeForms(
            ascending,
            forms,
            findsOrder
                ? () => order = DegreeOrder.Find(SymmetricPattern.OfSymmetric(summation.RowStarts, summation.Columns, context), context)
                : null);
        SparseMatrix matrix = summation.Sum(forms);
        context.Report(LlePhase.LocalGeometry, rowCount, rowCount);
        return new OrderedMatrix(matrix, order);
    }

    /// <summary>Each row's neighbours by index.</summary>
    private static int[] Ascending(NeighborGraph graph, FitContext context)
    {
        int k = graph.NumberOfNeighbors;
        int[] ascending = [.. graph.Indices];
        Parallel.For(0, (graph.NumberOfRows + RowsInBlock - 1) / RowsInBlock, context.Parallelism, block =>
        {
            int end = Math.Min(graph.NumberOfRows, (block + 1) * RowsInBlock);
            for (int row = block * RowsInBlock; row < end; row++)
            {
                ascending.AsSpan(row * k, k).Sort();
            }
        });
        return ascending;
    }

    /// <summary>A pass over all rows, and one piece of work beside it, which the first thread to come takes.</summary>
    private static void ForAllForms<TForm>(
        int rowCount, int[] ascending, double[] forms, Func<TForm> createForm, FormPass<TForm> pass, Action? beside, FitContext context)
        where TForm : ILocalForm
    {
        int k = ascending.Length / rowCount;
        int formLength = forms.Length / rowCount;
        long completed = 0;
        int blockCount = (rowCount + RowsInBlock - 1) / RowsInBlock;
        Parallel.For(beside is null ? 0 : -1, blockCount, context.Parallelism, createForm, (block, _, form) =>
        {
            if (block < 0)
            {
                beside!();
                return form;
            }

            int end = Math.Min(rowCount, (block + 1) * RowsInBlock);
            for (int row = block * RowsInBlock; row < end; row += TangentCoordinates.LargestGroup)
            {
                int count = Math.Min(TangentCoordinates.LargestGroup, end - row);
                pass(form, row, ascending.AsSpan(row * k, count * k), forms.AsSpan(checked(row * formLength), count * formLength));
            }

            context.Report(LlePhase.LocalGeometry, Interlocked.Add(ref completed, end - (block * RowsInBlock)), rowCount);
            return form;
        }, _ => { });
    }

    private delegate void FormPass<TForm>(TForm form, int firstRow, ReadOnlySpan<int> neighbors, Span<double> places);
}
