namespace Escalation.Faults.Execution;

/// <summary>Does the faults of a plan.</summary>
sealed class Inflict(Surroundings surroundings)
{
    public async Task DoAsync(Planned fault)
    {
        switch (fault)
        {
            case Kill kill:
                await Of(kill.Replica).KillAsync();
                await WaitAsync(kill.StartsAfter);
                await Of(kill.Replica).StartAsync();
                break;
            case Pause pause:
                await Of(pause.Replica).PauseAsync();
                await WaitAsync(pause.For);
                await Of(pause.Replica).GoOnAsync();
                break;
            case CutBroker cut:
                await CutAsync(Of(cut.Replica).Broker!, cut.For);
                break;
            case CutDatabase cut:
                await CutAsync(Of(cut.Replica).Database!, cut.For);
                break;
            case SlowDatabase slow:
                Of(slow.Replica).Database!.Delay = slow.By;
                await WaitAsync(slow.For);
                Of(slow.Replica).Database!.Delay = TimeSpan.Zero;
                break;
            case LoseCommits lose:
                Of(lose.Replica).Database!.Losses.LoseCommits(lose.Count, lose.What);
                break;
            case LoseExchanges lose:
                Of(lose.Replica).Database!.Losses.LoseExchanges(lose.Count, lose.What);
                break;
            case EndDatabaseConnections:
                await surroundings.Rows.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
                break;
            case EndBrokerConnections end:
                await Task.WhenAll(surroundings.Replicas.Select(replica => CutAsync(replica.Broker!, end.AwayFor)));
                break;
            default:
                throw new InvalidOperationException($"Nobody does {fault}.");
        }
    }

    static async Task CutAsync(Wire wire, TimeSpan @for)
    {
        wire.Cut();
        await WaitAsync(@for);
        wire.Mend();
    }

    Replica Of(int number) => surroundings.Replicas[number];

    static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
