namespace Microsoft.ML.Offline;

/// <summary>Which column type stands for which .NET type.</summary>
internal static class PrimitiveTypes
{
    public static readonly PrimitiveDataViewType[] All =
    [
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
        NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
        TextDataViewType.Instance, BooleanDataViewType.Instance, RowIdDataViewType.Instance,
    ];

    /// <summary>The column type whose values are of <paramref name="rawType"/>, or null.</summary>
    public static PrimitiveDataViewType Of(Type rawType) => Array.Find(All, type => type.RawType == rawType);
}
