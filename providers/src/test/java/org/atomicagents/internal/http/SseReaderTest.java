package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.model.TransportException;
import org.junit.jupiter.api.Test;

class SseReaderTest {
  @SuppressWarnings("StringConcatToTextBlock") // its line ends are the point
  private static final String EVERYTHING =
      "\uFEFF: a comment\n\ndata: one\n\nevent: add\rdata:two\rdata\rid: 7\r\rdata:  three\r\n"
          + "data: ü€😀\r\nretry: 10\r\nunknown: x\r\n\r\nid: bad\0id\ndata:\n\nevent: lost\n\n"
          + "id\ndata: {\"a\":1}\n\n:\n\ndata: last";

  private static final List<Event> ALL =
      List.of(
          new Event("message", "", "one", true),
          new Event("add", "7", "two\n", true),
          new Event("message", "7", " three\nü€😀", true),
          new Event("message", "7", "", true),
          new Event("message", "", "{\"a\":1}", true),
          new Event("message", "", "last", false));

  private record Event(String type, String id, String data, boolean complete) {}

  @Test
  void readsEverythingTheStandardHas() {
    assertThat(read(EVERYTHING.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE)).isEqualTo(ALL);
  }

  @Test
  void doesNotCareWhereTheBytesAreSplit() {
    byte[] bytes = EVERYTHING.getBytes(StandardCharsets.UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(read(bytes, first, second)).isEqualTo(ALL);
      }
    }
  }

  @Test
  void readsBytesOneByOne() {
    assertThat(read(EVERYTHING.getBytes(StandardCharsets.UTF_8), 1)).isEqualTo(ALL);
  }

  @Test
  void readsRandomEventsWithRandomLineEndsInRandomPieces() {
    var random = new Random(42);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      var expected = new ArrayList<Event>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        expected.add(randomEvent(random, text));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

      assertThat(read(bytes, 1 + random.nextInt(20_000))).as("round %d", round).isEqualTo(expected);
    }
  }

  @Test
  void deliversAnEventAsSoonAsItsBlankLineHasCome() {
    byte[] bytes = "data: one\r\r\n".getBytes(StandardCharsets.UTF_8);
    var reader =
        new SseReader(
            new SseReader.Source() {
              private boolean sent;

              @Override
              public int read(byte[] target, int offset, int length) {
                assertThat(sent).as("asked for more than it needs").isFalse();
                sent = true;
                System.arraycopy(bytes, 0, target, offset, bytes.length - 1);
                return bytes.length - 1;
              }
            });

    assertThat(reader.next()).isTrue();
    assertThat(reader.text()).isEqualTo("one");
  }

  @Test
  void refusesALineThatIsTooLong() {
    var reader = new SseReader((target, offset, length) -> length);

    assertThatThrownBy(reader::next)
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "A server-sent event is longer than 10000000 bytes.\n"
                + "Ask for less at a time, or without streaming.");
  }

  @Test
  void refusesAnEventOfTooManyLines() {
    byte[] line = ("data: " + "x".repeat(4_000) + "\n").getBytes(StandardCharsets.UTF_8);
    var reader =
        new SseReader((target, offset, length) -> {
          System.arraycopy(line, 0, target, offset, line.length);
          return line.length;
        });

    assertThatThrownBy(reader::next)
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("A server-sent event is longer than 10000000 bytes.");
  }

  private static Event randomEvent(Random random, StringBuilder text) {
    String end = List.of("\n", "\r", "\r\n").get(random.nextInt(3));
    var data = new ArrayList<String>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      data.add("é".repeat(random.nextInt(9_000)) + random.nextInt());
    }
    boolean hasType = random.nextBoolean();
    if (hasType) {
      text.append("event: t").append(end);
    }
    data.forEach(line -> text.append("data: ").append(line).append(end));
    text.append(end);
    return new Event(hasType ? "t" : "message", "", String.join("\n", data), true);
  }

  private static List<Event> read(byte[] bytes, int piece) {
    return read(
        new SseReader.Source() {
          private int at;

          @Override
          public int read(byte[] target, int offset, int length) {
            int count = Math.min(Math.min(piece, length), bytes.length - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count == 0 ? -1 : count;
          }
        });
  }

  private static List<Event> read(byte[] bytes, int first, int second) {
    int[] ends = {first, second, bytes.length};
    return read(
        new SseReader.Source() {
          private int at;
          private int piece;

          @Override
          public int read(byte[] target, int offset, int length) {
            while (piece < ends.length && ends[piece] == at) {
              piece++;
            }
            if (piece == ends.length) {
              return -1;
            }
            int count = Math.min(length, ends[piece] - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count;
          }
        });
  }

  private static List<Event> read(SseReader.Source source) {
    var reader = new SseReader(source);
    var events = new ArrayList<Event>();
    while (reader.next()) {
      assertThat(new String(reader.data(), 0, reader.length(), StandardCharsets.UTF_8))
          .isEqualTo(reader.text());
      events.add(new Event(reader.type(), reader.id(), reader.text(), reader.isComplete()));
    }
    return events;
  }
}
