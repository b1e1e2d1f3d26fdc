package org.atomicagents.cli.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cli.review.ReviewFixture.GPT;
import static org.atomicagents.cli.review.ReviewFixture.INPUT;
import static org.atomicagents.cli.review.ReviewFixture.OUTPUT;
import static org.atomicagents.cli.review.ReviewFixture.replay;
import static org.atomicagents.cli.review.ReviewFixture.tickets;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.cli.review.ReplayResult.ConcurrentPass;
import org.atomicagents.cli.review.ReplayResult.ConnectionPass;
import org.atomicagents.cli.review.ReplayResult.ReplayFailures;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import org.atomicagents.cli.review.TopicResult.Fine;
import org.atomicagents.cli.review.TopicResult.Found;
import org.atomicagents.cli.review.TopicResult.Unchecked;
import org.atomicagents.cli.source.JsonReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check with a subject for which it reports, and one for which it does not. */
class ReviewCheckTest {
  private static final String TYPED = GPT + INPUT + OUTPUT;

  @TempDir private Path folder;
  private ReviewFixture fixture;

  @BeforeEach
  void createFixture() {
    fixture = new ReviewFixture(folder);
  }

  @Test
  void measuresConcurrentRuns() {
    ReviewFinding finding = only(new ConcurrencyCheck(), measured(TYPED, tickets(1_000)));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.HIGH);
    assertThat(finding.effect().text()).isEqualTo("95% less time");
    assertThat(texts(finding))
        .containsExactly(
            "measured: 0.50 runs/s one at a time (10 runs), 2.5 runs/s 5 at a time (20),"
                + " 10 runs/s 20 at a time (40)",
            "estimate: all 1,000 inputs: 33 min one at a time, 6.7 min 5 at a time, 100 s 20 at a"
                + " time, if the provider's rate limits allow it");
    assertThat(finding.remedy().command())
        .containsExactly(
            "./atomic batch %s %s --concurrency 20 -o outputs.jsonl"
                .formatted(folder.resolve("agent.yaml"), folder.resolve("inputs.jsonl")));
  }

  @Test
  void comparesNoConcurrencyForOneInput() {
    assertThat(new ConcurrencyCheck().check(measured(TYPED, tickets(1))))
        .isEqualTo(new Unchecked(ReviewTopic.CONCURRENCY, "needs a file with two inputs or more"));
  }

  @Test
  void reportsNoConcurrencyThatSavesNothing() {
    ReviewSubject subject = measured(TYPED, tickets(10));
    var same = new TreeMap<Integer, ConcurrentPass>();
    same.put(5, new ConcurrentPass(20, Duration.ofSeconds(39)));

    assertThat(new ConcurrencyCheck().check(subject.withReplay(with(replay(), same))))
        .isInstanceOf(Fine.class);
  }

  @Test
  void measuresTheTimeToTheFirstValue() {
    ReviewFinding finding = only(new StreamingCheck(), measured(TYPED, tickets(2)));

    assertThat(finding.effect().text()).isEqualTo("55% less waiting");
    assertThat(texts(finding))
        .first()
        .isEqualTo(
            "measured: first value of the output after 900 ms, the complete output after 2.0 s"
                + " (medians of 10 runs)");
  }

  @Test
  void reportsNoStreamThatShowsItsFirstValueAtItsEnd() {
    ReplayResult base = replay();
    StreamedRun run = base.sequential().getFirst();
    var late = new StreamedRun(Duration.ofMillis(1_900), run.total(), run.usage(), run.output());

    assertThat(
            new StreamingCheck()
                .check(measured(TYPED, tickets(2)).withReplay(with(base, List.of(late)))))
        .isEqualTo(
            new Fine(
                ReviewTopic.STREAMING, "the complete output arrives 100 ms after its first value"));
  }

  @Test
  void countsRepeatedInputs() {
    var texts = new ArrayList<>(tickets(300));
    texts.addAll(tickets(100));

    ReviewFinding finding = only(new ResponseCacheCheck(), measured(TYPED, texts));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.MEDIUM);
    assertThat(finding.effect().text()).isEqualTo("25% fewer requests");
    assertThat(texts(finding))
        .containsExactly(
            "measured: 100 of 400 inputs repeat an earlier one",
            "measured: a run takes 2.0 s, and 0.05 ms from the cache (20 runs twice: 20 requests,"
                + " then 0)",
            "estimate: saves 3.3 min of runs one at a time and %s USD for these inputs"
                .formatted(cost(finding)));
  }

  @Test
  void reportsNoCacheForDifferentInputs() {
    assertThat(new ResponseCacheCheck().check(measured(TYPED, tickets(30))))
        .isEqualTo(new Fine(ReviewTopic.RESPONSE_CACHE, "all 30 inputs are different"));
  }

  @Test
  void comparesThePricesForSimpleInputs() {
    var texts = new ArrayList<>(tickets(3));
    texts.add("Please analyze this");

    ReviewFinding finding = only(new ModelChoiceCheck(), measured(TYPED, texts));

    assertThat(finding.what()).isEqualTo("Send simple inputs to gpt-5-mini");
    // gpt-5-mini costs a fifth, for three of four inputs.
    assertThat(finding.effect().share()).isEqualTo(0.6);
    assertThat(texts(finding))
        .first()
        .isEqualTo(
            "measured: 3 of 4 inputs are simple (30 words or fewer, no keyword), 0 medium, 1"
                + " complex");
    assertThat(finding.evidence().get(1).basis()).isEqualTo(ReviewEvidence.Basis.ESTIMATE);
    assertThat(finding.remedy().file()).isEmpty();
  }

  @Test
  void namesTheLineOfTheModelIfAllInputsAreSimple() {
    ReviewFinding finding = only(new ModelChoiceCheck(), measured(TYPED, tickets(3)));

    assertThat(finding.remedy().file())
        .containsExactly(change(":1: replace by", "model: openai:gpt-5-mini"));
  }

  @Test
  void reportsNoOtherModelForComplexInputsOrASmallModel() {
    assertThat(new ModelChoiceCheck().check(measured(TYPED, List.of("analyze a", "compare b"))))
        .isInstanceOf(Fine.class);
    assertThat(
            new ModelChoiceCheck()
                .check(measured(TYPED.replace("gpt-5", "gpt-5-mini"), tickets(3))))
        .isEqualTo(
            new Fine(
                ReviewTopic.MODEL_CHOICE,
                "gpt-5-mini has no smaller variant at a lower price in the catalog"));
    assertThat(
            new ModelChoiceCheck()
                .check(measured(TYPED.replace("openai:gpt-5", "simulated"), tickets(3))))
        .isEqualTo(
            new Unchecked(
                ReviewTopic.MODEL_CHOICE, "the price of the model simulated is not known"));
  }

  @Test
  void comparesThePriceOfTheBatchApi() {
    ReviewFinding finding = only(new BatchPriceCheck(), measured(TYPED, tickets(100)));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.MEDIUM);
    assertThat(finding.effect().text()).isEqualTo("50% less cost");
    assertThat(finding.isMeasured()).isFalse();
  }

  @Test
  void reportsNoBatchPriceForFewInputsOrAModelWithoutOne() {
    assertThat(new BatchPriceCheck().check(measured(TYPED, tickets(99))))
        .isInstanceOf(Unchecked.class);
    String chat = TYPED.replace("openai:gpt-5", "openai:gpt-5-chat-latest");
    assertThat(new BatchPriceCheck().check(measured(chat, tickets(100)))).isInstanceOf(Fine.class);
  }

  @Test
  void countsTheTokensOfAConversation() {
    ReviewSubject subject = conversing(GPT);

    ReviewFinding finding = only(new HistoryCheck(), subject);

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.HIGH);
    var pass = subject.replay().conversation();
    assertThat(pass.unbounded()).hasSize(50).isSorted();
    assertThat(pass.bounded()).hasSize(50);
    assertThat(Collections.max(pass.bounded())).isLessThan(pass.limit());
    assertThat(finding.remedy().file())
        .containsExactly(
            change(": add", "limits: { maxContextTokens: %d }".formatted(pass.limit())));
    assertThat(finding.evidence()).hasSize(3);
    assertThat(texts(finding).getLast()).contains("272,000 tokens is full after");
  }

  @Test
  void ratesTheConversationOfAnAgentWithAnInputSchemaLow() {
    assertThat(only(new HistoryCheck(), conversing(TYPED)).severity())
        .isEqualTo(ReviewSeverity.LOW);
  }

  @Test
  void reportsNoHistoryWithALimit() {
    assertThat(new HistoryCheck().check(conversing(GPT + "limits: { maxContextTokens: 4000 }\n")))
        .isEqualTo(new Fine(ReviewTopic.HISTORY, "limits.maxContextTokens is 4,000"));
  }

  @Test
  void findsRepeatedAndVerboseTextWithItsLine() {
    String verbose = "one two three four five six seven eight nine ten ".repeat(3).strip();
    String yaml =
        GPT
            + """
            prompt:
              background: You sort tickets.
              steps:
                - Find out what is wanted.
                - Find out what is wanted.
            """
            + INPUT
            + OUTPUT
                .replace("\"The subject, in a sentence\"", verbose)
                .replace("How soon", "The priority");

    var found = (Found) new PromptTokensCheck().check(measured(yaml, tickets(2)));

    assertThat(found.findings())
        .extracting(finding -> finding.remedy().file().getFirst())
        .containsExactlyInAnyOrder(
            change(":6, INTERNAL ASSISTANT STEPS", "- Find out what is wanted."),
            change(":16, $.summary", verbose.substring(0, 50) + "..."),
            change(":17, $.priority", "The priority"));
  }

  @Test
  void reportsNoTokensOfABriefFile() {
    assertThat(new PromptTokensCheck().check(measured(TYPED, tickets(2)))).isInstanceOf(Fine.class);
  }

  @Test
  void reportsAResponseWithoutALimit() {
    ReviewFinding finding = only(new ResponseLengthCheck(), measured(TYPED, tickets(2)));

    assertThat(finding.effect().text()).isEqualTo("limits a risk");
    assertThat(texts(finding))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("measured: the longest of 10 simulated responses has 60 tokens"),
            second ->
                assertThat(second)
                    .startsWith(
                        "estimate: a response that repeats itself ends after 128,000 tokens, 43"
                            + " min and 1.28 USD"));
    // 500, and 2,000 for reasoning.
    assertThat(finding.remedy().file())
        .containsExactly(change(": add", "sampling: { maxTokens: 2500 }"));
  }

  @Test
  void reportsTheMaximumThatTheClientOfClaudeSends() {
    String claude = TYPED.replace("openai:gpt-5", "anthropic:claude-sonnet-5-5");

    assertThat(texts(only(new ResponseLengthCheck(), measured(claude, tickets(2)))).getLast())
        .contains("ends after 32,000 tokens");
  }

  @Test
  void reportsThatATruncatedResponseIsRepeatedWithTheSameLimit() {
    String yaml = TYPED + "sampling:\n  maxTokens: 300\nlimits:\n  maxAttempts: 4\n";

    ReviewFinding finding = only(new ResponseLengthCheck(), measured(yaml, tickets(2)));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.LOW);
    assertThat(texts(finding).getFirst()).endsWith("with the same limit, up to 3 times");
    assertThat(finding.remedy().file())
        .containsExactly(change(":17: to limits, add", "maxTokensAfterTruncation: 600"));
  }

  @Test
  void reportsNoLengthWithBothLimits() {
    String yaml =
        TYPED + "sampling: { maxTokens: 300 }\nlimits: { maxTokensAfterTruncation: 600 }\n";

    assertThat(new ResponseLengthCheck().check(measured(yaml, tickets(2))))
        .isInstanceOf(Fine.class);
  }

  @Test
  void reportsARunWithoutATimeout() {
    ReviewFinding finding = only(new TimeoutCheck(), measured(TYPED, tickets(2)));

    assertThat(finding.remedy().file()).containsExactly(change(": add", "timeout: 30s"));
    assertThat(texts(finding))
        .containsExactly(
            "estimate: a provider that responds too slowly holds a run for up to 10 min in each of"
                + " 8 requests");
  }

  @Test
  void reportsNoTimeoutThatIsSet() {
    assertThat(new TimeoutCheck().check(measured(TYPED + "timeout: 5m\n", tickets(2))))
        .isEqualTo(new Fine(ReviewTopic.TIMEOUT, "timeout is 5.0 min"));
  }

  @Test
  void reportsALongPromptWithoutCacheMarks() {
    String prompt = "prompt: >\n" + "  You sort tickets by their words.\n".repeat(300);
    String yaml = prompt + TYPED.replace("openai:gpt-5", "anthropic:claude-sonnet-5-5");

    ReviewFinding finding = only(new PromptCacheCheck(), measured(yaml, tickets(2)));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.HIGH);
    assertThat(finding.isMeasured()).isFalse();
    assertThat(finding.remedy().java())
        .containsExactly("AnthropicOptions.ofDefaults().withCacheTime(Duration.ofMinutes(5))");
  }

  @Test
  void reportsNoCacheMarksForShortPromptsAutomaticCachesAndMarkedRequests() {
    String prompt = "prompt: >\n" + "  You sort tickets by their words.\n".repeat(300);
    String claude = TYPED.replace("openai:gpt-5", "anthropic:claude-sonnet-5-5");
    String mark = "sampling: { extra: { cache_control: { type: ephemeral } } }\n";

    assertThat(
            List.of(claude, prompt + TYPED, prompt + claude + mark).stream()
                .map(yaml -> new PromptCacheCheck().check(measured(yaml, tickets(2)))))
        .hasOnlyElementsOfType(Fine.class);
  }

  @Test
  void measuresAClientForEachRun() {
    ReviewFinding finding = only(new ConnectionCheck(), measured(TYPED, tickets(2)));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.LOW);
    assertThat(texts(finding))
        .containsExactly(
            "measured: 11 ms with a client for each run, 1.0 ms with a shared pool (TLS on this"
                + " machine, no latency, 8 runs each)",
            "estimate: adds 110 ms to a run of 2.0 s if a round trip to the provider takes 50 ms"
                + " (TCP and TLS: 2 of them)");
  }

  @Test
  void reportsNoClientThatCostsNoTime() {
    var equal = new ConnectionPass(8, Duration.ofMillis(2), Duration.ofMillis(2));
    ReplayResult base = replay();
    var replay =
        new ReplayResult(
            base.sequential(),
            base.concurrent(),
            base.cache(),
            equal,
            null,
            base.failures(),
            base.elapsed(),
            false);

    assertThat(new ConnectionCheck().check(measured(TYPED, tickets(2)).withReplay(replay)))
        .isInstanceOf(Fine.class);
    assertThat(new ConnectionCheck().check(measured(TYPED, tickets(1))))
        .isInstanceOf(Unchecked.class);
  }

  @Test
  void reportsFailedRuns() {
    ReplayResult failed =
        new ReplayResult(
            List.of(),
            new TreeMap<>(),
            null,
            null,
            null,
            new ReplayFailures(3, 12, "Timed out after 1 s"),
            Duration.ZERO,
            false);

    ReviewFinding finding =
        only(new FailureCheck(), measured(TYPED, tickets(2)).withReplay(failed));

    assertThat(finding.severity()).isEqualTo(ReviewSeverity.HIGH);
    assertThat(texts(finding))
        .containsExactly("measured: 3 of 12 runs failed; the first one: Timed out after 1 s");
    assertThat(finding.remedy().file()).isEmpty();
    ReviewSubject limited = measured(TYPED + "timeout: 1s\n", tickets(2)).withReplay(failed);
    assertThat(only(new FailureCheck(), limited).remedy().file())
        .containsExactly(change(":15: replace by", "timeout: 33s"));
    assertThat(new FailureCheck().check(measured(TYPED, tickets(2))))
        .isEqualTo(new Fine(ReviewTopic.FAILURES, "91 runs without a failure"));
  }

  private FileChange change(String place, String text) {
    return new FileChange(folder.resolve("agent.yaml") + place, text);
  }

  private ReviewSubject measured(String yaml, List<String> texts) {
    return fixture.subject(yaml, texts).withReplay(replay());
  }

  /** Returns a subject whose conversation is counted, with a generated input. */
  private ReviewSubject conversing(String yaml) {
    ReviewSubject subject = fixture.subject(yaml);
    var inputs = SimulatedInput.generate(subject.agentFile());
    ReplayResult base = replay();
    boolean isText = subject.agentFile().input().isText();
    List<StreamedRun> runs =
        isText
            ? base.sequential().stream().map(ReviewCheckTest::asText).toList()
            : base.sequential();
    return ReviewFixture.with(subject, InputCensus.withoutFile("", inputs))
        .withReplay(
            new ReplayResult(
                runs,
                base.concurrent(),
                null,
                null,
                ConversationReplay.count(subject.agent(), inputs, runs, 50),
                base.failures(),
                base.elapsed(),
                false));
  }

  private static StreamedRun asText(StreamedRun run) {
    return new StreamedRun(
        run.firstValue(),
        run.total(),
        run.usage(),
        JsonReader.value("{\"chat_message\":\"Yes, of course.\"}"));
  }

  private static ReplayResult with(
      ReplayResult base, SortedMap<Integer, ConcurrentPass> concurrent) {
    return new ReplayResult(
        base.sequential(), concurrent, null, null, null, base.failures(), base.elapsed(), false);
  }

  private static ReplayResult with(ReplayResult base, List<StreamedRun> runs) {
    return new ReplayResult(
        runs, base.concurrent(), null, null, null, base.failures(), base.elapsed(), false);
  }

  private static ReviewFinding only(ReviewCheck check, ReviewSubject subject) {
    TopicResult result = check.check(subject);
    assertThat(result).isInstanceOf(Found.class);
    assertThat(((Found) result).findings()).hasSize(1);
    return ((Found) result).findings().getFirst();
  }

  private static List<String> texts(ReviewFinding finding) {
    return finding.evidence().stream()
        .map(one -> one.basis().name().toLowerCase(Locale.ROOT) + ": " + one.text())
        .toList();
  }

  private static String cost(ReviewFinding finding) {
    var cost = (BigDecimal) finding.evidence().getLast().figures().get("savedUSD");
    return cost.round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
