package org.atomicagents.benchmarks.stub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.atomicagents.benchmarks.documents.StreamedDocument;
import org.atomicagents.benchmarks.orders.SampleOrder;

/**
 * The response of a stub server and its timing.
 *
 * @param content {@code order}, {@code answer}, {@code report}, or a number of words of chat
 * @param delay the delay before a complete response
 * @param every the interval between two deltas of a streamed response
 */
public record StubScript(String content, Duration delay, Duration every) {
  private static final String ANSWER_JSON =
      """
      {"text":"Rayleigh scattering: air scatters blue light more than red.","confidence":0.9,"followUps":["And at dusk?"]}\
      """;
  private static final int REPORT_SIZE = 24_000;
  private static final int DELTA_LENGTH = 24;
  // The typical length of a token with its leading space.
  private static final String WORD = " word";

  /** Returns a script without delays. */
  public static StubScript of(String content) {
    return new StubScript(content, Duration.ZERO, Duration.ZERO);
  }

  /** Returns a script of a chat of {@code count} words, each a delta of its stream. */
  public static StubScript words(int count) {
    return of(String.valueOf(count));
  }

  /** Returns a copy with another delay. */
  public StubScript withDelay(Duration time) {
    return new StubScript(content, time, every);
  }

  /** Returns a copy with another interval. */
  public StubScript withEvery(Duration time) {
    return new StubScript(content, delay, time);
  }

  /** Returns the script with these {@link #arguments()}. */
  public static StubScript parse(List<String> arguments) {
    return new StubScript(
        arguments.get(0),
        Duration.ofMillis(Long.parseLong(arguments.get(1))),
        Duration.ofMillis(Long.parseLong(arguments.get(2))));
  }

  /** Returns the script as arguments of a process. */
  public List<String> arguments() {
    return List.of(content, String.valueOf(delay.toMillis()), String.valueOf(every.toMillis()));
  }

  /** Returns the deltas of the response's text. */
  public List<String> deltas() {
    return switch (content) {
      case "order" -> split(SampleOrder.JSON);
      case "answer" -> split(ANSWER_JSON);
      case "report" -> StreamedDocument.mixed(REPORT_SIZE).deltas();
      default -> words();
    };
  }

  /** Returns the text of the response. */
  public String text() {
    return String.join("", deltas());
  }

  private List<String> words() {
    int count = Integer.parseInt(content);
    var joined = new StringJoiner("\n", "{\"chat_message\":\"", "\"}");
    for (int i = 0; i < count; i++) {
      joined.add(WORD);
    }
    return List.of(joined.toString().split("\n"));
  }

  private static List<String> split(String text) {
    var deltas = new ArrayList<String>();
    for (int start = 0; start < text.length(); start += DELTA_LENGTH) {
      deltas.add(text.substring(start, Math.min(start + DELTA_LENGTH, text.length())));
    }
    return deltas;
  }
}
