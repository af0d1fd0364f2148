using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Escalation.Testing;

/// <summary>What a service logged, as many lines as it takes on a console: a stack is many.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> All => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        foreach (var line in $"{logLevel}: {formatter(state, exception)}\n{exception}".TrimEnd('\n').Split('\n'))
            _lines.Enqueue(line);
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
