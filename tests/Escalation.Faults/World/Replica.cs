using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.Faults.World;

/// <summary>One process of the service: it can be killed and started again, and be stopped in the middle and go on later.</summary>
sealed class Replica : IAsyncDisposable
{
    public const string AdminKey = "faults-administrator";

    const int MostStarts = 5;

    readonly int _number;
    readonly DirectoryInfo _data;
    readonly IReadOnlyDictionary<string, string?> _settings;
    readonly StreamWriter _log;
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    readonly SemaphoreSlim _turn = new(1);
    Process? _process;
    bool _isPaused;

    /// <param name="settings">By their configuration key.</param>
    public Replica(int number, DirectoryInfo data, IReadOnlyDictionary<string, string?> settings)
    {
        (_number, _data, _settings) = (number, data, settings);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        LosesAnswers = new Wire(Address.Host, Address.Port);
        LosesAnswers.Losses.LoseExchanges(int.MaxValue, Loss.Answer);
        _log = new StreamWriter(Path.Combine(data.FullName, $"replica-{number}.log")) { AutoFlush = true };
    }

    public Uri Address { get; }

    /// <summary>A way to it on which every answer is lost.</summary>
    public Wire LosesAnswers { get; }

    public Wire? Database { get; init; }
    public Wire? Broker { get; init; }

    public async Task StartAsync()
    {
        for (var starts = 1; ; starts++)
        {
            await _turn.WaitAsync();
            try
            {
                if (HasEnded)
                {
                    _process?.Dispose();
                    Start();
                }
            }
            finally
            {
                _turn.Release();
            }
            // Who supervises a service starts it again when a fault ended it at its start.
            if (await IsReadyAsync() || starts == MostStarts)
                break;
        }
        Assert.That(await IsReadyAsync(), $"Replica {_number} ended by itself:{Environment.NewLine}{Tail(40)}");
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_process is null)
                return;
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            (_process, _isPaused) = (null, false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task PauseAsync() => SignalAsync("-STOP", true);

    public Task GoOnAsync() => SignalAsync("-CONT", false);

    async Task SignalAsync(string signal, bool pauses)
    {
        await _turn.WaitAsync();
        try
        {
            if (_process is null || _isPaused == pauses)
                return;
            using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            _isPaused = pauses;
        }
        finally
        {
            _turn.Release();
        }
    }

    void Start()
    {
        var start = ServerProgram.Serve(_data, Address, _settings);
        start.Environment["ESCALATION_BootstrapApiKey"] = AdminKey;
        start.Environment[Organizations.SecretVariable] = Organizations.Secret;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until it serves; false: it ended by itself.</summary>
    async Task<bool> IsReadyAsync()
    {
        await Until.TrueAsync(async () => HasEnded || await ServesAsync(), $"replica {_number} is ready", TimeSpan.FromMinutes(3));
        return !HasEnded;
    }

    bool HasEnded => _process is not { HasExited: false };

    async Task<bool> ServesAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public string Tail(int lines)
    {
        lock (_log)
        {
            using var reader = new StreamReader(new FileStream(((FileStream)_log.BaseStream).Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return string.Join(Environment.NewLine, reader.ReadToEnd().Split('\n').TakeLast(lines));
        }
    }

    void Log(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream.CanWrite)
                _log.WriteLine(line);
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await LosesAnswers.DisposeAsync();
        foreach (var wire in (Wire?[])[Database, Broker])
        {
            if (wire is not null)
                await wire.DisposeAsync();
        }
        lock (_log)
            _log.Dispose();
        _http.Dispose();
        _turn.Dispose();
    }
}
