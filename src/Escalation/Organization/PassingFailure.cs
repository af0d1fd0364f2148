using Escalation.Storage;

namespace Escalation.Organization;

/// <summary>A failure that is not the fault of what was to be done: the database is away, or the organization in force is not known or not readable here (decision 0022).</summary>
public static class PassingFailure
{
    /// <returns>The exception, or the one inside of it, that tells so in a sentence; null: it is another failure.</returns>
    public static Exception? In(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is StorageUnavailableException or StaleOrganizationException or UnreadableOrganizationException)
                return cause;
        }
        return null;
    }
}
