using System.Net;
using System.Net.Sockets;

namespace Escalation.Faults.World;

/// <summary>A wire between a replica and a server: it can be cut, be slow, lose the answer to what is asked, or a COMMIT and its confirmation.</summary>
sealed class Wire : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly string _host;
    readonly int _port;
    readonly Task _accepting;
    readonly HashSet<WireConnection> _connections = [];
    bool _isCut;

    public Wire(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public LossPlan Losses { get; } = new();

    /// <summary>For each piece that goes along the wire, in either direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Breaks what is connected; new connections are broken off at once until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        lock (_connections)
            _isCut = true;
        BreakAll();
    }

    /// <summary>Breaks what is connected; new connections are made.</summary>
    public void BreakAll()
    {
        WireConnection[] all;
        lock (_connections)
            all = [.. _connections];
        foreach (var connection in all)
            connection.Break();
    }

    public void Mend()
    {
        lock (_connections)
            _isCut = false;
        Delay = TimeSpan.Zero;
        Losses.Clear();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PumpAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The wire is taken away.
        }
    }

    async Task PumpAsync(TcpClient near)
    {
        using var connection = new WireConnection(this, near);
        lock (_connections)
        {
            if (_isCut)
                return;
            _connections.Add(connection);
        }
        try
        {
            await connection.PumpAsync(_host, _port, _stopping.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Cut, or one of the ends is gone.
        }
        finally
        {
            lock (_connections)
                _connections.Remove(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        BreakAll();
        await _accepting;
        _stopping.Dispose();
    }
}
