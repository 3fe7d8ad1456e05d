namespace OfflineHost.Tests.Model;

/// <summary>What a chain of estimators gives each of them to learn from.</summary>
[TestClass]
public sealed class EstimatorChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_transformer_may_show_the_next_estimator_another_view_than_Transform_gives()
    {
        var step = new TwoFaced(_ml);
        var next = new Witness();
        var data = _ml.Data.LoadFromEnumerable([new Row { X = 1 }]);

        var chain = new EstimatorChain<ITransformer>().Append(step).Append(next).Fit(data);

        CollectionAssert.AreEqual(new[] { 7f }, next.Seen.GetColumn<float>("X").ToArray());
        CollectionAssert.AreEqual(new[] { 5f }, chain.Transform(data).GetColumn<float>("X").ToArray());
    }

    [TestMethod]
    public void A_chain_within_a_chain_is_asked_for_Transform()
    {
        var next = new Witness();
        var inner = new EstimatorChain<ITransformer>().Append(new TwoFaced(_ml));
        new EstimatorChain<ITransformer>().Append(inner).Append(next).Fit(_ml.Data.LoadFromEnumerable([new Row { X = 1 }]));

        CollectionAssert.AreEqual(new[] { 5f }, next.Seen.GetColumn<float>("X").ToArray());
    }

    private sealed class Row
    {
        public float X { get; set; }
    }

    private sealed class TwoFaced(MLContext ml) : IEstimator<ITransformer>, ITransformerWithDifferentMappingAtTrainingTime
    {
        public bool IsRowToRowMapper => false;

        public ITransformer Fit(IDataView input) => this;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => ml.Data.LoadFromEnumerable([new Row { X = 5 }]);

        public IDataView TransformForTrainingPipeline(IDataView input) => ml.Data.LoadFromEnumerable([new Row { X = 7 }]);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }

    private sealed class Witness : IEstimator<ITransformer>
    {
        public IDataView Seen { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            Seen = input;
            return new TransformerChain<ITransformer>();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
