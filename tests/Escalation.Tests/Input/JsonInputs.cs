using System.Text;
using Escalation.Input;

namespace Escalation.Tests.Input;

/// <summary>What every reader of JSON may rely on.</summary>
public class JsonInputs
{
    sealed record Times(DateTimeOffset? At, TimeSpan? For);

    [TestCase("2026-12-21T09:00:00Z", "2026-12-21T09:00:00.0000000+00:00")]
    [TestCase("2026-12-21T09:00:00+01:00", "2026-12-21T08:00:00.0000000+00:00")]
    [TestCase("2026-12-21T09:00:00.123456789-05:30", "2026-12-21T14:30:00.1234567+00:00")]
    public void A_time_is_given_in_utc(string written, string expected)
    {
        var result = JsonInput.Read($$"""{"at": "{{written}}"}""", input => new Times(input.Instant("at"), null));
        Assert.That(result.Value!.At!.Value.ToString("o"), Is.EqualTo(expected));
    }

    [TestCase("2026-12-21T09:00:00")]
    [TestCase("2026-12-21")]
    [TestCase("2026-12-21T25:00:00Z")]
    [TestCase("9999-12-31T23:59:59-18:00")]
    [TestCase("0001-01-01T00:00:00+18:00")]
    [TestCase("-0001-01-01T00:00:00Z")]
    [TestCase("yesterday")]
    public void A_time_without_offset_or_out_of_the_calendar_is_refused(string written) =>
        Assert.That(JsonInput.Read($$"""{"at": "{{written}}"}""", input => new Times(input.Instant("at"), null)).Faults.Single().Path, Is.EqualTo("at"));

    [TestCase("01:30:00", 90 * 60)]
    [TestCase("2.00:00:00", 2 * 24 * 60 * 60)]
    [TestCase("3650.00:00:00", 3650 * 24 * 60 * 60)]
    public void A_duration_is_read(string written, int seconds) =>
        Assert.That(JsonInput.Read($$"""{"for": "{{written}}"}""", input => new Times(null, input.Duration("for"))).Value!.For, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("90")]
    [TestCase("1:30")]
    [TestCase("00:60:00")]
    [TestCase("25:00:00")]
    [TestCase(" 01:30:00")]
    [TestCase("99999999.00:00:00")]
    public void A_duration_that_could_be_misread_is_refused(string written) =>
        Assert.That(JsonInput.Read($$"""{"for": "{{written}}"}""", input => new Times(null, input.Duration("for"))).Faults.Single().Path, Is.EqualTo("for"));

    [Test]
    public void Bytes_that_are_no_text_are_refused_at_their_place()
    {
        byte[] latin1 = [.. "{\n\"name\": \"caf"u8, 0xE9, .. "\"}"u8];
        Assert.That(JsonInput.Read(latin1, _ => "").Faults, Is.EqualTo([new Fault("$", "is not JSON at line 2, column 13: it is not UTF-8")]));
    }

    [Test]
    public void No_damaged_input_throws()
    {
        var whole = Encoding.UTF8.GetBytes("""{"a": ["é\ud83d\ude00", -1.5e3, true, null, {"b": "\u0000"}], /* c */ "d": {},}""");
        for (var length = 0; length <= whole.Length; length++)
        {
            for (var value = 0; value < 256; value += 31)
            {
                byte[] damaged = [.. whole.AsSpan(0, length), (byte)value, .. whole.AsSpan(Math.Min(length + 1, whole.Length))];
                Assert.That(() => JsonInput.Read(damaged, Everything), Throws.Nothing, $"byte {value} at {length}");
                Assert.That(() => JsonInput.Read(damaged.AsMemory(0, length), Everything), Throws.Nothing, $"cut at {length}");
            }
        }

        static string Everything(JsonInput input)
        {
            input.Texts("a");
            input.Object("d", d => d.Path);
            return "";
        }
    }
}
