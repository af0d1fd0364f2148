using System.Net;
using System.Net.Sockets;

namespace Escalation.Tests.Messaging;

/// <summary>A wire between the service and a server that a test can cut and mend.</summary>
sealed class Cuttable : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly string _host;
    readonly int _port;
    readonly Task _accepting;
    readonly List<TcpClient> _ends = [];
    bool _isCut;
    TaskCompletionSource? _hanging;

    public Cuttable(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks what is connected; new connections are broken off at once.</summary>
    public void Cut()
    {
        lock (_ends)
        {
            _isCut = true;
            _ends.ForEach(end => end.Close());
            _ends.Clear();
        }
    }

    /// <summary>What is connected stays so and new connections are taken, but nothing comes through.</summary>
    public void Hang()
    {
        lock (_ends)
            _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Mend()
    {
        lock (_ends)
        {
            _isCut = false;
            _hanging?.TrySetResult();
            _hanging = null;
        }
    }

    async Task AcceptAsync()
    {
        var pumps = new List<Task>();
        try
        {
            while (true)
                pumps.Add(PumpAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(pumps);
        }
    }

    async Task PumpAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                lock (_ends)
                {
                    if (_isCut)
                        return;
                    _ends.AddRange([near, far]);
                }
                await far.ConnectAsync(_host, _port, _stopping.Token);
                await Task.WhenAny(
                    CopyAsync(near.GetStream(), far.GetStream()),
                    CopyAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // Cut.
            }
        }
    }

    async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16_384];
        while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var read)
        {
            Task? hanging;
            lock (_ends)
                hanging = _hanging?.Task;
            if (hanging is not null)
                await hanging.WaitAsync(_stopping.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }
}
