using Escalation.Organization;
using Escalation.Telemetry;
using MassTransit;
using MassTransit.RetryPolicies;
using Microsoft.Extensions.Logging;

namespace Escalation.Messaging;

/// <summary>
/// How often a message that failed is taken again. First at once, for two that met on one row; then at growing distances
/// up to <see cref="Longest"/>. Where the database is away, or the organization not readable here, it never gives up: that
/// is no fault of the message (decision 0022). Anything else goes to the error queue after <see cref="Tries"/>.
/// </summary>
sealed class PatientRetry(int tries = PatientRetry.Tries, TimeProvider? time = null, ILogger<PatientRetry>? log = null) : IRetryPolicy
{
    const int Tries = 25;

    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20), Longest = TimeSpan.FromSeconds(10);

    readonly TellSeldom _failures = new(time ?? TimeProvider.System);

    public bool IsHandled(Exception exception) => exception is not OperationCanceledException;

    /// <param name="counted">How many failures before this one were the message's own.</param>
    public bool MayTryAgain(Exception exception, int counted) => IsHandled(exception) && (counted < tries || IsPassing(exception));

    /// <summary>MassTransit would log the stack of every try of every message.</summary>
    RetryContext<T> Tell<T>(RetryContext<T> retry) where T : class, PipeContext
    {
        if (log is not null)
            _failures.Tell(log, PassingFailure.In(retry.Exception) ?? retry.Exception, $"A message failed and is taken again in {retry.Delay}", among: ", of any message,");
        return retry;
    }

    /// <summary>Whether the failure is none of the message's own and passes without it.</summary>
    public static bool IsPassing(Exception exception) => PassingFailure.In(exception) is not null;

    public static TimeSpan Wait(int retries)
    {
        var wait = Shortest * Math.Pow(2, Math.Min(retries, 16)) * (0.75 + Random.Shared.NextDouble() / 2);
        return wait < Longest ? wait : Longest;
    }

    RetryPolicyContext<T> IRetryPolicy.CreatePolicyContext<T>(T context) => new PolicyContext<T>(this, context);

    void IProbeSite.Probe(ProbeContext context) => context.Set(new { Policy = "Patient", Limit = tries });

    sealed class PolicyContext<T>(PatientRetry policy, T context) : BaseRetryPolicyContext<T>(policy, context) where T : class, PipeContext
    {
        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            policy.Tell(new Retry<T>(policy, Context, exception, 0, IsPassing(exception) ? 0 : 1, cancellationToken));
    }

    sealed class Retry<T>(PatientRetry policy, T context, Exception exception, int retries, int counted, CancellationToken cancellation)
        : BaseRetryContext<T>(context, exception, retries, cancellation), RetryContext<T> where T : class, PipeContext
    {
        readonly TimeSpan _delay = Wait(retries);

        public override TimeSpan? Delay => _delay;

        bool RetryContext<T>.CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            var next = new Retry<T>(policy, Context, exception, RetryCount + 1, IsPassing(exception) ? counted : counted + 1, CancellationToken);
            retryContext = next;
            if (!policy.MayTryAgain(exception, counted))
                return false;
            policy.Tell(next);
            return true;
        }
    }
}
