using System.Net.Sockets;

namespace Escalation.Faults.World;

/// <summary>One connection of a <see cref="Wire"/>.</summary>
sealed class WireConnection(Wire wire, TcpClient near) : IDisposable
{
    readonly TcpClient _far = new();
    volatile bool _losesAnswer;

    public async Task PumpAsync(string host, int port, CancellationToken stopping)
    {
        near.NoDelay = _far.NoDelay = true;
        await _far.ConnectAsync(host, port, stopping);
        await Task.WhenAny(AskAsync(stopping), AnswerAsync(stopping));
    }

    public void Break()
    {
        near.Close();
        _far.Close();
    }

    async Task AskAsync(CancellationToken stopping)
    {
        var buffer = new byte[64 * 1024];
        var ofCommit = Loss.Nothing;
        while (await near.GetStream().ReadAsync(buffer, stopping) is > 0 and var length)
        {
            await SlowAsync(stopping);
            switch (wire.Losses.Of(buffer.AsSpan(0, length), ref ofCommit))
            {
                case Loss.Question:
                    Break();
                    return;
                case Loss.Answer:
                    _losesAnswer = true;
                    break;
            }
            await _far.GetStream().WriteAsync(buffer.AsMemory(0, length), stopping);
        }
    }

    async Task AnswerAsync(CancellationToken stopping)
    {
        var buffer = new byte[64 * 1024];
        while (await _far.GetStream().ReadAsync(buffer, stopping) is > 0 and var length)
        {
            if (_losesAnswer)
            {
                Break();
                return;
            }
            await SlowAsync(stopping);
            await near.GetStream().WriteAsync(buffer.AsMemory(0, length), stopping);
        }
    }

    Task SlowAsync(CancellationToken stopping) =>
        wire.Delay > TimeSpan.Zero ? Task.Delay(wire.Delay, TimeProvider.System, stopping) : Task.CompletedTask;

    public void Dispose() => Break();
}
