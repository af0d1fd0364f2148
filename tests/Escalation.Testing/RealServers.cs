using NUnit.Framework;

namespace Escalation.Testing;

/// <summary>The real servers that <c>tests/servers</c> started; a test that needs one which is not there says so and is skipped.</summary>
public static class RealServers
{
    public static string PostgreSql => Required("ESCALATION_TEST_POSTGRES");
    public static Uri RabbitMq => new(Required("ESCALATION_TEST_RABBITMQ"));
    public static Uri RabbitMqManagement => new(Required("ESCALATION_TEST_RABBITMQ_MANAGEMENT"));

    public static string Required(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
            Assert.Ignore($"{variable} is not set: run tests/run, or tests/servers start DIR and then . DIR/env");
        return value!;
    }
}
