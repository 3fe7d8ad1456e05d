using Microsoft.ML.Data;

namespace LleTransforms.Tests.Trainers;

/// <summary>A row of the data that these tests share.</summary>
internal sealed class BandRow
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    /// <summary>Where along the sheet the row lies, from 0 to 1.</summary>
    public float Along { get; set; }

    /// <summary>Which eighth of the sheet that is.</summary>
    [KeyType(8)]
    public uint Eighth { get; set; }
}

/// <summary>What a model makes of such a row.</summary>
internal sealed class BandPrediction
{
    [VectorType(2)]
    public float[] Lle { get; set; } = [];

    public bool PredictedLabel { get; set; }
}

/// <summary>A rolled-up sheet in space whose label is the half of the sheet, so that it is known once the sheet is unrolled.</summary>
internal static class TwoBands
{
    /// <summary>Rows on a grid over the sheet, shifted by a fraction of a cell so that two sets share no row.</summary>
    public static List<BandRow> Rows(double shift) =>
    [
        .. from i in Enumerable.Range(0, 40)
           from j in Enumerable.Range(0, 10)
           let along = (i + shift) / 40
           let angle = 1.5 * Math.PI * (1 + 2 * along)
           select new BandRow
           {
               Features = [(float)(angle * Math.Cos(angle)), (float)(angle * Math.Sin(angle)), (float)(j + 0.3 * Math.Sin(7 * i) + shift)],
               Label = along > 0.5,
               Along = (float)along,
               Eighth = 1 + Math.Min(7, (uint)(8 * along)),
           },
    ];
}
