namespace LleTransforms.Tool.Tables;

/// <summary>The values of a table, wherever they are kept.</summary>
/// <param name="NumberOfRows">Rows.</param>
/// <param name="NumberOfColumns">Columns.</param>
/// <param name="Value">The value of a row and a column, both from 0.</param>
internal sealed record Cells(int NumberOfRows, int NumberOfColumns, Func<int, int, double> Value);
