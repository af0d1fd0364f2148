namespace Escalation.Storage;

/// <summary>
/// Writes what this process alone knows (that an answer was posted) and what others wait for (that it is theirs again) as soon
/// as the database can be used. Given up, it would cost a lease, or a person's look.
/// </summary>
static class OnceUsable
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="cancellation">Stop waiting; a write that has begun comes to its end.</param>
    public static async Task WriteAsync(Func<Task> write, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (StorageUnavailableException) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
