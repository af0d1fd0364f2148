using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Escalation.Testing;

/// <summary>The service as a process of its own, to be killed as a power cut would.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    readonly SetUp _setUp;
    readonly string _organization;
    readonly IReadOnlyDictionary<string, string> _environment;
    readonly StreamWriter _log;
    Process _process = null!;

    ServiceProcess(SetUp setUp, string organization, IReadOnlyDictionary<string, string> environment)
    {
        _setUp = setUp;
        _environment = environment;
        _organization = organization;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Api = new ApiClient(Address, TestService.AdminKey);
        _log = new StreamWriter(Path.Combine(setUp.Data.FullName, "service.log")) { AutoFlush = true };
    }

    public Uri Address { get; }
    public ApiClient Api { get; }

    /// <param name="environment">Variables beside those that this process has.</param>
    public static async Task<ServiceProcess> StartAsync(SetUp setUp, string organization, IReadOnlyDictionary<string, string>? environment = null)
    {
        await setUp.PrepareAsync();
        var path = Path.Combine(setUp.Data.FullName, "organization.json");
        await File.WriteAllTextAsync(path, organization);
        var service = new ServiceProcess(setUp, path, environment ?? new Dictionary<string, string>());
        service.Start();
        await service.ReadyAsync();
        return service;
    }

    /// <summary>SIGKILL: no goodbye, nothing flushed.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Start()
    {
        var start = ServerProgram.Serve(_setUp.Data, Address, _setUp.Settings);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        start.Environment["ESCALATION_BootstrapApiKey"] = TestService.AdminKey;
        start.Environment["ESCALATION_Organization"] = _organization;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Task ReadyAsync() => Until.TrueAsync(async () =>
    {
        if (_process.HasExited)
            Assert.Fail($"The service ended by itself:{Environment.NewLine}{Tail()}");
        try
        {
            return (await Api.GetAsync("/health/ready")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }, "the service is ready", TimeSpan.FromMinutes(1));

    public string Tail()
    {
        lock (_log)
        {
            using var reader = new StreamReader(new FileStream(((FileStream)_log.BaseStream).Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return string.Join(Environment.NewLine, reader.ReadToEnd().Split('\n').TakeLast(30));
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
        Kill();
        Api.Dispose();
        lock (_log)
            _log.Dispose();
        await _setUp.DisposeAsync();
    }
}
