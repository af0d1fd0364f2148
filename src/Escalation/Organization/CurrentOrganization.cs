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

public sealed record Applied(int Version, OrganizationFile File);
