using Escalation.Access;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Server.Api;
using Escalation.Server.Commands;
using Escalation.Server.Demo;
using Escalation.Server.Health;
using Escalation.Server.Pages;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Server;

/// <param name="Data">Directory of the embedded database and of secrets made at first start.</param>
/// <param name="Urls">Where to listen; null: as configured, else the default.</param>
public sealed record ServeOptions(DirectoryInfo Data, bool Demo, string? Urls);

/// <summary>The whole service in one process, put together here and nowhere else.</summary>
public static class ServerApp
{
    /// <param name="configure">What a test brings along (settings, its clock, a recording connector) before anything is made.</param>
    public static async Task<WebApplication> CreateAsync(ServeOptions options, CancellationToken cancellation, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ServerApp).Assembly.GetName().Name });
        builder.Configuration.AddSettings();
        builder.Logging.AddServerLogging();
        configure?.Invoke(builder);
        builder.WebHost.UseKestrelHttpsConfiguration().UseStaticWebAssets();
        var settings = ServiceSettings.Of(builder.Configuration, options.Urls);
        builder.WebHost.UseUrls(settings.Urls);

        // The model of the tables takes as long as all the rest that is put together here, so it is built beside it.
        var model = Task.Run(() => settings.Storage.BuildModel(options.Data.FullName), cancellation);
        // Each has calls to finish when it stops, and all have the same time for it.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = host.ServicesStopConcurrently = true);
        builder.Services.AddSingleton(settings.Topics);
        builder.Services.AddSingleton(settings.Leases);
        builder.Services.AddSingleton(settings.Retention);
        builder.Services.AddEscalation(settings.Storage, options.Data.FullName);
        builder.Services.AddWorkers(settings.Bus);
        builder.Services.AddAccess(options.Data);
        builder.Services.AddApi();
        builder.Services.AddHealth();
        builder.Services.AddLiveEvents();
        builder.Services.AddPages();
        if (options.Demo)
            builder.Services.AddDemo();
        var app = builder.Build();
        // Half of a start is spent on each of these two, so they go side by side.
        var prepared = Task.Run(() => PrepareAsync(app.Services, builder.Configuration, options, cancellation), cancellation);
        Map(app, options);
        await Task.WhenAll(model, prepared);
        return app;
    }

    static void Map(WebApplication app, ServeOptions options)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseApiRefusals();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapApi();
        app.MapHealth();
        if (options.Demo)
            app.MapDemo();
        else
            app.MapPages();
    }

    static async Task PrepareAsync(IServiceProvider services, IConfiguration configuration, ServeOptions options, CancellationToken cancellation)
    {
        await services.MigrateAsync(options.Data, cancellation);
        await services.GetRequiredService<Leases>().ForgetAsync(cancellation);
        if (options.Demo)
            await DemoOrganization.ApplyAsync(services, options.Data, cancellation);
        if (configuration["Organization"] is { Length: > 0 } path)
            await ApplyConfiguredAsync(services, new FileInfo(path), cancellation);
        if (configuration["BootstrapApiKey"] is { Length: > 0 } key)
            await services.GetRequiredService<ApiKeys>().EnsureAsync(key);
        await services.GetRequiredService<LearnedTopics>().BuildAsync(cancellation);
    }

    /// <summary>Only a file that changed since it was last applied, so that a restart does not undo what was edited in the product.</summary>
    static async Task ApplyConfiguredAsync(IServiceProvider services, FileInfo path, CancellationToken cancellation)
    {
        var file = await ApplyCommand.ReadAsync(path, services, cancellation);
        await services.GetRequiredService<ApplyOrganization>().ApplyIfChangedAsync(file, path.FullName, cancellation);
    }
}
