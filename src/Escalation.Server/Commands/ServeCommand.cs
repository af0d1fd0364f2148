using System.CommandLine;
using Microsoft.AspNetCore.Connections;

namespace Escalation.Server.Commands;

static class ServeCommand
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>As a command of its own and as what the executable does when no command is said.</summary>
    public static void AddTo(RootCommand root)
    {
        var serve = new Command("serve", "Runs the service: web UI, API, connectors, routing, timers, delivery (the default).");
        root.Add(serve);
        foreach (var command in (Command[])[serve, root])
        {
            var demo = new Option<bool>("--demo") { Description = "With a small organization and a public page to ask on. For trying out, on this machine only." };
            var urls = new Option<string>("--urls") { Description = $"Where to listen, separated by semicolons. Default: {DefaultUrls}", HelpName = "URLS" };
            var data = CommonOptions.Data();
            command.Add(demo);
            command.Add(data);
            command.Add(urls);
            command.Does(async (parsed, cancellation) =>
            {
                var options = new ServeOptions(parsed.GetValue(data)!, parsed.GetValue(demo), parsed.GetValue(urls));
                await using var app = await ServerApp.CreateAsync(options, cancellation);
                try
                {
                    await app.StartAsync(cancellation);
                    Console.WriteLine(Welcome(app, options.Demo));
                    await app.WaitForShutdownAsync(cancellation);
                }
                catch (IOException e) when (e.InnerException is AddressInUseException)
                {
                    throw new CommandFailed($"{e.Message} Stop what listens there, or choose another address with --urls.");
                }
                return Exit.Ok;
            });
        }
    }

    /// <summary>Where to click, now that the ports are known.</summary>
    static string Welcome(WebApplication app, bool demo)
    {
        var addresses = app.Urls.Select(url => url.Replace("://[::]", "://localhost").Replace("://0.0.0.0", "://localhost").TrimEnd('/')).ToList();
        return demo ? $"Ask on {addresses[0]}/square, answer on {addresses[0]}/desk" : $"Escalation is running on {string.Join(", ", addresses)}";
    }
}
