namespace Escalation.Topics.Model;

/// <summary>What the confidence in a topic is told from.</summary>
/// <param name="Score">Of the topic, as log odds: the core of it.</param>
/// <param name="Margin">The score less the best of the other topics'.</param>
/// <param name="Known">What share of the question's words and characters the model knows.</param>
readonly record struct Evidence(float Score, float Margin, float Known);

/// <summary>
/// The probability that the topic is right, by a logistic curve over the evidence: Platt, "Probabilistic Outputs for Support
/// Vector Machines" (1999), on held-out questions as in Guo et al., "On Calibration of Modern Neural Networks" (ICML 2017).
/// </summary>
sealed record Confidence(double Bias, double Score, double Margin, double Known)
{
    public double Of(Evidence evidence) => 1 / (1 + Math.Exp(-LogOdds(evidence)));

    public double LogOdds(Evidence evidence) => Bias + Score * evidence.Score + Margin * evidence.Margin + Known * evidence.Known;
}
