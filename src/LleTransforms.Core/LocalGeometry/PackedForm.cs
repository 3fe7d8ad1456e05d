using System.Numerics.Tensors;

namespace LleTransforms.LocalGeometry;

/// <summary>A small symmetric matrix by its lower triangle, row after row.</summary>
internal static class PackedForm
{
    public static int Length(int size) => checked(size * (size + 1) / 2);

    /// <summary>One of several forms of equal length that follow each other.</summary>
    public static Span<double> Of(Span<double> forms, int index, int count) =>
        forms.Slice(index * (forms.Length / count), forms.Length / count);

    public static int RowStart(int row) => row * (row + 1) / 2;

    /// <summary>Sets the first <paramref name="size"/> rows to the identity.</summary>
    public static void SetIdentity(Span<double> form, int size)
    {
        form[..Length(size)].Clear();
        for (int i = 0; i < size; i++)
        {
            form[RowStart(i) + i] = 1;
        }
    }

    /// <summary>Adds scale v v^T.</summary>
    public static void AddOuterProduct(Span<double> form, double scale, ReadOnlySpan<double> v)
    {
        for (int i = 0; i < v.Length; i++)
        {
            Span<double> target = form.Slice(RowStart(i), i + 1);
            TensorPrimitives.MultiplyAdd(v[..(i + 1)], scale * v[i], target, target);
        }
    }

    /// <summary>Adds scale (u v^T + v u^T).</summary>
    public static void AddSymmetricProduct(Span<double> form, double scale, ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        for (int i = 0; i < v.Length; i++)
        {
            Span<double> target = form.Slice(RowStart(i), i + 1);
            double ui = scale * u[i];
            double vi = scale * v[i];
            for (int j = 0; j < target.Length; j++)
            {
                target[j] += (ui * v[j]) + (vi * u[j]);
            }
        }
    }
}
