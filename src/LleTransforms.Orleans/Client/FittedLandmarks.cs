namespace LleTransforms.Orleans.Client;

/// <summary>The landmarks of a fit and their coordinates, from which all rows have theirs.</summary>
/// <param name="Rows">Their numbers among all distinct rows, ascending.</param>
/// <param name="Coordinates">L x d.</param>
/// <param name="Eigenvalues">d of them, ascending.</param>
/// <param name="PartSizes">How many of them each part of the graph has.</param>
internal sealed record FittedLandmarks(int[] Rows, double[] Coordinates, double[] Eigenvalues, int[] PartSizes);
