// A model behind an endpoint, and whether what comes in still looks like what it learnt from:
// dotnet run -c Release --project docs/samples/Serving -- [demo]
// Without "demo" the service stays up: curl localhost:PORT/predict -H 'Content-Type: application/json' -d '{"features":[0,10,7.85]}'
using System.Net.Http.Json;
using LleTransforms.Samples.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

string file = Path.Combine(AppContext.BaseDirectory, "bands.zip");
double limit = BandModel.TrainAndSave(file);

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSingleton(new BandPredictor(file));
builder.Services.AddSingleton(new DriftMonitor(limit));
var app = builder.Build();
app.MapPost("/predict", (BandRow row, BandPredictor predictor, DriftMonitor drift) =>
{
    var prediction = predictor.Predict(row);
    float error = prediction.ReconstructionError;
    drift.Observe(error);
    return Results.Json(new { band = prediction.PredictedLabel, reconstructionError = error, unlikeTraining = error > limit });
});
app.MapGet("/drift", (DriftMonitor drift) => Results.Json(drift.Report()));
await app.StartAsync();
if (args is not ["demo"])
{
    Console.WriteLine($"Listening on {app.Urls.First()}");
    await app.WaitForShutdownAsync();
    return;
}

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
await Send("200 rows like those it learnt from", BandRow.Draw(200, seed: 3, shift: 0));
await Send("200 rows of a sensor that went off by 3", BandRow.Draw(200, seed: 4, shift: 3));
await app.StopAsync();

async Task Send(string what, BandRow[] rows)
{
    int right = 0;
    await Parallel.ForEachAsync(rows, async (row, cancellationToken) =>
    {
        var answer = await client.PostAsJsonAsync("/predict", row, cancellationToken);
        var reply = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Reply>(cancellationToken);
        Interlocked.Add(ref right, reply!.Band == row.Band ? 1 : 0);
    });
    var drift = await client.GetFromJsonAsync<DriftReport>("/drift");
    string alarm = drift!.HasDrifted ? " - DRIFT" : "";
    Console.WriteLine($"{what}: {right} of {rows.Length} right, {drift.ShareUnlikeTraining:P0} unlike the training rows{alarm}");
}

/// <summary>What the endpoint answers, as far as the demonstration reads it.</summary>
internal sealed record Reply(string Band);

// Expected output of the demonstration:
//
// 200 rows like those it learnt from: 198 of 200 right, 0 % unlike the training rows
// 200 rows of a sensor that went off by 3: 133 of 200 right, 87 % unlike the training rows - DRIFT
