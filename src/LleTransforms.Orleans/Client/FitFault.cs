using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Tells a shard's fault as a fit on one machine would.</summary>
internal static class FitFault
{
    public static Exception Of(ShardFaultException fault, LleShard[] shards) => fault.Kind switch
    {
        ShardFaultKind.BadRows => new ArgumentException(fault.Message, nameof(shards), fault),
        ShardFaultKind.TooLarge => new InsufficientMemoryException(fault.Message, fault),
        ShardFaultKind.Numerical => new ArithmeticException(fault.Message, fault),
        ShardFaultKind.CannotOpen => new LleShardException(
            $"No silo can open shard {fault.Shard} ({shards[fault.Shard]}): {fault.Message}", fault.Shard),
        _ => new LleShardException(fault.Message, fault.Shard),
    };
}
