using System.Numerics;
using System.Runtime.InteropServices;

namespace Escalation.Topics.Model;

/// <summary>A number for each feature and topic, a row a feature. Rows come in chunks, so that growing copies nothing.</summary>
sealed class Weights
{
    const int RowsOfAChunk = 512;
    /// <summary>What the widest registers take; a row is padded to it.</summary>
    const int Lanes = 16;

    readonly List<float[]> _chunks = [];

    public Weights(int topics) => Stride = (topics + Lanes - 1) / Lanes * Lanes;

    /// <summary>Floats of a row: the topics, rounded up.</summary>
    public int Stride { get; }

    public long Bytes => (long)_chunks.Count * RowsOfAChunk * Stride * sizeof(float);

    Span<float> this[int row] => _chunks[row / RowsOfAChunk].AsSpan(row % RowsOfAChunk * Stride, Stride);

    public float this[int row, int topic] => this[row][topic];

    public void Reserve(int rows)
    {
        while (_chunks.Count * RowsOfAChunk < rows)
            _chunks.Add(new float[RowsOfAChunk * Stride]);
    }

    /// <summary><c>scores += x · row</c>, for all topics.</summary>
    public void AddRowTo(Span<float> scores, int row, float x) => AddScaled(scores, this[row], x);

    /// <summary><c>row += x · gradient</c>, for all topics.</summary>
    public void AddToRow(int row, ReadOnlySpan<float> gradient, float x) => AddScaled(this[row], gradient, x);

    // Multiplied, then added, so that every machine comes to the same sums, whatever it could fuse.
    static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float x)
    {
        ref var to = ref MemoryMarshal.GetReference(target);
        ref var from = ref MemoryMarshal.GetReference(source);
        var factor = new Vector<float>(x);
        for (nuint i = 0; i < (nuint)source.Length; i += (nuint)Vector<float>.Count)
            (Vector.LoadUnsafe(ref to, i) + factor * Vector.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }
}
