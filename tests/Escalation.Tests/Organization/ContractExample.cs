namespace Escalation.Tests.Organization;

static class ContractExample
{
    /// <summary>As the public contract shows it, with the person added whom it names as a substitute.</summary>
    public const string Json = """
        {
          "calendars": [ { "name": "office", "timeZone": "Europe/Brussels",
              "hours": { "monday": ["09:00-12:30", "13:30-17:30"], "friday": ["09:00-16:00"] },
              "closed": ["2026-12-25", "2027-01-01"] } ],
          "topics": [ { "name": "billing", "title": "Billing and invoices", "keywords": ["invoice", "refund"],
              "examples": ["Where do I find my invoice?"], "owner": "ann", "approval": false } ],
          "people": [ { "name": "ann", "displayName": "Ann Peeters", "email": "ann@example.org", "roles": ["expert", "manager"],
              "topics": [ { "topic": "billing", "level": 3 } ], "languages": ["en", "nl"], "calendar": "office", "capacity": 5, "profile": "invoices, VAT, SEPA",
              "absences": [ { "from": "2026-12-21T00:00:00Z", "to": "2026-12-28T00:00:00Z", "substitute": "bob" } ] },
              { "name": "bob", "displayName": "Bob" } ],
          "slaPolicies": [ { "name": "standard", "calendar": "office", "escalation": "ladder",
              "when": { "topics": ["billing"], "networks": [], "channels": [], "priorities": [], "authorTags": [], "languages": [] },
              "targets": { "acceptance": "00:30:00", "firstResponse": "02:00:00", "nextResponse": "04:00:00", "resolution": "2.00:00:00" },
              "reopenWithin": "7.00:00:00", "closeAfter": "7.00:00:00", "holdingMeetsFirstResponse": false } ],
          "escalationPolicies": [ { "name": "ladder", "steps": [
              { "target": "firstResponse", "at": "50%", "do": ["remind"] },
              { "target": "firstResponse", "at": "80%", "do": ["reassign"] },
              { "target": "firstResponse", "at": "100%", "do": ["notify:owner", "notify:ops"] },
              { "target": "firstResponse", "after": "00:30:00", "do": ["notify:managers", "raisePriority"] } ] } ],
          "channels": [ { "name": "acme-mastodon", "network": "mastodon", "settings": { "baseUrl": "https://social.example",
              "accessToken": "env:ACME_MASTODON_TOKEN" } } ],
          "alerts": [ { "name": "ops-chat", "kind": "slack", "events": ["breached", "uncovered", "deliveryFailed"], "to": ["ops"], "settings": { "url": "env:OPS_SLACK_WEBHOOK" } },
              { "name": "mail", "kind": "email", "events": ["assigned", "reminded", "escalated"], "to": ["assignee", "owner", "managers"], "settings": { "host": "localhost", "port": 25, "from": "escalation@example.org" } } ]
        }
        """;
}
