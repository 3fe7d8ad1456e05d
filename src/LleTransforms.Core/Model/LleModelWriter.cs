using System.Runtime.InteropServices;
using System.Text;
using LleTransforms.Features;
using LleTransforms.Placement;

namespace LleTransforms.Model;

/// <summary>Writes a model's binary form, as <see cref="LleModelFormat"/> says.</summary>
internal static class LleModelWriter
{
    public static void Write(LleModelContent content, Stream stream)
    {
        using var summed = new ChecksumStream(stream);
        using var writer = new BinaryWriter(summed, Encoding.UTF8, leaveOpen: true);
        WriteHeader(writer, content);
        WriteArray<double>(writer, content.Eigenvalues);
        WriteArray<int>(writer, content.PartSizes);
        WriteArray<double>(writer, content.Scaling.Offset ?? new double[content.Scaling.NumberOfColumns]);
        WriteArray<double>(writer, content.Scaling.Mean);
        writer.Write(content.Scaling.ScaleExponent);
        if (content.Projection is LinearProjection projection)
        {
            WriteArray<double>(writer, projection.Axes);
            WriteArray<double>(writer, projection.Intercept);
        }
        else if (content.Rows is FittedRows rows)
        {
            WriteFeatures(writer, rows.Features);
            WriteArray<double>(writer, rows.Embedding);
            WriteArray<int>(writer, rows.DistinctIndex ?? []);
        }

        writer.Write(content.NumberOfLandmarks ?? 0);
        WriteNames(writer, content.FeatureNames ?? []);
        WriteArray<int>(writer, content.Graph?.Indices ?? []);
        WriteArray<double>(writer, content.Graph?.SquaredDistances ?? []);
        if (content.Further is float[] further)
        {
            writer.Write(further.Length / content.Rows!.Features.NumberOfRows);
            WriteArray<float>(writer, further);
        }

        writer.Write(summed.Sum);
    }

    private static void WriteHeader(BinaryWriter writer, LleModelContent content)
    {
        writer.Write(LleModelFormat.Magic);
        bool isSparse = content.Rows?.Features.Sparse is not null;
        if (content.Graph is not null)
        {
            int version = content.Further is null ? LleModelFormat.GraphVersion : LleModelFormat.FurtherVersion;
            writer.Write(version);
            writer.Write(version);
            writer.Write(isSparse ? 1 : 0);
        }
        else
        {
            writer.Write(LleModelFormat.Version);
            writer.Write(isSparse ? LleModelFormat.SparseVersion : LleModelFormat.OldestVersion);
        }

        writer.Write((int)content.Method);
        writer.Write((int)content.Placement);
        writer.Write((int)content.Metric);
        writer.Write(content.NumberOfComponents);
        writer.Write(content.NumberOfNeighbors);
        writer.Write(content.Scaling.NumberOfColumns);
        writer.Write(content.NumberOfTrainingRows);
        writer.Write(content.Rows?.Features.NumberOfRows ?? 0);
        writer.Write((content.Rows?.Embedding.Length ?? 0) / content.NumberOfComponents);
        writer.Write(content.PartSizes.Length);
        writer.Write(content.Regularization);
    }

    private static void WriteFeatures(BinaryWriter writer, CenteredFeatures features)
    {
        if (features.Sparse is not SparseRows sparse)
        {
            WriteArray<float>(writer, features.Values);
            return;
        }

        writer.Write(sparse.Count);
        WriteArray<int>(writer, sparse.Starts);
        WriteArray<int>(writer, sparse.Columns);
        WriteArray<float>(writer, sparse.Values);
    }

    private static void WriteNames(BinaryWriter writer, string[] names)
    {
        writer.Write(names.Length);
        foreach (string name in names)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    private static void WriteArray<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        const int ChunkLength = 1 << 16;
        if (BitConverter.IsLittleEndian)
        {
            for (int start = 0; start < values.Length; start += ChunkLength)
            {
                writer.Write(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ChunkLength, values.Length - start))));
            }

            return;
        }

        byte[] reversed = new byte[Marshal.SizeOf<T>()];
        foreach (T value in values)
        {
            MemoryMarshal.Write(reversed, value);
            reversed.AsSpan().Reverse();
            writer.Write(reversed);
        }
    }
}
