using Escalation.Connectors;
using Escalation.Organization;

namespace Escalation.Simulation;

/// <summary>One line of a simulation's events (format: the public contract).</summary>
/// <param name="Line">Its number in the file, from 1.</param>
public abstract record SimulatedEvent(int Line, DateTimeOffset At)
{
    public sealed record Post(int Line, DateTimeOffset At, string Channel, InboundPost Inbound) : SimulatedEvent(Line, At);

    /// <summary>What somebody does to a conversation, which is named by its channel and its first post's id.</summary>
    /// <param name="By">Null: nobody in particular, with an administrator's rights.</param>
    public sealed record Action(int Line, DateTimeOffset At, string Conversation, string? By, Deed Deed) : SimulatedEvent(Line, At);

    public sealed record Absent(int Line, DateTimeOffset At, string Expert, Absence Absence) : SimulatedEvent(Line, At);

    public sealed record Apply(int Line, DateTimeOffset At, OrganizationFile Organization) : SimulatedEvent(Line, At);

    public sealed record End(int Line, DateTimeOffset At) : SimulatedEvent(Line, At);
}

public abstract record Deed
{
    public sealed record Accept : Deed;
    public sealed record Decline(string Reason, string? Suggest) : Deed;
    public sealed record Forward(string To) : Deed;

    /// <param name="Takes">How long the network takes to confirm it.</param>
    /// <param name="Fails">The network refuses it.</param>
    public sealed record Answer(string Text, bool Holding, TimeSpan Takes, bool Fails) : Deed;
    public sealed record Approve : Deed;
    public sealed record Reject : Deed;
    public sealed record Note(string Text) : Deed;
    public sealed record Hold(DateTimeOffset? Until) : Deed;
    public sealed record Resume : Deed;
    public sealed record Close(string Reason) : Deed;
    public sealed record Merge(string Into) : Deed;
    public sealed record Priority(string To) : Deed;
}
