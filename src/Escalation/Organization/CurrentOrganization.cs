namespace Escalation.Organization;

/// <summary>The organization in force and its version number (0: none was ever applied). Swapped whole, read without locks.</summary>
public sealed class CurrentOrganization
{
    volatile Applied _applied = new(0, OrganizationFile.Empty);

    public Applied Now => _applied;

    public event Action<Applied>? Changed;

    public void Set(Applied applied)
    {
        _applied = applied;
        Changed?.Invoke(applied);
    }
}

public sealed record Applied(int Version, OrganizationFile File)
{
    /// <summary>For what was decided by another replica's newer organization and must not be decided again by an older one.</summary>
    /// <exception cref="StaleOrganizationException">This process has not heard of it yet.</exception>
    public void MustKnow(int version)
    {
        if (version > Version)
            throw new StaleOrganizationException(version);
    }
}

/// <summary>Another replica put a newer organization in force; <see cref="FollowOrganization"/> brings it within seconds, and the work is done again.</summary>
public sealed class StaleOrganizationException(int version) : Exception($"Version {version} of the organization is in force, but not known here yet.");
