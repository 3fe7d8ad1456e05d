using LleTransforms.Schema;

namespace LleTransforms.Mapping;

/// <summary>What a step does besides its model; it is saved with it.</summary>
/// <param name="Names">The columns.</param>
/// <param name="UnplacedRows">What becomes of rows that have no place.</param>
internal sealed record MappingPlan(ColumnNames Names, LleUnplacedRows UnplacedRows = LleUnplacedRows.NaN);
