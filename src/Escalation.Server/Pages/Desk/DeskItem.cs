namespace Escalation.Server.Pages.Desk;

/// <summary>A question in a list.</summary>
/// <param name="Expert">Who holds it or answered last.</param>
public sealed record DeskItem(Guid Id, string Author, string Text, string? Topic, string State, string? Expert, bool IsFollowUp, DeskDue? Due, DateTimeOffset AskedAt);

/// <summary>The next thing that was promised.</summary>
public sealed record DeskDue(string Target, DateTimeOffset At);

/// <summary>The questions of one kind. <paramref name="WhenEmpty"/> null: not shown then.</summary>
public sealed record DeskGroup(string Title, string? WhenEmpty, IReadOnlyList<DeskItem> Items);
