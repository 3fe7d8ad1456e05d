using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>A row of four right sides in one register. Numbers of single precision fill its lower half.</summary>
internal static unsafe class FourLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? Vector256.Load(source) : Vector128.Load(source).ToVector256();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFour<T>(this Vector256<T> row, T* target)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            row.Store(target);
        }
        else
        {
            row.GetLower().Store(target);
        }
    }

    /// <summary>A row of a block in the precision of the factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> From<T>(Vector256<double> row) =>
        typeof(T) == typeof(double) ? row.As<double, T>() : Simd.Narrow(row).ToVector256().As<float, T>();

    /// <summary>A row in the precision of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ToDouble<T>(Vector256<T> row) =>
        typeof(T) == typeof(double) ? row.As<T, double>() : Simd.Widen(row.As<T, float>().GetLower());
}
