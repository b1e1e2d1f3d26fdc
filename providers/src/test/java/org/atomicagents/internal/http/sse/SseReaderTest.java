package org.atomicagents.internal.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the standard (WHATWG HTML, 9.2.6), with the input split in any way. */
@SuppressWarnings("StringConcatToTextBlock") // line ends matter
class SseReaderTest {
  private static final String ALL_FEATURES =
      "\uFEFF: a comment\n\ndata: one\n\nevent: add\rdata:two\rdata\rid: 7\r\rdata:  three\r\n"
          + "data: ü€😀\r\nretry: 10\r\nunknown: x\r\n\r\nid: bad\0id\ndata:\n\nevent: lost\n\n"
          + "id\ndata: {\"a\":1}\n\n:\n\ndata: last";

  private static final List<Event> ALL_EVENTS =
      List.of(
          new Event("message", "", "one", true),
          new Event("add", "7", "two\n", true),
          new Event("message", "7", " three\nü€😀", true),
          new Event("message", "7", "", true),
          new Event("message", "", "{\"a\":1}", true),
          new Event("message", "", "last", false));

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final String TOO_LONG =
      "A server-sent event is longer than 10000000 bytes.\n"
          + "Request a shorter response, or disable streaming.";

  private record Event(String type, String id, String data, boolean complete) {}

  @Test
  void readsAllFeaturesOfTheStandard() {
    assertThat(read(ALL_FEATURES)).isEqualTo(ALL_EVENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void acceptsEachKindOfLineEnd(String end) {
    assertThat(read("data: a%1$sdata: b%1$s%1$sdata: c%1$s%1$s".formatted(end)))
        .containsExactly(message("a\nb"), message("c"));
  }

  @Test
  void acceptsMixedLineEnds() {
    assertThat(read("data: a\r\ndata: b\r\ndata: c\n\r\ndata: d\r\r\ndata: e\n\r"))
        .containsExactly(message("a\nb\nc"), message("d"), message("e"));
  }

  @Test
  void skipsALeadingByteOrderMark() {
    assertThat(read("\uFEFFdata: a\n\n")).containsExactly(message("a"));
    assertThat(read("\uFEFF\n\ndata: a\n\n")).containsExactly(message("a"));
  }

  @Test
  void treatsAnyOtherByteOrderMarkAsText() {
    assertThat(read("\uFEFF\uFEFFdata: a\n\ndata: b\n\n")).containsExactly(message("b"));
    assertThat(read("data: a\n\n\uFEFFdata: b\n\n")).containsExactly(message("a"));
    assertThat(read("data: \uFEFFa\n\n")).containsExactly(message("\uFEFFa"));
  }

  @Test
  void acceptsASplitByteOrderMark() {
    byte[] bytes = "\uFEFFdata: a\n\n".getBytes(StandardCharsets.UTF_8);

    assertThat(read(bytes, 1, 2)).containsExactly(message("a"));
    assertThat(read(bytes, 2, 3)).containsExactly(message("a"));
  }

  @Test
  void acceptsATruncatedByteOrderMark() {
    assertThat(read(new byte[] {(byte) 0xEF, (byte) 0xBB}, 1, 1)).isEmpty();
  }

  @Test
  void skipsComments() {
    assertThat(read(": x\n:\n:data: no\ndata: a\n: data: no\ndata: b\n\n"))
        .containsExactly(message("a\nb"));
  }

  @Test
  void readsNoEventFromACommentAlone() {
    assertThat(read(": still there\n\n: still there\n\n")).isEmpty();
  }

  @Test
  void joinsLinesOfData() {
    assertThat(read("data: a\ndata:\ndata: b\ndata\n\n")).containsExactly(message("a\n\nb\n"));
  }

  @Test
  void appliesATypeToItsOwnEventOnly() {
    assertThat(read("event: x\nevent: add\ndata: a\n\ndata: b\n\nevent:\ndata: c\n\n"))
        .containsExactly(new Event("add", "", "a", true), message("b"), message("c"));
    assertThat(read("event: add\ndata: a\n\nevent: take\ndata: b\n\nevent: add\ndata: c\n\n"))
        .extracting(Event::type)
        .containsExactly("add", "take", "add");
  }

  @Test
  void discardsATypeWithoutData() {
    assertThat(read("event: add\n\ndata: a\n\n")).containsExactly(message("a"));
  }

  @Test
  void keepsAnIdUntilTheNext() {
    assertThat(read("id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n"))
        .extracting(Event::id)
        .containsExactly("1", "1", "2", "");
  }

  @Test
  void ignoresAnIdWithANullCharacter() {
    assertThat(read("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"))
        .extracting(Event::id)
        .containsExactly("1", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retry: 10",
        "retry: x",
        "retry",
        "unknown: x",
        "Data: x",
        " data: x",
        "dat: x",
        "dataa: x",
        "data : x",
        "DATA: x",
        "x"
      })
  void skipsOtherFields(String line) {
    assertThat(read("data: a\n" + line + "\ndata: b\n\n")).containsExactly(message("a\nb"));
  }

  @Test
  void treatsAFieldWithoutAColonAsEmpty() {
    assertThat(read("data\n\nevent\ndata\ndata\n\n")).containsExactly(message(""), message("\n"));
  }

  @Test
  void removesOneSpaceAfterTheColon() {
    assertThat(read("data:a\n\ndata: a\n\ndata:  a \n\ndata:\ta\n\ndata: \n\ndata: :\n\n"))
        .extracting(Event::data)
        .containsExactly("a", "a", " a ", "\ta", "", ":");
  }

  @Test
  void deliversAnEventWithoutABlankLineAsIncomplete() {
    for (String end : List.of("", "\n", "\r", "\r\n", "\n: comm", "\nid", "\nunkn")) {
      assertThat(read("data: a" + end)).containsExactly(new Event("message", "", "a", false));
    }
    for (String end : List.of("\n\n", "\r\r", "\n\r", "\r\n\r")) {
      assertThat(read("data: a" + end)).containsExactly(message("a"));
    }
  }

  @Test
  void acceptsAStreamWithoutEvents() {
    for (String text : List.of("", "\n", "\r", "\r\n\r\n", "\uFEFF", ":", "event: a")) {
      assertThat(read(text)).isEmpty();
    }
  }

  @Test
  void remainsAtTheEnd() {
    var reader = new SseReader(unsplit("data: a\n\n"));

    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void readsTheSameEventsWithAnyTwoSplits() {
    byte[] bytes = ALL_FEATURES.getBytes(StandardCharsets.UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(read(bytes, first, second))
            .as("split at %d, %d", first, second)
            .isEqualTo(ALL_EVENTS);
      }
    }
  }

  @Test
  void readsTheSameEventsWithRandomSplits() {
    byte[] bytes = ALL_FEATURES.getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 2_000; seed++) {
      int[] splits = new Random(seed).ints(seed % 40, 0, bytes.length + 1).sorted().toArray();
      assertThat(read(bytes, splits)).as("seed %d", seed).isEqualTo(ALL_EVENTS);
    }
  }

  @Test
  void readsTheSameEventsByteByByte() {
    assertThat(readInChunks(ALL_FEATURES.getBytes(StandardCharsets.UTF_8), 1))
        .isEqualTo(ALL_EVENTS);
  }

  @Test
  void acceptsASplitCharacter() {
    byte[] bytes = "data: ü€😀\nid: ü€😀\nevent: ü€😀\n\n".getBytes(StandardCharsets.UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      assertThat(read(bytes, split))
          .as("split at %d", split)
          .containsExactly(new Event("ü€😀", "ü€😀", "ü€😀", true));
    }
  }

  @Test
  void readsOneLineEndFromASplitCrLf() {
    assertThat(read(chunks("data: a\r", "\ndata: b\r", "\n", "\r", "\ndata: c\r", "\n\r")))
        .containsExactly(message("a\nb"), message("c"));
  }

  @Test
  void readsRandomEventsWithRandomLineEndsInRandomChunks() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      var expected = new ArrayList<Event>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        expected.add(randomEvent(random, text));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

      assertThat(readInChunks(bytes, 1 + random.nextInt(20_000)))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: a\n\n", "data: a\n\r", "data: a\r\r", "data: a\r\n\r", "data: a\r\n\r\n"})
  void deliversAnEventAtTheFirstByteThatEndsItsBlankLine(String text) {
    // A second read would block, because the server sends nothing more.
    var reader = new SseReader(thenNoMoreReads(text));

    assertThat(reader.next()).isTrue();
    assertThat(reader.text()).isEqualTo("a");
    assertThat(reader.isComplete()).isTrue();
  }

  @Test
  void acceptsALineOfTheMaximumLength() {
    String longest = "x".repeat(SseReader.MAX_LENGTH - "data:".length());

    assertThat(read(("data:" + longest + "\n\n"))).containsExactly(message(longest));
    assertThatThrownBy(() -> read("data:" + longest + "x\n\n"))
        .isInstanceOf(TransportException.class)
        .hasMessage(TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: ", ": ", "id: ", "event: ", "x", "\0"})
  void rejectsAnEndlessLineBeyondTheMaximumLength(String begin) {
    var source = new EndlessSource(begin, "x".repeat(4_000));

    assertThatThrownBy(new SseReader(source)::next)
        .isInstanceOf(TransportException.class)
        .hasMessage(TOO_LONG);
    assertThat(source.bytesRead)
        .isBetween(SseReader.MAX_LENGTH + 1L, SseReader.MAX_LENGTH + 8_192L);
  }

  @Test
  void rejectsLinesOfDataBeyondTheMaximumLength() {
    var source = new EndlessSource("", "data: " + "x".repeat(993) + "\n");

    assertThatThrownBy(new SseReader(source)::next)
        .isInstanceOf(TransportException.class)
        .hasMessage(TOO_LONG);
    assertThat(source.bytesRead).isBetween(10_060_000L, 10_080_000L);
  }

  @Test
  void rejectsEmptyLinesOfDataBeyondTheMaximumLength() {
    var source = new EndlessSource("", "data\n".repeat(800));

    assertThatThrownBy(new SseReader(source)::next)
        .isInstanceOf(TransportException.class)
        .hasMessage(TOO_LONG);
  }

  @Test
  void limitsTheMemoryForAnEndlessLine() {
    var source = new EndlessSource("data: ", "x".repeat(4_000));
    var reader = new SseReader(source);

    long allocatedBefore = allocated();
    assertThatThrownBy(reader::next).isInstanceOf(TransportException.class);

    // The outgrown buffers of 1 KB, 2 KB and so on add up to no more than the last one.
    assertThat(allocated() - allocatedBefore).isLessThan(3L * SseReader.MAX_LENGTH);
  }

  @Test
  void allocatesNothingForAnEventOfAKnownType() {
    String text = "event: delta\nid: 1\ndata: {\"a\":1}\ndata: x\n\n: comment\n\n";
    var reader = new SseReader(new EndlessSource("", text));
    long leastAllocated = Long.MAX_VALUE;
    for (int round = 0; round < 5 && leastAllocated > 0; round++) {
      long allocatedBefore = allocated();
      int lengths = 0;
      for (int i = 0; i < 10_000; i++) {
        lengths += reader.next() ? reader.type().length() + reader.length() : 0;
      }
      leastAllocated = Math.min(leastAllocated, allocated() - allocatedBefore);
      assertThat(lengths).isEqualTo(10_000 * ("delta".length() + "{\"a\":1}\nx".length()));
    }

    assertThat(leastAllocated).isZero();
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private static Event message(String data) {
    return new Event("message", "", data, true);
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

  private static List<Event> read(String text) {
    return read(unsplit(text));
  }

  private static List<Event> readInChunks(byte[] bytes, int chunkSize) {
    int count = bytes.length / chunkSize;
    int[] splits = new int[count];
    Arrays.setAll(splits, i -> (i + 1) * chunkSize);
    return read(bytes, splits);
  }

  private static List<Event> read(byte[] bytes, int... splits) {
    return read(new ChunkedSource(bytes, splits));
  }

  private static SseReader.ByteSource unsplit(String text) {
    return new ChunkedSource(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SseReader.ByteSource chunks(String... chunks) {
    var splits = new int[chunks.length];
    for (int i = 0, position = 0; i < chunks.length; i++) {
      position += chunks[i].length();
      splits[i] = position;
    }
    return new ChunkedSource(String.join("", chunks).getBytes(StandardCharsets.US_ASCII), splits);
  }

  private static SseReader.ByteSource thenNoMoreReads(String text) {
    SseReader.ByteSource source = unsplit(text);
    return (target, offset, length) -> {
      int count = source.read(target, offset, length);
      assertThat(count).as("read beyond the end of the event").isPositive();
      return count;
    };
  }

  private static List<Event> read(SseReader.ByteSource source) {
    var reader = new SseReader(source);
    var events = new ArrayList<Event>();
    while (reader.next()) {
      assertThat(new String(reader.data(), 0, reader.length(), StandardCharsets.UTF_8))
          .isEqualTo(reader.text());
      events.add(new Event(reader.type(), reader.id(), reader.text(), reader.isComplete()));
    }
    return events;
  }

  /** A source whose reads end at the given splits. */
  private static final class ChunkedSource implements SseReader.ByteSource {
    private final byte[] bytes;
    private final int[] splits;
    private int position;
    private int next;

    ChunkedSource(byte[] bytes, int... splits) {
      this.bytes = bytes;
      this.splits = splits;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      while (next < splits.length && splits[next] <= position) {
        next++;
      }
      int end = next < splits.length ? splits[next] : bytes.length;
      int count = Math.min(length, end - position);
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count == 0 ? -1 : count;
    }
  }

  /** A source of a beginning and then the same chunk without end. */
  private static final class EndlessSource implements SseReader.ByteSource {
    private final byte[] begin;
    private final byte[] chunk;
    private long bytesRead;

    EndlessSource(String begin, String chunk) {
      this.begin = begin.getBytes(StandardCharsets.US_ASCII);
      this.chunk = chunk.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      boolean atBegin = bytesRead < begin.length;
      byte[] bytes = atBegin ? begin : chunk;
      int from = (int) (atBegin ? bytesRead : (bytesRead - begin.length) % chunk.length);
      int count = Math.min(length, bytes.length - from);
      System.arraycopy(bytes, from, target, offset, count);
      bytesRead += count;
      return count;
    }
  }
}
