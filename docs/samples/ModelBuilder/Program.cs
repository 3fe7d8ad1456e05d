using System.Globalization;
using Microsoft.ML;
using ModelBuilderSample;

// Trains, judges and saves the model, then predicts one row with what was saved.
string folder = Path.Combine(AppContext.BaseDirectory, "data");
string training = Path.Combine(folder, "roll.train.csv");
string heldOut = Path.Combine(folder, "roll.test.csv");

ITransformer model = RollModel.Train(RollModel.ModelFile, training);
RollModel.ThrowIfEmbeddingIsLost(model);
var metrics = RollModel.Evaluate(model, heldOut);
Console.WriteLine($"held out: accuracy {metrics.MicroAccuracy:F3}, log-loss {metrics.LogLoss:F3}");
Console.WriteLine(
    $"five folds: accuracy " +
    $"{string.Join(' ', RollModel.CrossValidate(training).Select(accuracy => accuracy.ToString("F3", CultureInfo.InvariantCulture)))}");

var row = new RollModel.ModelInput { X = 0f, Height = 10f, Y = 7.85f };
var prediction = RollModel.Predict(row);
Console.WriteLine($"x {row.X}, height {row.Height}, y {row.Y}: band {prediction.PredictedLabel} at {prediction.Score.Max():P0}");

// Expected output:
//
// held out: accuracy 0.940, log-loss 0.079
// five folds: accuracy 1.000 0.992 1.000 1.000 1.000
// x 0, height 10, y 7.85: band B at 100 %
