using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Escalation.Storage;

/// <summary>
/// Ids in the order in which this process makes them, also within one millisecond, so that rows of the same instant keep
/// their order: UUID version 7 with a counter in front of the random bits (RFC 9562, section 6.2, method 1).
/// </summary>
public static class Ids
{
    const int CounterBits = 26, LowBits = 14;

    static readonly Lock Turn = new();
    static long _lastMilliseconds;
    static int _counter;

    public static Guid New(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        int counter;
        lock (Turn)
        {
            _counter = milliseconds == _lastMilliseconds ? _counter + 1 : 0;
            _lastMilliseconds = milliseconds;
            counter = _counter & ((1 << CounterBits) - 1);
        }

        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[10..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16 | 0x7000L | (uint)counter >> LowBits);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | counter & ((1 << LowBits) - 1)));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Before all that are made from then on.</summary>
    public static Guid First(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
