using System.ComponentModel.DataAnnotations;

namespace Escalation.Messaging;

public enum BusTransport
{
    InMemory,
    RabbitMq,
}

/// <summary>The <c>Bus</c> section of the configuration.</summary>
public sealed class BusOptions : IValidatableObject
{
    public BusTransport Transport { get; set; } = BusTransport.InMemory;

    /// <summary>An amqp or amqps URI; only for RabbitMQ.</summary>
    public string? ConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Transport == BusTransport.RabbitMq && !(Uri.TryCreate(ConnectionString, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"))
            yield return new ValidationResult("Bus:ConnectionString must be an amqp URI, for example amqp://user:password@host:5672/", [nameof(ConnectionString)]);
    }
}
