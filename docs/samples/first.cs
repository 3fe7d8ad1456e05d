#!/usr/bin/env dotnet
#:property PublishAot=false
#:project ../../src/LleTransforms/LleTransforms.csproj

// The README's program: dotnet run docs/samples/first.cs -c Release

using LleTransforms;
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext(seed: 1);
IDataView training = Roll(1500, new Random(1)), unseen = Roll(500, new Random(2));
var model = context.Transforms.NormalizeMinMax("Features", fixZero: false)
    .Append(context.Transforms.LocallyLinearEmbedding("Flat", "Features", numberOfComponents: 2, method: LleMethod.Modified))
    .AppendCacheCheckpoint(context)
    .Append(context.Regression.Trainers.Sdca(featureColumnName: "Flat")).Fit(training);
Console.WriteLine($"R squared of a linear regression on a swiss roll: {context.Regression.Evaluate(model.Transform(unseen)).RSquared:F3}");
context.Model.Save(model, training.Schema, "model.zip");

IDataView Roll(int count, Random random) => context.Data.LoadFromEnumerable(Enumerable.Range(0, count)
    .Select(_ => (Turn: 4.7f + (9.4f * random.NextSingle()), Height: 21 * random.NextSingle()))
    .Select(p => new Point([p.Turn * MathF.Cos(p.Turn), p.Height, p.Turn * MathF.Sin(p.Turn)], p.Turn * p.Turn / 2)).ToArray());

internal sealed record Point([property: VectorType(3)] float[] Features, float Label);

// Expected output:
//
// R squared of a linear regression on a swiss roll: 1.000
