using Escalation.Search;

namespace Escalation.Storage.Sqlite;

/// <summary>
/// Full-text search by FTS5. Its tokenizer <c>ascii</c> only splits at spaces: words are cut and folded before they come
/// here (decision 0023). With <c>secure-delete</c> erased words leave the index at once, and not when it is next merged. A migration that rebuilds <c>posts</c>, <c>answers</c> or <c>search_texts</c> must make the triggers anew.
/// </summary>
static class SqliteSearch
{
    public const string Create = """
        CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_texts', content_rowid='id', tokenize='ascii', detail='none');
        INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
        CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts WHEN new.text IS NOT NULL BEGIN
            INSERT INTO search_index (rowid, text) VALUES (new.id, new.text);
        END;
        CREATE TRIGGER search_texts_changed AFTER UPDATE OF text ON search_texts BEGIN
            INSERT INTO search_index (search_index, rowid, text) SELECT 'delete', old.id, old.text WHERE old.text IS NOT NULL;
            INSERT INTO search_index (rowid, text) SELECT new.id, new.text WHERE new.text IS NOT NULL;
        END;
        CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts WHEN old.text IS NOT NULL BEGIN
            INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', old.id, old.text);
        END;
        CREATE TRIGGER posts_moved AFTER UPDATE OF conversation_id ON posts WHEN new.conversation_id <> old.conversation_id BEGIN
            UPDATE search_texts SET conversation_id = new.conversation_id WHERE source_id = new.id;
        END;
        CREATE TRIGGER answers_moved AFTER UPDATE OF conversation_id ON answers WHEN new.conversation_id <> old.conversation_id BEGIN
            UPDATE search_texts SET conversation_id = new.conversation_id WHERE source_id = new.id;
        END;
        CREATE TRIGGER posts_removed AFTER DELETE ON posts BEGIN
            DELETE FROM search_texts WHERE source_id = old.id;
        END;
        CREATE TRIGGER answers_removed AFTER DELETE ON answers BEGIN
            DELETE FROM search_texts WHERE source_id = old.id;
        END;
        INSERT INTO search_texts (source_id, conversation_id) SELECT id, conversation_id FROM posts WHERE text <> '' ORDER BY received_at;
        INSERT INTO search_texts (source_id, conversation_id) SELECT id, conversation_id FROM answers WHERE text <> '' ORDER BY submitted_at;
        """;

    public const string Drop = """
        DROP TRIGGER posts_moved;
        DROP TRIGGER answers_moved;
        DROP TRIGGER posts_removed;
        DROP TRIGGER answers_removed;
        DROP TRIGGER search_texts_added;
        DROP TRIGGER search_texts_changed;
        DROP TRIGGER search_texts_removed;
        DROP TABLE search_index;
        """;

    public static (string, string) Matching(SearchWords words) => (
        "s.id IN (SELECT rowid FROM search_index WHERE search_index MATCH {0})",
        string.Join(" AND ", words.Words.Select(word => $"\"{word.Text}\"{(word.IsBeginning ? "*" : "")}")));
}
