namespace Escalation.Faults.Schedule;

/// <summary>Something that is done at a moment, counted from the start of the schedule.</summary>
abstract record Planned(TimeSpan At);

/// <param name="Replica">Which is asked first.</param>
/// <param name="LosesAnswer">The first answer never comes back; the caller asks again.</param>
/// <param name="AtOnce">So many callers at the same time.</param>
/// <param name="OfCommit">What the replica's way to its database loses of the commit.</param>
sealed record Sending(int Replica, bool LosesAnswer = false, int AtOnce = 1, Loss OfCommit = Loss.Nothing);

/// <param name="Name">The post's id on the network, without the run's prefix.</param>
/// <param name="ReplyTo">A post, or an answer of ours, that may come later than this or never.</param>
sealed record SendPost(TimeSpan At, string Name, string Author, string Text, string? ReplyTo, Sending How) : Planned(At);

sealed record EditPost(TimeSpan At, string Name, string Author, string Text, Sending How) : Planned(At);

sealed record DeletePost(TimeSpan At, string Name, Sending How) : Planned(At);

/// <summary>What a person does to the conversation in which a post stands.</summary>
/// <param name="Verb">As in the path of the API.</param>
/// <param name="Post">By which the conversation is found.</param>
/// <param name="By">Null: who holds it just then.</param>
/// <param name="Argument">What the verb needs: a text's name, a topic, a reason.</param>
/// <param name="WithKey">Sent with an <c>Idempotency-Key</c>; only then it is sent again after a lost answer.</param>
sealed record Command(TimeSpan At, string Verb, string Post, string? By, string? Argument, bool WithKey, Sending How) : Planned(At);

/// <param name="Verb">approve, reject or retry.</param>
/// <param name="Answer">The name of an answer that some command of the schedule submits.</param>
sealed record AnswerCommand(TimeSpan At, string Verb, string Answer, string By, bool WithKey, Sending How) : Planned(At);

/// <param name="Variant">One of <see cref="Organizations.Variants"/>.</param>
sealed record ApplyOrganization(TimeSpan At, string Variant, Sending How) : Planned(At);

/// <summary>SIGKILL, and started again.</summary>
sealed record Kill(TimeSpan At, int Replica, TimeSpan StartsAfter) : Planned(At);

/// <summary>SIGSTOP and SIGCONT.</summary>
sealed record Pause(TimeSpan At, int Replica, TimeSpan For) : Planned(At);

/// <summary>All connections to the broker are broken; new ones are refused for a while.</summary>
sealed record CutBroker(TimeSpan At, int Replica, TimeSpan For) : Planned(At);

sealed record CutDatabase(TimeSpan At, int Replica, TimeSpan For) : Planned(At);

sealed record SlowDatabase(TimeSpan At, int Replica, TimeSpan By, TimeSpan For) : Planned(At);

/// <summary>The next commits of a replica: the database confirms them and the replica never hears it, or they never reach the database.</summary>
sealed record LoseCommits(TimeSpan At, int Replica, int Count, Loss What) : Planned(At);

/// <summary>The next exchanges of a replica with its database, whatever they are.</summary>
sealed record LoseExchanges(TimeSpan At, int Replica, int Count, Loss What) : Planned(At);

/// <summary>The database ends every connection of everybody, as at its restart.</summary>
sealed record EndDatabaseConnections(TimeSpan At) : Planned(At);

/// <summary>The broker ends every connection of everybody, as at its restart.</summary>
sealed record EndBrokerConnections(TimeSpan At, TimeSpan AwayFor) : Planned(At);
