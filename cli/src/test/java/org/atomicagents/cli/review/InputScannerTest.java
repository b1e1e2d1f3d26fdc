package org.atomicagents.cli.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cli.review.ReviewFixture.GPT;
import static org.atomicagents.cli.review.ReviewFixture.INPUT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.model.Deadline;
import org.atomicagents.routing.TaskComplexity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputScannerTest {
  @TempDir private Path folder;

  @Test
  void countsValidInvalidAndDifferentInputs() {
    InputCensus census =
        scan(
            """
            {"text":"a"}
            {"text":"b"}

            {"text":
            {"text":""}
            {"text":"a"}
            {"text":"Please compare both"}
            """,
            40,
            0,
            1_000);

    assertThat(census.valid()).isEqualTo(4);
    assertThat(census.invalid()).isEqualTo(2);
    assertThat(census.firstProblem()).contains("inputs.jsonl:4:");
    assertThat(census.repeated()).isEqualTo(1);
    assertThat(census.complexity())
        .isEqualTo(Map.of(TaskComplexity.SIMPLE, 3L, TaskComplexity.COMPLEX, 1L));
    assertThat(census.sample()).hasSize(4);
    assertThat(census.isCut()).isFalse();
  }

  @Test
  void countsAllOfAHundredThousandLines() {
    var texts = new ArrayList<String>();
    for (int i = 0; i < 100_000; i++) {
      texts.add("Ticket " + i % 30_000);
    }

    InputCensus census = scan(ReviewFixture.lines(texts), 40, 7, 100_000);

    assertThat(census.valid()).isEqualTo(100_000);
    assertThat(census.distinct()).isEqualTo(30_000);
    assertThat(census.sample()).hasSize(40);
    assertThat(census.isCut()).isFalse();
  }

  @Test
  void readsNoMoreLinesThanTheMaximum() {
    InputCensus census = scan(ReviewFixture.lines(ReviewFixture.tickets(12)), 40, 0, 10);

    assertThat(census.valid()).isEqualTo(10);
    assertThat(census.isCut()).isTrue();
  }

  @Test
  void drawsTheSameSampleWithTheSameSeed() {
    String lines = ReviewFixture.lines(ReviewFixture.tickets(500));

    InputCensus first = scan(lines, 20, 3, 1_000);

    assertThat(scan(lines, 20, 3, 1_000).sample()).isEqualTo(first.sample());
    assertThat(scan(lines, 20, 4, 1_000).sample()).isNotEqualTo(first.sample());
    assertThat(first.sample().stream().map(input -> number(input.path("text").asString(""))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring("Ticket ".length()));
  }

  @Test
  void readsAnEmptyFile() {
    InputCensus census = scan("\n\n", 40, 0, 10);

    assertThat(List.of(census.valid(), census.invalid(), census.distinct())).containsOnly(0L);
    assertThat(census.sample()).isEmpty();
  }

  @Test
  void joinsAllTextsOfAnInput() {
    var input = JsonReader.value("{\"a\":\"one\",\"n\":1,\"b\":[\"two\",{\"c\":\"three\"}]}");

    assertThat(InputScanner.text(input)).isEqualTo("one two three");
  }

  @Test
  void readsNoLineAfterTheDeadline() {
    // Each reading of the clock takes a second, and so does each line after the first one.
    Deadline last = Deadline.after(Duration.ofSeconds(5), new ReviewFixture.SteppingTime());

    InputCensus census = scan(ReviewFixture.lines(ReviewFixture.tickets(12)), 40, 0, 1_000, last);

    assertThat(census.valid()).isEqualTo(5);
    assertThat(census.isCut()).isTrue();
  }

  private InputCensus scan(String lines, int sample, long seed, long max) {
    return scan(lines, sample, seed, max, Deadline.none());
  }

  private InputCensus scan(String lines, int sample, long seed, long max, Deadline last) {
    var fixture = new ReviewFixture(folder);
    ReviewSubject subject = fixture.subject(GPT + INPUT);
    Path file = fixture.write("inputs.jsonl", lines);
    try (var source = subject.agentFile().input().open("agent", file)) {
      return new InputScanner(subject.agent(), sample, seed, max)
          .scan(file.toString(), source, last);
    }
  }
}
