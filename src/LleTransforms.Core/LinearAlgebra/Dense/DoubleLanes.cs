using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The few operations that a register tile needs, so that one source serves both widths.</summary>
/// <remarks>Implementations are empty structs: the compiler makes a kernel of its own for each and inlines the operations.</remarks>
internal unsafe interface IDoubleLanes<TVector>
    where TVector : struct
{
    /// <summary>How many doubles a vector holds.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(double* source);

    static abstract void Store(TVector value, double* target);

    static abstract TVector Broadcast(double value);

    /// <summary>c - a * b.</summary>
    static abstract TVector MultiplySubtract(TVector a, TVector b, TVector c);
}

internal readonly unsafe struct Doubles256 : IDoubleLanes<Vector256<double>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplySubtract(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Simd.MultiplySubtract(a, b, c);
}

internal readonly unsafe struct Doubles512 : IDoubleLanes<Vector512<double>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplySubtract(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Simd.MultiplySubtract(a, b, c);
}
