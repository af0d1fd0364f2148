using Escalation.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Escalation.Testing;

/// <summary>The whole service in the test's process, listening on a free port.</summary>
public sealed class TestService : IAsyncDisposable
{
    public const string AdminKey = "test-administrator";

    readonly WebApplication _app;
    readonly SetUp _setUp;

    TestService(WebApplication app, SetUp setUp)
    {
        (_app, _setUp) = (app, setUp);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = new ApiClient(Address, AdminKey);
    }

    public Uri Address { get; }
    public ApiClient Admin { get; }
    public IServiceProvider Services => _app.Services;

    public static async Task<TestService> StartAsync(
        SetUp setUp, string? organization = null, TimeProvider? time = null, bool demo = false, Action<WebApplicationBuilder>? configure = null)
    {
        await setUp.PrepareAsync();
        return await RestartAsync(setUp, organization, time, demo, configure);
    }

    /// <summary>On what an earlier service left.</summary>
    public static async Task<TestService> RestartAsync(
        SetUp setUp, string? organization = null, TimeProvider? time = null, bool demo = false, Action<WebApplicationBuilder>? configure = null)
    {
        var settings = new Dictionary<string, string?>(setUp.Settings) { ["BootstrapApiKey"] = AdminKey };
        if (organization is not null)
        {
            settings["Organization"] = Path.Combine(setUp.Data.FullName, "organization.json");
            await File.WriteAllTextAsync(settings["Organization"]!, organization);
        }
        var app = await ServerApp.CreateAsync(new ServeOptions(setUp.Data, demo, "http://127.0.0.1:0"), CancellationToken.None, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
            if (time is not null)
                builder.Services.AddSingleton(time);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new TestService(app, setUp);
    }

    public ApiClient With(string key) => new(Address, key);

    /// <summary>Stops it, leaving its data.</summary>
    public async Task StopAsync()
    {
        Admin.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _setUp.DisposeAsync();
    }
}
