using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Organization;

/// <summary>The organization in force and its version number (0: none was ever applied). Swapped whole, read without locks.</summary>
public sealed class CurrentOrganization(ILogger<CurrentOrganization>? log = null)
{
    readonly ILogger _log = log ?? NullLogger<CurrentOrganization>.Instance;

    volatile Applied _applied = new(0, OrganizationFile.Empty);

    public Applied Now => _applied;

    public event Action<Applied>? Changed;

    public void Set(Applied applied)
    {
        _applied = applied;
        // It is committed already: one that fails to follow must not keep it from the others, nor from who applied it.
        foreach (var follow in Changed?.GetInvocationList().Cast<Action<Applied>>() ?? [])
        {
            try
            {
                follow(applied);
            }
            catch (Exception e)
            {
                _log.LogError(e, "{Follower} failed to follow version {Version} of the organization; it goes on with the one before", follow.Target?.GetType().Name, applied.Version);
            }
        }
    }

    /// <summary>A newer one is in force, which this program cannot read; this process goes on with the one it has, where that does no harm.</summary>
    public void CannotRead(int version) => _applied = _applied with { Unreadable = version };
}

public sealed record Applied(int Version, OrganizationFile File)
{
    /// <summary>A newer version that is in force and that this program cannot read; null: there is none.</summary>
    public int? Unreadable { get; init; }

    /// <summary>What a later version decided is a newer replica's: whoever works on many conversations leaves it out, so that it does not stop the rest.</summary>
    public int Latest => Unreadable is null ? int.MaxValue : Version;

    /// <summary>For what was decided by another replica's newer organization and must not be decided again by an older one.</summary>
    /// <exception cref="StaleOrganizationException">This process has not heard of it yet.</exception>
    /// <exception cref="UnreadableOrganizationException">This process never will.</exception>
    public void MustKnow(int version)
    {
        if (version > Version && version <= Unreadable)
            throw new UnreadableOrganizationException(version);
        if (version > Version)
            throw new StaleOrganizationException(version);
    }
}

/// <summary>Another replica put a newer organization in force; <see cref="FollowOrganization"/> brings it within seconds, and the work is done again.</summary>
public sealed class StaleOrganizationException(int version) : Exception($"Version {version} of the organization is in force, but not known here yet.");

/// <summary>The organization in force was written by a newer program. Doing it again here is in vain; a replica of the newer program can do it.</summary>
public sealed class UnreadableOrganizationException(int version) : Exception(
    $"Version {version} of the organization was written by a newer version of the program: update this replica.");
