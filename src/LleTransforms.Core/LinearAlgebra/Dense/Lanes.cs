using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The few operations that a register tile needs, so that one source serves all widths and both precisions.</summary>
/// <remarks>Implementations are empty structs: the compiler makes a kernel of its own for each and inlines the operations.</remarks>
internal unsafe interface ILanes<TNumber, TVector>
    where TNumber : unmanaged
    where TVector : struct
{
    /// <summary>How many numbers a vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>Whether vectors are of 512 bits, and there are 32 of them.</summary>
    static abstract bool IsWide { get; }

    static abstract TVector Load(TNumber* source);

    static abstract void Store(TVector value, TNumber* target);

    static abstract TVector Broadcast(TNumber value);

    /// <summary>c - a * b.</summary>
    static abstract TVector MultiplySubtract(TVector a, TVector b, TVector c);
}

internal readonly unsafe struct Doubles256 : ILanes<double, Vector256<double>>
{
    public static int Count => 4;

    public static bool IsWide => false;

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

internal readonly unsafe struct Doubles512 : ILanes<double, Vector512<double>>
{
    public static int Count => 8;

    public static bool IsWide => true;

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

internal readonly unsafe struct Floats128 : ILanes<float, Vector128<float>>
{
    public static int Count => 4;

    public static bool IsWide => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplySubtract(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Simd.MultiplySubtract(a, b, c);
}

internal readonly unsafe struct Floats256 : ILanes<float, Vector256<float>>
{
    public static int Count => 8;

    public static bool IsWide => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplySubtract(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Simd.MultiplySubtract(a, b, c);
}

internal readonly unsafe struct Floats512 : ILanes<float, Vector512<float>>
{
    public static int Count => 16;

    public static bool IsWide => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtract(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Simd.MultiplySubtract(a, b, c);
}
