using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Escalation.Messaging;

/// <summary>RabbitMQ, asked directly: whether it takes a connection.</summary>
public static class Broker
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task<IConnection> ConnectAsync(BusOptions options, CancellationToken cancellation) => new ConnectionFactory
    {
        Uri = new Uri(options.ConnectionString!),
        RequestedConnectionTimeout = Patience,
        HandshakeContinuationTimeout = Patience,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync(cancellation);

    /// <summary>One sentence that says what is wrong and what to do.</summary>
    public static string WhyUnavailable(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationFailureException or PossibleAuthenticationFailureException)
                return "RabbitMQ refuses the service: check user and password in Bus:ConnectionString.";
            if (cause is OperationInterruptedException { ShutdownReason.ReplyCode: 530 })
                return "RabbitMQ refuses the service: check the virtual host in Bus:ConnectionString, and that the user may use it.";
        }
        return "RabbitMQ does not answer: see that it runs and that Bus:ConnectionString leads to it.";
    }
}
