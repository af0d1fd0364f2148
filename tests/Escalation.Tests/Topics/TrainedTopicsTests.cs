using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class TrainedTopicsTests
{
    static readonly string[] Topics = ["delivery", "billing", "repairs"];

    static readonly TopicText[] Own =
    [
        new("delivery\nparcel\ncourier\ntracking", "delivery"), new("billing\ninvoice\nrefund\nVAT", "billing"), new("repairs\nbrake\ngear\nsqueak", "repairs"),
    ];

    static readonly TopicText[] Asked =
    [
        new("Where is my parcel? The tracking says nothing", "delivery"), new("the courier left it at the wrong house", "delivery"), new("When does my order arrive?", "delivery"),
        new("my invoice is wrong", "billing"), new("I want a refund for order 7", "billing"), new("Is VAT included in the price?", "billing"),
        new("my brakes squeak in the rain", "repairs"), new("the gears jump when I climb", "repairs"), new("how long does a repair take", "repairs"),
        new("What is the meaning of life?", null),
    ];

    static TrainedTopics Train(IEnumerable<TopicText>? asked = null, int? seed = null) => TrainedTopics.From(Topics, Own, ["en"], asked ?? Asked, 0.2, seed);

    [TestCase("has the courier lost my parcel", "delivery")]
    [TestCase("an invoice without VAT", "billing")]
    [TestCase("sqeaking brakes", "repairs", Description = "a typing error")]
    public void The_topics_own_words_are_enough_to_begin_with(string question, string topic)
    {
        Assert.That(Train([]).Best(question).Topic, Is.EqualTo(topic));
        Assert.That(Train().Best(question).Topic, Is.EqualTo(topic));
    }

    [Test]
    public void A_strange_question_is_less_sure_than_a_familiar_one()
    {
        var trained = Train();
        Assert.That(trained.Best("zxcv qwer asdf").Confidence, Is.LessThan(0.3));
        Assert.That(trained.Best("my invoice is wrong, I want a refund").Confidence, Is.GreaterThan(trained.Best("my dog is wrong, I want a walk").Confidence));
        Assert.That(trained.Best("").Confidence, Is.LessThan(0.3));
    }

    [Test]
    public void The_same_examples_give_the_same_model()
    {
        var (one, other) = (Train(), Train());
        foreach (var question in Asked)
            Assert.That(one.Best(question.Text), Is.EqualTo(other.Best(question.Text)));
    }

    [Test]
    public void What_is_taught_is_known_at_once_and_nothing_else_is_forgotten()
    {
        var trained = Train();
        const string question = "Do you lease bicycles to companies?";
        Assert.That(trained.Best(question).Confidence, Is.LessThan(0.7));
        trained.Learn(new TopicText(question, "repairs"));
        Assert.That(trained.Best(question).Topic, Is.EqualTo("repairs"));
        trained.Learn(new TopicText(question, "delivery"));
        Assert.That(trained.Best(question).Topic, Is.EqualTo("delivery"));
        foreach (var old in Asked.Where(a => a.Topic is not null))
            Assert.That(trained.Best(old.Text).Topic, Is.EqualTo(old.Topic), old.Text);
    }

    [Test]
    public void A_question_about_nothing_makes_its_like_less_sure()
    {
        var trained = Train();
        const string question = "Who pays the invoice of my neighbour's parcel?";
        var before = trained.Best(question).Confidence;
        trained.Learn(new TopicText(question, null));
        Assert.That(trained.Best(question).Confidence, Is.LessThan(before));
    }

    [Test]
    public void A_topic_that_it_does_not_have_teaches_nothing()
    {
        var trained = Train();
        var before = trained.Examples;
        trained.Learn(new TopicText("my parcel", "gone"));
        Assert.That(trained.Examples, Is.EqualTo(before));
        Assert.That(Train([.. Asked, new TopicText("my parcel", "gone")]).Examples, Is.EqualTo(before));
    }

    [Test]
    public void Three_guesses_at_most_the_best_first_and_only_of_topics_that_are_still_there()
    {
        var trained = TrainedTopics.From([.. Topics, "loans"], [.. Own, new("loans\ncredit\nparcel", "loans")], ["en"], Asked, 0.2);
        var guesses = trained.Guess("my parcel is broken", _ => true);
        Assert.That(guesses, Has.Length.EqualTo(3));
        Assert.That(guesses.Select(g => g.Confidence), Is.Ordered.Descending);
        Assert.That(guesses[0].Topic, Is.EqualTo("delivery"));
        Assert.That(trained.Guess("my parcel is broken", topic => topic != "delivery").Select(g => g.Topic), Does.Not.Contain("delivery").And.Contains("loans"));
    }

    [Test]
    public void The_words_that_spoke_for_a_topic_come_with_it()
    {
        var guess = Train().Guess("Hello, the COURIER has my parcel since Monday", _ => true)[0];
        Assert.That(guess.Words, Is.SupersetOf(new[] { "courier", "parcel" }).And.Not.Contains("hello"));
        Assert.That(guess.Words, Has.Count.LessThanOrEqualTo(5));
    }

    [Test]
    public void A_word_that_one_asker_wrote_is_not_shared_it_may_be_a_name()
    {
        TopicText[] ofZoe = [new("My parcel for Quentin is late", "delivery", "zoe"), new("The parcel for Quentin again", "delivery", "zoe")];
        Assert.That(Words(Train([.. Asked, .. ofZoe])), Does.Not.Contain("quentin"));
        Assert.That(Words(Train([.. Asked, .. ofZoe, new("Is Quentin a courier?", "delivery", "yan")])), Does.Contain("quentin"));
        Assert.That(Words(Train([.. Asked, .. ofZoe, new("Is Quentin a courier?", "delivery")])), Does.Contain("quentin"), "it stands in the organization file");
        static IEnumerable<string> Words(TrainedTopics trained) => trained.Guess("Quentin", _ => true).Single(g => g.Topic == "delivery").Shared;
    }

    [Test]
    public void A_topic_that_alone_has_sentences_for_examples_does_not_get_every_sentence()
    {
        var trained = Train([new("Is the driver going to come to my house on Friday?", "delivery"), new("When does the van reach our street?", "delivery"), new("Can the van driver leave it at my neighbour's?", "delivery")]);
        Assert.That(trained.Best("Will the van come to my street on Friday?").Confidence, Is.GreaterThan(0.7));
        foreach (var other in (string[])["Can I pay later with the card?", "What is the name of your dog?", "Do you like my new shoes?"])
            Assert.That(trained.Best(other).Confidence, Is.LessThan(0.5), other);
    }

    [Test]
    public void Words_that_most_sentences_have_are_no_reasons()
    {
        var trained = Train([new("the van is on my street", "delivery"), new("is the van at my door", "delivery"), new("the van and my street", "delivery")]);
        Assert.That(trained.Guess("is the van on my street", _ => true)[0].Words, Is.EquivalentTo(new[] { "van", "street" }));
    }

    [Test]
    public void Without_topics_there_is_no_guess()
    {
        Assert.That(TrainedTopics.Nothing().Best("my parcel"), Is.EqualTo(((string?)null, 0d)));
        Assert.That(TrainedTopics.Nothing().Guess("my parcel", _ => true), Is.Empty);
        Assert.That(TrainedTopics.From(["only"], [new("only", "only")], [], [], 0.2).Guess("only this", _ => true).Single().Topic, Is.EqualTo("only"));
    }
}
