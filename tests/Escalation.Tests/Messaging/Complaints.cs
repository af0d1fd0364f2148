using System.Collections.Concurrent;
using Escalation.Messaging;
using Microsoft.Extensions.Logging;

namespace Escalation.Tests.Messaging;

/// <summary>Every error that is logged, and our own warnings. (That a message is tried again is told, as it should be.)</summary>
sealed class Complaints : ILoggerProvider
{
    readonly ConcurrentQueue<string> _all = [];

    public IReadOnlyCollection<string> All => _all;

    public ILogger CreateLogger(string categoryName) => new Listener(categoryName, _all);

    public void Dispose()
    {
    }

    sealed class Listener(string category, ConcurrentQueue<string> all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= (category.StartsWith("Escalation.", StringComparison.Ordinal) && category != typeof(PatientRetry).FullName ? LogLevel.Warning : LogLevel.Error);

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
        {
            if (IsEnabled(level))
                all.Enqueue($"{category}: {format(state, exception)} {exception}");
        }
    }
}
