package org.atomicagents.benchmarks.stub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.atomicagents.benchmarks.documents.StreamedDocument;
import org.atomicagents.benchmarks.orders.SampleOrder;

/**
 * What a stub says, and when.
 *
 * @param said an {@code order}, an {@code answer}, a {@code report}, or that many words of chat
 * @param delay how long a whole answer lets itself be waited for
 * @param every how long it is from one piece of a streamed answer to the next
 */
public record StubScript(String said, Duration delay, Duration every) {
  private static final String ANSWER =
      """
      {"text":"Rayleigh scattering: air scatters blue light more than red.","confidence":0.9,"followUps":["And at dusk?"]}\
      """;
  private static final int REPORT = 24_000;
  private static final int PIECE = 24;
  // As long as a token and the blank before it often are.
  private static final String WORD = " word";

  /** Says at once what it says. */
  public static StubScript of(String said) {
    return new StubScript(said, Duration.ZERO, Duration.ZERO);
  }

  /** A chat of so many words, each a piece of its stream. */
  public static StubScript words(int count) {
    return of(String.valueOf(count));
  }

  public StubScript withDelay(Duration time) {
    return new StubScript(said, time, every);
  }

  public StubScript withEvery(Duration time) {
    return new StubScript(said, delay, time);
  }

  /** The script that has these {@link #arguments()}. */
  public static StubScript parse(List<String> arguments) {
    return new StubScript(
        arguments.get(0),
        Duration.ofMillis(Long.parseLong(arguments.get(1))),
        Duration.ofMillis(Long.parseLong(arguments.get(2))));
  }

  /** As a process takes them. */
  public List<String> arguments() {
    return List.of(said, String.valueOf(delay.toMillis()), String.valueOf(every.toMillis()));
  }

  /** The text of the answer, piece by piece. */
  public List<String> pieces() {
    return switch (said) {
      case "order" -> inPieces(SampleOrder.JSON);
      case "answer" -> inPieces(ANSWER);
      case "report" -> StreamedDocument.mixed(REPORT).pieces();
      default -> words();
    };
  }

  public String text() {
    return String.join("", pieces());
  }

  private List<String> words() {
    int count = Integer.parseInt(said);
    var joined = new StringJoiner("\n", "{\"chat_message\":\"", "\"}");
    for (int i = 0; i < count; i++) {
      joined.add(WORD);
    }
    return List.of(joined.toString().split("\n"));
  }

  private static List<String> inPieces(String text) {
    var pieces = new ArrayList<String>();
    for (int start = 0; start < text.length(); start += PIECE) {
      pieces.add(text.substring(start, Math.min(start + PIECE, text.length())));
    }
    return pieces;
  }
}
