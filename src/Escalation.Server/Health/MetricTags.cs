namespace Escalation.Server.Health;

/// <summary>A measurement's tags as a key that is found by the caller's span: a known set costs no allocation.</summary>
readonly record struct MetricTags(KeyValuePair<string, object?>[] Tags)
{
    public sealed class Comparer : IEqualityComparer<MetricTags>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, MetricTags>
    {
        public bool Equals(MetricTags x, MetricTags y) => Equals(x.Tags.AsSpan(), y);

        public int GetHashCode(MetricTags tags) => GetHashCode(tags.Tags.AsSpan());

        public MetricTags Create(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> x, MetricTags y)
        {
            if (x.Length != y.Tags.Length)
                return false;
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i].Key != y.Tags[i].Key || !Equals(x[i].Value, y.Tags[i].Value))
                    return false;
            }
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var hash = new HashCode();
            foreach (var (key, value) in tags)
            {
                hash.Add(key);
                hash.Add(value);
            }
            return hash.ToHashCode();
        }
    }
}
