using System.CommandLine;
using Escalation.Access;
using Escalation.Organization;

namespace Escalation.Server.Commands;

static class KeyCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What the key is for; shown in lists." };
        var role = new Option<string>("--role") { Description = "What it may do.", Required = true };
        role.AcceptOnlyFromAmong([.. Enum.GetNames<Role>().Select(known => known.ToLowerInvariant())]);
        var person = new Option<string>("--person") { Description = "Whose key it is (expert, manager, ops; optional for admin)." };
        var channel = new Option<string[]>("--channel") { Description = "A channel that an integration may post to; may be given several times." };
        var data = CommonOptions.Data();
        var add = new Command("add", "Makes a key and prints it, this once.") { name, role, person, channel, data };
        add.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!);
            await services.MigrateAsync(parsed.GetValue(data)!, cancellation);
            var file = services.GetRequiredService<CurrentOrganization>().Now.File;
            var may = Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true);
            var faults = Faults(file, may, parsed.GetValue(person), parsed.GetValue(channel) ?? []).ToList();
            if (faults.Count > 0)
                throw new CommandFailed(string.Join(Environment.NewLine, faults));
            Console.WriteLine(await services.GetRequiredService<ApiKeys>().AddAsync(
                parsed.GetValue(name)!, may, parsed.GetValue(person), parsed.GetValue(channel) ?? []));
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
        if (role != Role.Integration && file.Person(person) is { } known && !known.Roles.Contains(role))
            yield return $"--role: {person} does not have the role {role.ToString().ToLowerInvariant()}.";
        if (person is not null && role == Role.Integration)
            yield return "--person: a key of role integration belongs to nobody.";
        if (role != Role.Integration && channels.Length > 0)
            yield return "--channel is only for keys of role integration.";
        if (role == Role.Integration && channels.Length == 0)
            yield return "--channel is required: an integration posts to the channels that it names and nothing else.";
        foreach (var unknown in channels.Where(c => file.Channel(c) is null))
            yield return $"--channel: there is no channel {unknown} in the organization.";
    }
}
