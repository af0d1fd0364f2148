namespace Escalation.Organization;

/// <summary>What an organization adds and retires against the one in force, a sentence each.</summary>
public static class OrganizationChanges
{
    public static IEnumerable<string> Between(OrganizationFile before, OrganizationFile after) =>
    [
        .. Between("topic", before.Topics.Select(t => t.Name), after.Topics.Select(t => t.Name)),
        .. Between("person", before.People.Select(p => p.Name), after.People.Select(p => p.Name)),
        .. Between("channel", before.Channels.Select(c => c.Name), after.Channels.Select(c => c.Name)),
        .. Between("SLA policy", before.SlaPolicies.Select(p => p.Name), after.SlaPolicies.Select(p => p.Name)),
    ];

    static IEnumerable<string> Between(string what, IEnumerable<string> before, IEnumerable<string> after) =>
    [
        .. after.Except(before).Select(name => $"adds {what} {name}"),
        .. before.Except(after).Select(name => $"retires {what} {name}; its open work is routed anew"),
    ];
}
