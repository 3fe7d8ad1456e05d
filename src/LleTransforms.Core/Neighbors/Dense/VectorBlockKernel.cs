using System.Numerics;
using System.Runtime.CompilerServices;

namespace LleTransforms.Neighbors.Dense;

/// <summary>The blocked product at one vector width; one source for all of them.</summary>
internal sealed unsafe class VectorBlockKernel<TLanes, TVector> : BlockKernel
    where TLanes : IFloatLanes<TVector>
    where TVector : struct
{
    public override int SliverWidth => 2 * TLanes.Count;

    public override void Multiply(float* rows, int rowCount, int depth, float* packed, int columnCount, float* products)
    {
        int width = SliverWidth;
        int paddedRows = RoundUp(rowCount, RowGroup);
        int wholeRows = rowCount - (rowCount % RowGroup);
        float* lastGroup = stackalloc float[RowGroup * DepthChunk];
        for (int chunk = 0; chunk < depth; chunk += DepthChunk)
        {
            int length = Math.Min(DepthChunk, depth - chunk);
            CopyLastGroup(rows + ((long)wholeRows * depth) + chunk, rowCount - wholeRows, depth, length, lastGroup);
            float* tile = products;
            for (int column = 0; column < columnCount; column += width)
            {
                for (int row = 0; row < wholeRows; row += RowGroup)
                {
                    MultiplyTile(rows + ((long)row * depth) + chunk, depth, packed, length, tile, chunk > 0);
                    tile += RowGroup * width;
                }

                if (wholeRows < paddedRows)
                {
                    MultiplyTile(lastGroup, DepthChunk, packed, length, tile, chunk > 0);
                    tile += RowGroup * width;
                }

                packed += width * length;
            }
        }
    }

    public override void Scan(float* products, CandidateBlock rows, CandidateBlock columns, bool symmetric, bool excludeEqualIndex)
    {
        int width = SliverWidth;
        int skipped = (RoundUp(rows.Count, RowGroup) - rows.Count) * width;
        fixed (float* rowHalf = rows.HalfNorms, rowFloor = rows.Floors, columnHalf = columns.HalfNorms, columnFloor = columns.Floors)
        {
            for (int column = 0; column < columns.Count; column += width)
            {
                TVector half0 = TLanes.Load(columnHalf + column);
                TVector half1 = TLanes.Load(columnHalf + column + TLanes.Count);
                for (int row = 0; row < rows.Count; row++, products += width)
                {
                    TVector p0 = TLanes.Load(products);
                    TVector p1 = TLanes.Load(products + TLanes.Count);
                    TVector floor = TLanes.Broadcast(rowFloor[row]);
                    uint near = TLanes.GreaterOrEqual(TLanes.Subtract(p0, half0), floor) |
                        (TLanes.GreaterOrEqual(TLanes.Subtract(p1, half1), floor) << TLanes.Count);
                    uint nearColumn = 0;
                    if (symmetric)
                    {
                        TVector half = TLanes.Broadcast(rowHalf[row]);
                        nearColumn = TLanes.GreaterOrEqual(TLanes.Subtract(p0, half), TLanes.Load(columnFloor + column)) |
                            (TLanes.GreaterOrEqual(
                                TLanes.Subtract(p1, half), TLanes.Load(columnFloor + column + TLanes.Count)) << TLanes.Count);
                    }

                    if ((near | nearColumn) != 0)
                    {
                        Offer(products, near, nearColumn, rows, row, columns, column, excludeEqualIndex);
                    }
                }

                products += skipped;
            }
        }
    }

    public override void MultiplyRow(float* row, int depth, float* packed, int columnCount, float* products)
    {
        int width = SliverWidth;
        for (int chunk = 0; chunk < depth; chunk += DepthChunk)
        {
            int length = Math.Min(DepthChunk, depth - chunk);
            for (int column = 0; column < columnCount; column += width)
            {
                MultiplySliver(row + chunk, packed, length, products + column, chunk > 0);
                packed += (nint)width * length;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int NextSliverAtLeast(float* values, int start, int count, float floor)
    {
        TVector bound = TLanes.Broadcast(floor);
        for (; start < count; start += 2 * TLanes.Count)
        {
            if ((TLanes.GreaterOrEqual(TLanes.Load(values + start), bound) |
                TLanes.GreaterOrEqual(TLanes.Load(values + start + TLanes.Count), bound)) != 0)
            {
                break;
            }
        }

        return start;
    }

    private static void Offer(
        float* products, uint near, uint nearColumn, CandidateBlock rows, int row, CandidateBlock columns, int firstColumn,
        bool excludeEqualIndex)
    {
        for (; near != 0; near &= near - 1)
        {
            int lane = BitOperations.TrailingZeroCount(near);
            int column = firstColumn + lane;
            if (!excludeEqualIndex || rows.FirstIndex + row != columns.FirstIndex + column)
            {
                rows.Offer(row, columns.FirstIndex + column, products[lane] - columns.HalfNorms[column]);
            }
        }

        for (; nearColumn != 0; nearColumn &= nearColumn - 1)
        {
            int lane = BitOperations.TrailingZeroCount(nearColumn);
            columns.Offer(firstColumn + lane, rows.FirstIndex + row, products[lane] - rows.HalfNorms[row]);
        }
    }

    private static void CopyLastGroup(float* rows, int rowCount, int stride, int length, float* group)
    {
        for (int row = 0; row < RowGroup; row++)
        {
            for (int k = 0; k < length; k++)
            {
                group[(row * DepthChunk) + k] = row < rowCount ? rows[((long)row * stride) + k] : 0;
            }
        }
    }

    // Six rows x two vectors need twelve accumulators, two column vectors and one broadcast, which fit the sixteen registers of the
    // narrower widths. Twelve independent chains hide the latency of a multiply-add.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* a, int stride, float* b, int depth, float* tile, bool accumulate)
    {
        float* a1 = a + stride;
        float* a2 = a1 + stride;
        float* a3 = a2 + stride;
        float* a4 = a3 + stride;
        float* a5 = a4 + stride;
        TVector c00 = TLanes.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
        TVector c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        for (nint k = 0; k < depth; k++)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            b += 2 * TLanes.Count;
            TVector x = TLanes.Broadcast(a[k]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(a1[k]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(a2[k]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Broadcast(a3[k]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Broadcast(a4[k]);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Broadcast(a5[k]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
        }

        Finish(c00, c01, tile, accumulate);
        Finish(c10, c11, tile + (2 * TLanes.Count), accumulate);
        Finish(c20, c21, tile + (4 * TLanes.Count), accumulate);
        Finish(c30, c31, tile + (6 * TLanes.Count), accumulate);
        Finish(c40, c41, tile + (8 * TLanes.Count), accumulate);
        Finish(c50, c51, tile + (10 * TLanes.Count), accumulate);
    }

    // Even and odd depths are summed apart: four independent chains keep the loads, not the latency, the limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplySliver(float* a, float* b, int depth, float* tile, bool accumulate)
    {
        TVector c0 = TLanes.Zero, c1 = c0, d0 = c0, d1 = c0;
        nint k = 0;
        for (; k < depth - 1; k += 2)
        {
            TVector x = TLanes.Broadcast(a[k]);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(b), c0);
            c1 = TLanes.MultiplyAdd(x, TLanes.Load(b + TLanes.Count), c1);
            x = TLanes.Broadcast(a[k + 1]);
            d0 = TLanes.MultiplyAdd(x, TLanes.Load(b + (2 * TLanes.Count)), d0);
            d1 = TLanes.MultiplyAdd(x, TLanes.Load(b + (3 * TLanes.Count)), d1);
            b += 4 * TLanes.Count;
        }

        if (k < depth)
        {
            TVector x = TLanes.Broadcast(a[k]);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(b), c0);
            c1 = TLanes.MultiplyAdd(x, TLanes.Load(b + TLanes.Count), c1);
        }

        Finish(TLanes.Add(c0, d0), TLanes.Add(c1, d1), tile, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector c0, TVector c1, float* tile, bool accumulate)
    {
        if (accumulate)
        {
            c0 = TLanes.Add(c0, TLanes.Load(tile));
            c1 = TLanes.Add(c1, TLanes.Load(tile + TLanes.Count));
        }

        TLanes.Store(c0, tile);
        TLanes.Store(c1, tile + TLanes.Count);
    }
}
