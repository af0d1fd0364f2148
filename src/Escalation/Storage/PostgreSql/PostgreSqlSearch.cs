using Escalation.Search;

namespace Escalation.Storage.PostgreSql;

/// <summary>Full-text search by a <c>tsvector</c> and a GIN index. PostgreSQL's parser is not asked: words are cut and folded before they come here (decision 0023).</summary>
static class PostgreSqlSearch
{
    public const string Create = """
        ALTER TABLE search_texts ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(text, ' '), ''))) STORED;
        CREATE INDEX ix_search_texts_words ON search_texts USING gin (words);
        CREATE FUNCTION search_follows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM search_texts WHERE source_id = OLD.id;
            ELSE
                UPDATE search_texts SET conversation_id = NEW.conversation_id WHERE source_id = NEW.id;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER posts_moved AFTER UPDATE OF conversation_id ON posts FOR EACH ROW WHEN (NEW.conversation_id <> OLD.conversation_id) EXECUTE FUNCTION search_follows();
        CREATE TRIGGER answers_moved AFTER UPDATE OF conversation_id ON answers FOR EACH ROW WHEN (NEW.conversation_id <> OLD.conversation_id) EXECUTE FUNCTION search_follows();
        CREATE TRIGGER posts_removed AFTER DELETE ON posts FOR EACH ROW EXECUTE FUNCTION search_follows();
        CREATE TRIGGER answers_removed AFTER DELETE ON answers FOR EACH ROW EXECUTE FUNCTION search_follows();
        INSERT INTO search_texts (source_id, conversation_id) SELECT id, conversation_id FROM posts WHERE text <> '' ORDER BY received_at;
        INSERT INTO search_texts (source_id, conversation_id) SELECT id, conversation_id FROM answers WHERE text <> '' ORDER BY submitted_at;
        """;

    public const string Drop = """
        DROP TRIGGER posts_moved ON posts;
        DROP TRIGGER answers_moved ON answers;
        DROP TRIGGER posts_removed ON posts;
        DROP TRIGGER answers_removed ON answers;
        DROP FUNCTION search_follows;
        ALTER TABLE search_texts DROP COLUMN words;
        """;

    public static (string, string) Matching(SearchWords words) => (
        "s.words @@ CAST({0} AS tsquery)",
        string.Join(" & ", words.Words.Select(word => $"'{word.Text}'{(word.IsBeginning ? ":*" : "")}")));
}
