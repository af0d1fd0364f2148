using Escalation.Topics.Model;

namespace Escalation.Tests.Topics.Model;

public class FeatureVectorTests
{
    readonly FeatureRows _rows = new(int.MaxValue);
    readonly QuestionFeatures _question = new();
    readonly FeatureVector _vector = new();

    [Test]
    public void Each_block_of_a_known_question_has_the_same_length_and_all_together_one()
    {
        Weigh("my parcel is late again today", learned: ["my parcel is late again today", "my parcel is late again today"], examples: 2);
        var start = 0;
        foreach (var end in _vector.Ends)
        {
            Assert.That(Squares(start, end), Is.EqualTo(1f / 3).Within(1e-5));
            start = end;
        }
        Assert.That(_vector.Known, Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void Beyond_so_many_rows_only_pairs_get_none()
    {
        var rows = new FeatureRows(most: 2);
        for (ulong feature = 1; feature <= 3; feature++)
            Assert.That(rows.Meet(Block.Words, feature, own: false), Is.EqualTo((int)feature - 1));
        Assert.That(new[] { rows.Meet(Block.Pairs, 7, own: false), rows.Meet(Block.Pairs, 7, own: false) }, Is.All.EqualTo(FeatureRows.None));
        Assert.That(rows.Meet(Block.Pairs, 8, own: true), Is.EqualTo(3));
    }

    [Test]
    public void One_word_has_no_pairs_and_the_other_blocks_share_the_length()
    {
        Weigh("parcel", learned: ["parcel"], examples: 1);
        Assert.That(Squares(0, _vector.Ends[0]), Is.EqualTo(0.5).Within(1e-5));
        Assert.That(Squares(_vector.Ends[0], _vector.Ends[1]), Is.EqualTo(0.5).Within(1e-5));
        Assert.That(_vector.Ends[2], Is.EqualTo(_vector.Ends[1]));
    }

    [Test]
    public void Unknown_words_make_the_known_ones_count_less()
    {
        Weigh("parcel", learned: ["parcel"], examples: 10);
        var alone = _vector.Values[0];
        Weigh("parcel qqqq wwww", learned: [], examples: 10);
        Assert.That(_vector.Values[0], Is.LessThan(alone / 1.5));
        Assert.That(_vector.Known, Is.GreaterThan(0).And.LessThan(0.5));
        Weigh("zzzz", learned: [], examples: 10);
        Assert.That((_vector.Length, _vector.Known), Is.EqualTo((0, 0f)));
        Weigh("", learned: [], examples: 10);
        Assert.That((_vector.Length, _vector.Known), Is.EqualTo((0, 0f)));
    }

    [Test]
    public void A_value_is_the_term_frequency_times_the_inverse_document_frequency()
    {
        // "aa" stands once in one of 9 examples, "bb" twice in 4 of them.
        Weigh("aa bb cc bb dd", learned: ["aa", "bb", "bb", "bb", "bb"], examples: 9);
        var rare = Math.Log(10 / 2.0) + 1;
        var frequent = (1 + Math.Log(2)) * (Math.Log(10 / 5.0) + 1);
        var words = Enumerable.Range(0, _vector.Ends[0]).ToDictionary(i => _vector.Rows[i], i => _vector.Values[i]);
        Assert.That(words[_rows.Find(FeatureHash.Word("bb"))] / words[_rows.Find(FeatureHash.Word("aa"))], Is.EqualTo(frequent / rare).Within(1e-4));
    }

    [Test]
    public void Pairs_of_words_get_a_row_at_second_sight_but_the_companys_own_at_once()
    {
        Meet("invoice goes missing", own: false);
        var once = _rows.Count;
        Meet("invoice goes missing", own: false);
        Assert.That(_rows.Count, Is.EqualTo(once + 1), "invoice … missing");
        Meet("refund never came", own: true);
        var own = _rows.Count;
        Meet("refund never came", own: false);
        Assert.That(_rows.Count, Is.EqualTo(own));
    }

    void Weigh(string text, string[] learned, int examples)
    {
        foreach (var example in learned)
            Meet(example, own: false);
        _question.Read(text);
        _vector.Weigh(_question, _rows, examples);
    }

    void Meet(string text, bool own)
    {
        _question.Read(text);
        for (var block = Block.Words; block <= Block.Pairs; block++)
        {
            foreach (var hash in _question[block].Hashes)
                _rows.Meet(block, hash, own);
        }
    }

    double Squares(int from, int to) => _vector.Values[from..to].ToArray().Sum(value => (double)value * value);
}
