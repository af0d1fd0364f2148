namespace Escalation.Storage;

/// <summary>The database cannot be used now. Nothing was written; the same may succeed later, so an HTTP caller gets a 503 and a message is kept.</summary>
/// <param name="sentence">What is wrong and what to do, for a person.</param>
public sealed class StorageUnavailableException(string sentence, Exception? inner = null) : Exception(sentence, inner);
