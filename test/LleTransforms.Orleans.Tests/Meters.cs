using System.Diagnostics.Metrics;

namespace LleTransforms.Orleans.Tests;

/// <summary>Listens to what silos of this process tell of themselves.</summary>
internal static class Meters
{
    public static MeterListener Listen(string name, Action<long> hear)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == LleClusterMetrics.MeterName && instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => hear(value));
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => hear(value));
        listener.Start();
        return listener;
    }
}
