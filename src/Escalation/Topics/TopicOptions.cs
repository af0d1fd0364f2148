using System.ComponentModel.DataAnnotations;

namespace Escalation.Topics;

/// <summary>The section <c>Topics</c> of the configuration.</summary>
public sealed class TopicOptions
{
    /// <summary>A question whose topic is less sure than this goes to triage; a probability.</summary>
    [Range(0, 1, ErrorMessage = "Topics:Sure must be from 0 to 1")]
    public double Sure { get; set; } = 0.7;

    public const double UsualShareOfUnknown = 0.2;

    /// <summary>How many of all questions are expected to be about none of the topics; confidence follows it. Left out: a fifth.</summary>
    [Range(0, 0.95, ErrorMessage = "Topics:ShareOfUnknown must be from 0 to 0.95")]
    public double? ShareOfUnknown { get; set; }
}
