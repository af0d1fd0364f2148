using Escalation.Organization;

namespace Escalation.Tests.Organization;

public class CurrentOrganizationTests
{
    [Test]
    public void Follower_that_fails_keeps_it_neither_from_the_others_nor_from_who_applied_it()
    {
        var organization = new CurrentOrganization();
        var heard = 0;
        organization.Changed += _ => throw new UriFormatException();
        organization.Changed += applied => heard = applied.Version;
        organization.Set(new Applied(7, OrganizationFile.Empty));
        Assert.That((organization.Now.Version, heard), Is.EqualTo((7, 7)));
    }

    [Test]
    public void Version_that_cannot_be_read_is_not_waited_for()
    {
        var organization = new CurrentOrganization();
        organization.Set(new Applied(1, OrganizationFile.Empty));
        Assert.Throws<StaleOrganizationException>(() => organization.Now.MustKnow(2));
        organization.CannotRead(2);
        Assert.Throws<UnreadableOrganizationException>(() => organization.Now.MustKnow(2));
        Assert.Throws<StaleOrganizationException>(() => organization.Now.MustKnow(3), "may be readable again");
        Assert.DoesNotThrow(() => organization.Now.MustKnow(1));
    }
}
