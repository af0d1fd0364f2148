using System.Collections.Immutable;
using System.Text.Json;
using Escalation.Connectors;
using Escalation.Organization;

namespace Escalation.Tests.Organization;

/// <summary>Secrets come from outside the file, and what is missing is named, never shown.</summary>
public class SettingsResolved
{
    const string Variable = "ESCALATION_TEST_SETTINGS_RESOLVED";

    string path = "";

    [SetUp]
    public void WriteSecret()
    {
        path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        File.WriteAllText(path, " from file\n");
        Environment.SetEnvironmentVariable(Variable, "from environment");
    }

    [TearDown]
    public void RemoveSecret()
    {
        File.Delete(path);
        Environment.SetEnvironmentVariable(Variable, null);
    }

    [Test]
    public void Values_come_from_the_file_the_environment_and_a_secret_file()
    {
        var values = ResolveSettings.Of(Channel(("plain", "https://x"), ("port", 25), ("env", "env:" + Variable), ("file", "file:" + path)), []);
        Assert.That(values, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["plain"] = "https://x", ["port"] = "25", ["env"] = "from environment", ["file"] = "from file",
        }));
    }

    [TestCase("env:ESCALATION_TEST_NOT_SET", "the environment variable ESCALATION_TEST_NOT_SET is not set")]
    [TestCase("file:/no/such/secret", "there is no file '/no/such/secret'")]
    [TestCase("file:/", "the file '/' cannot be read")]
    [TestCase("file:/dev/null", "the file '/dev/null' is empty")]
    public void What_is_missing_is_named(string written, string missing)
    {
        Assert.That(() => ResolveSettings.Of(Channel(("token", written)), []),
            Throws.InvalidOperationException.With.Message.EqualTo($"channel 'c', setting 'token': {missing}"));
        Assert.That(() => ResolveSettings.Of(new AlertChannel("a", "slack", [], [], Channel(("url", written)).Settings)),
            Throws.InvalidOperationException.With.Message.EqualTo($"alert 'a', setting 'url': {missing}"));
    }

    [Test]
    public void Value_from_outside_is_judged_like_one_in_the_file()
    {
        SettingDefinition url = new("url", Required: true, Secret: false, SettingDefinition.CheckUrl);
        Assert.That(() => ResolveSettings.Of(Channel(("url", "env:" + Variable)), [url]), Throws.InvalidOperationException.With.Message.EqualTo(
            $"channel 'c', setting 'url': what is in the environment variable {Variable} must be an absolute http or https URL"));
        var mail = new AlertChannel("a", "email", [], [], Channel(("port", "env:" + Variable)).Settings);
        Assert.That(() => ResolveSettings.Of(mail), Throws.InvalidOperationException.With.Message.Contains("must be a port from 1 to 65535"));
    }

    static Channel Channel(params (string Name, object Value)[] settings) =>
        new("c", "n", new(settings.ToImmutableSortedDictionary(setting => setting.Name, setting => JsonSerializer.SerializeToElement(setting.Value))));
}
