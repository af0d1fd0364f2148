using System.CommandLine;
using Escalation.Access;
using Escalation.Organization;

namespace Escalation.Server.Commands;

static class KeyCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What the key is for; shown in lists." };
        var role = new Option<Role>("--role") { Description = "What it may do: integration, expert, manager, ops or admin.", Required = true };
        var person = new Option<string>("--person") { Description = "Whose key it is (expert, manager, ops; optional for admin)." };
        var channel = new Option<string[]>("--channel") { Description = "A channel that an integration may post to; may be given several times." };
        var data = CommonOptions.Data();
        var add = new Command("add", "Makes a key and prints it, this once.") { name, role, person, channel, data };
        add.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!);
            await services.MigrateAsync(cancellation);
            var file = services.GetRequiredService<CurrentOrganization>().Now.File;
            var faults = Faults(file, parsed.GetValue(role), parsed.GetValue(person), parsed.GetValue(channel) ?? []).ToList();
            if (faults.Count > 0)
                throw new CommandFailed(string.Join(Environment.NewLine, faults));
            Console.WriteLine(await services.GetRequiredService<ApiKeys>().AddAsync(
                parsed.GetValue(name)!, parsed.GetValue(role), parsed.GetValue(person), parsed.GetValue(channel) ?? []));
            return Exit.Ok;
        });
        return new Command("key", "API keys.") { add };
    }

    static IEnumerable<string> Faults(OrganizationFile file, Role role, string? person, string[] channels)
    {
        if (person is null && role is (Role.Expert or Role.Manager or Role.Ops))
            yield return $"--person is required: a key of role {role.ToString().ToLowerInvariant()} belongs to somebody.";
        if (person is not null && file.Person(person) is null)
            yield return $"--person: there is nobody called {person} in the organization.";
        if (person is not null && file.Person(person) is { } known && !known.Roles.Contains(role))
            yield return $"--role: {person} does not have the role {role.ToString().ToLowerInvariant()}.";
        if (role == Role.Integration && channels.Length == 0)
            yield return "--channel is required: an integration posts to the channels that it names and nothing else.";
        foreach (var unknown in channels.Where(c => file.Channel(c) is null))
            yield return $"--channel: there is no channel {unknown} in the organization.";
    }
}
