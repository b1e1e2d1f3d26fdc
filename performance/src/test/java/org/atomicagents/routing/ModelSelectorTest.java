package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.ModelSelected;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class ModelSelectorTest {
  private static final String ANSWER = RoutingTypes.json("a", 0.9);

  private final ScriptedModel script =
      ScriptedModel.by(request -> ScriptedResponse.text(ANSWER).withUsage(Usage.of(10, 5)));
  private final Model own = script.model("own");
  private final Model small = script.model("small");
  private final Model large = script.model("large");
  private final List<ModelSelected> selected = new ArrayList<>();

  @Description("A document")
  sealed interface Document permits Invoice, Contract {}

  @Description("An invoice")
  record Invoice(@Description("The text") String text) implements Document {}

  @Description("A contract")
  record Contract(@Description("The text") String text) implements Document {}

  interface Draft {}

  interface Letter {}

  @Description("A draft of a letter")
  record DraftLetter(@Description("The text") String text) implements Draft, Letter {}

  enum Topic {
    MATH,
    OTHER
  }

  @Test
  void choosesByTheTypeOfTheInput() {
    Map<Class<? extends Document>, Model> models =
        Map.of(Document.class, small, Contract.class, large);
    var agent =
        RoutedAgent.of(
            AtomicAgent.of(Document.class, Answer.class, own),
            ModelSelector.<Document>byType(models));

    agent.run(new Invoice("a"), options());
    assertThat(script.lastRequest().model()).isEqualTo("small");
    agent.run(new Contract("a"), options());
    assertThat(script.lastRequest().model()).isEqualTo("large");
    assertThat(selected)
        .extracting(ModelSelected::reason)
        .containsExactly("input of type Document", "input of type Contract");
  }

  @Test
  void refusesAnInputOfTwoUnrelatedTypes() {
    Map<Class<?>, Model> models = Map.of(Draft.class, small, Letter.class, large);
    var agent =
        RoutedAgent.of(
            AtomicAgent.of(DraftLetter.class, Answer.class, own),
            ModelSelector.<Object>byType(models));

    assertThatThrownBy(() -> agent.run(new DraftLetter("a"), options()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            byType: expected one most specific type for an input of type DraftLetter, found \
            [Draft, Letter].
            Add a model for DraftLetter.\
            """);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void choosesByATag() {
    ModelSelector<Question> selector =
        ModelSelector.byTag(question -> question.text().length(), Map.of(1, small, 2, large));

    assertThat(modelOf(selector, "a")).isEqualTo("small");
    assertThat(modelOf(selector, "ab")).isEqualTo("large");
    assertThat(modelOf(selector, "abc")).isEqualTo("own");
  }

  @Test
  void choosesByAnAgentWhoseUsageCounts() {
    ScriptedModel classes =
        ScriptedModel.of(
            ScriptedResponse.text("\"MATH\"").withUsage(Usage.of(3, 1)),
            ScriptedResponse.text("\"OTHER\"").withUsage(Usage.of(3, 1)));
    var classifier = AtomicAgent.of(Question.class, Schema.of(Topic.class), classes.model("judge"));
    var agent =
        RoutedAgent.of(agent(), ModelSelector.byClassifier(classifier, Map.of(Topic.MATH, large)));
    Budget budget = Budget.unlimited();

    RunResult<Answer> result = agent.call(new Question("2+2?"), options().withBudget(budget));

    assertThat(result.model()).isEqualTo("large");
    assertThat(result.usage()).isEqualTo(Usage.of(13, 6));
    assertThat(result.requests()).isEqualTo(2);
    assertThat(result.charges()).hasSize(2);
    assertThat(budget.requests()).isEqualTo(2);
    assertThat(selected.getFirst().reason()).isEqualTo("classified as MATH");
    try (var stream = agent.stream(new Question("Who?"))) {
      assertThat(stream.runResult().usage()).isEqualTo(Usage.of(13, 6));
      assertThat(stream.runResult().model()).isEqualTo("own");
    }
  }

  @Test
  void leavesTheChoiceToOtherRulesIfTheClassifierFails() {
    var classifier =
        AtomicAgent.of(
            Question.class,
            Schema.of(Topic.class),
            ScriptedModel.throwing(
                    UnavailableException.of(new ProviderError("acme", 503, null, "", ""), null))
                .model());

    assertThat(
            modelOf(
                ModelSelector.<Question, Topic>byClassifier(classifier, Map.of()).orElse(small),
                "a"))
        .isEqualTo("small");
  }

  @Test
  void endsTheRunIfTheClassifierIsCancelled() {
    var classifier =
        AtomicAgent.of(
            Question.class,
            Schema.of(Topic.class),
            ScriptedModel.throwing(CancelledException.closed("waiting")).model());
    var agent =
        RoutedAgent.of(agent(), ModelSelector.<Question, Topic>byClassifier(classifier, Map.of()));

    assertThatThrownBy(() -> agent.run(new Question("a"))).isInstanceOf(CancelledException.class);
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void combinesRules() {
    ModelSelector<Question> selector =
        ModelSelector.<Question>of(large)
            .when(context -> context.tokens().total() > 1_000)
            .orElse(
                ModelSelector.<Question>of(ModelSelection.of(small, "short"))
                    .map(choice ->
                        choice
                            .withLimits(new RunLimits(1, 1))
                            .withSampling(Sampling.defaults().withTemperature(0.0))
                            .withMode(ResponseMode.PROMPTED_JSON)));

    assertThat(modelOf(selector, "word ".repeat(2_000))).isEqualTo("large");
    assertThat(modelOf(selector, "a")).isEqualTo("small");
    assertThat(script.lastRequest().sampling().temperature()).isZero();
    assertThat(script.lastRequest().output().mode()).isEqualTo(ResponseMode.PROMPTED_JSON);
    assertThat(selected).extracting(ModelSelected::reason).containsExactly("fixed", "short");
  }

  @Test
  void choosesTheSmallestWindowThatFits() {
    Model narrow = withWindow(small, 100);
    Model wide = withWindow(large, 100_000);
    ModelSelector<Question> selector = ModelCandidates.of(wide, narrow, own).fitting(50).smallest();

    assertThat(modelOf(selector, "a")).isEqualTo("large");
    assertThat(
            modelOf(ModelCandidates.of(wide, withWindow(small, 5_000)).fitting(50).smallest(), "a"))
        .isEqualTo("small");
    assertThat(modelOf(ModelCandidates.of(narrow).fitting(50).first(), "a")).isEqualTo("own");
  }

  @Test
  void choosesByCapability() {
    ModelSelector<Question> selector =
        ModelCandidates.of(small.withModes(ResponseMode.PROMPTED_JSON), large)
            .supporting(ResponseMode.JSON_SCHEMA)
            .that(
                model -> model.name().startsWith("none"),
                context -> context.hasContent(org.atomicagents.message.Image.class))
            .first();

    assertThat(modelOf(selector, "a")).isEqualTo("large");
  }

  @Test
  void choosesTheCheapestModel() {
    Model cheap = withPrice(small, "1", "USD");
    Model expensive = withPrice(large, "15", "USD");

    assertThat(modelOf(ModelCandidates.of(expensive, cheap).cheapest(Usage.of(10, 10)), "a"))
        .isEqualTo("small");
    assertThatThrownBy(() -> ModelCandidates.of(cheap, own).cheapest(Usage.of(10, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "models: expected models with known prices, found scripted:own.\n"
                + "Add its prices with Model.withCatalog.");
    assertThatThrownBy(() ->
            ModelCandidates.of(cheap, withPrice(large, "15", "EUR")).cheapest(Usage.of(10, 10)))
        .hasMessageStartingWith("models: expected prices in one currency, found [");
  }

  @Test
  void refusesInvalidCandidates() {
    ModelCandidates candidates = ModelCandidates.of(small);

    assertThatThrownBy(ModelCandidates::of).hasMessage("models: expected at least one, found none");
    assertThatThrownBy(() -> candidates.fitting(-1))
        .hasMessage("outputTokens: expected 0 or more, found -1");
    assertThatThrownBy(() -> candidates.healthy(ModelTracker.create(), Double.NaN))
        .hasMessage("maxFailureRate: expected 0 to 1, found NaN");
  }

  private String modelOf(ModelSelector<Question> selector, String text) {
    RoutedAgent.of(agent(), selector).run(new Question(text), options());
    return script.lastRequest().model();
  }

  private RunOptions options() {
    return RunOptions.defaults()
        .withListener(event -> {
          if (event instanceof AgentEvent.ModelSelected choice) {
            selected.add(choice);
          }
        });
  }

  private AtomicAgent<Question, Answer> agent() {
    return AtomicAgent.of(Question.class, Answer.class, own);
  }

  private static Model withWindow(Model model, int tokens) {
    return model.withCapabilities(model.capabilities().withContextWindow(tokens));
  }

  private static Model withPrice(Model model, String price, String currency) {
    BigDecimal rate = new BigDecimal(price);
    Prices dollars = Prices.ofDollars(TokenRates.of(rate, rate));
    var prices = new Prices(Currency.getInstance(currency), dollars.periods());
    return model.withCatalog(
        ModelCatalog.of(List.of(ModelProfile.ofPrices("scripted", model.name(), prices))));
  }
}
