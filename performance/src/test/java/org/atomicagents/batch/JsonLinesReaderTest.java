package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JsonLinesReaderTest {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  @TempDir private Path folder;

  @Description("An order")
  record Order(@Description("The number") int number, @Description("The lines") List<Item> lines) {}

  @Description("A line of an order")
  record Item(@Description("The name") String name) {}

  @Test
  void readsLinesWithAnyEndSkippingBlankOnes() {
    assertThat(values(BYTE_ORDER_MARK + "1\n\n2\r\n \t \r\n\"a\\nb\"\n{\"k\":[]}"))
        .containsExactly("1", "2", "\"a\\nb\"", "{\"k\":[]}");
    assertThat(values("")).isEmpty();
    assertThat(values("\n\r\n\n")).isEmpty();
    assertThat(values("null\n")).containsExactly("null");
    assertThat(values("1.10\n123456789012345678901234567890\n"))
        .containsExactly("1.10", "123456789012345678901234567890");
    assertThat(values("\"\u2028\"\n")).containsExactly("\"\u2028\"");
  }

  @Test
  void malformedLinesAreInvalidItemsWithTheirPosition() {
    assertThat(values("1\n\n[1,]\n{\"a\":1\n1 2\n{\"a\":1,\"a\":2}\n3"))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("1"),
            line ->
                assertThat(line).startsWith("lines:3:4: invalid JSON: Unexpected character (']'"),
            line -> assertThat(line).startsWith("lines:4:7: invalid JSON: Unexpected end-of-input"),
            line -> assertThat(line).startsWith("lines:5:3: invalid JSON: Trailing token"),
            line -> assertThat(line).startsWith("lines:6:11: invalid JSON: Duplicate"),
            line -> assertThat(line).isEqualTo("3"));
  }

  @Test
  void invalidUtf8IsAnInvalidItem() {
    byte[] text = "\"ok\"\n\"ä?\"\n\"end\"".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == '?' ? (byte) 0xff : text[i];
    }

    assertThat(values(new ByteArrayInputStream(text)))
        .containsExactly("\"ok\"", "lines:2:3: expected UTF-8, found the byte 0xff", "\"end\"");
    assertThat(values("\"\ufffd\"")).containsExactly("\"\ufffd\"");
  }

  @Test
  void longLinesAreSkipped() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("long.jsonl"),
            "{\"chat_message\":\"" + "a".repeat(300_000) + "\"}\n{\"chat_message\":\"b\"}\r\n");

    try (var reader = JsonLinesReader.open(file, Schema.of(BasicChatInput.class), 20)) {
      assertThat(failure(reader.next().orElseThrow()))
          .hasMessage(file + ":1:1: expected a line of at most 20 bytes, found a longer one");
      assertThat(reader.next()).contains(BatchItem.of(new BasicChatInput("b")));
      assertThat(reader.line()).isEqualTo(2);
      assertThat(reader.next()).isEmpty();
    }
    assertThatThrownBy(() -> JsonLinesReader.open(file, Schema.of(BasicChatInput.class), 0))
        .hasMessage("maxLineBytes: expected 1 or more, found 0");
  }

  @Test
  void violationsHaveTheColumnOfTheirValue() {
    String lines =
        """
        {"number":1,"lines":[{"name":"a"}]}
        {"number":1,"lines":[{"name":"a"},{"name":7}]}
        {"lines":[]}
        {"number":"1","lines":[]}
        [1,2]
        """;

    List<InvalidLineException> failures = new ArrayList<>();
    try (var reader = JsonLinesReader.of(stream(lines), "orders", Schema.of(Order.class))) {
      assertThat(reader.next()).contains(BatchItem.of(new Order(1, List.of(new Item("a")))));
      reader.next().ifPresent(item -> failures.add(failure(item)));
      reader.next().ifPresent(item -> failures.add(failure(item)));
      reader.next().ifPresent(item -> failures.add(failure(item)));
      reader.next().ifPresent(item -> failures.add(failure(item)));
    }

    assertThat(failures).extracting(InvalidLineException::line).containsExactly(2L, 3L, 4L, 5L);
    assertThat(failures).extracting(InvalidLineException::column).containsExactly(43, 1, 11, 1);
    assertThat(failures.getFirst())
        .hasMessage(
            """
            orders:2:43: invalid input:
              $.lines[1].name: expected a string, found 7\
            """);
    assertThat(failures.getFirst().violations())
        .containsExactly(new Violation("$.lines[1].name", "a string", "7"));
  }

  @Test
  void valuesThatAreNoObjectsAreNotWrapped() {
    try (var reader =
        JsonLinesReader.of(
            stream("[{\"name\":\"a\"}]\n[{\"name\":7}]\n[],\"items\":[]\n[] []\n"),
            "lists",
            Schema.listOf(Item.class))) {
      assertThat(reader.next()).contains(BatchItem.of(List.of(new Item("a"))));
      assertThat(failure(reader.next().orElseThrow()))
          .hasMessage("lists:2:10: invalid input:\n  $[0].name: expected a string, found 7");
      assertThat(failure(reader.next().orElseThrow())).hasMessageStartingWith("lists:3:");
      assertThat(failure(reader.next().orElseThrow())).hasMessageStartingWith("lists:4:");
    }
    try (var reader = JsonLinesReader.of(stream("\"a\"\n7"), "texts", Schema.of(String.class))) {
      assertThat(reader.next()).contains(BatchItem.of("a"));
      assertThat(failure(reader.next().orElseThrow()))
          .hasMessage("texts:2:1: invalid input:\n  $: expected a string, found 7");
    }
    var numbers = Schema.of("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");
    try (var reader = JsonLinesReader.of(stream("[1,2]\n[\"a\"]"), "numbers", numbers)) {
      assertThat(((BatchItem.Valid<JsonNode>) reader.next().orElseThrow()).input())
          .hasToString("[1,2]");
      assertThat(failure(reader.next().orElseThrow()))
          .hasMessage("numbers:2:2: invalid input:\n  $[0]: expected an integer, found \"a\"");
    }
  }

  @Test
  void malformedTypedLinesHaveAPosition() {
    try (var reader =
        JsonLinesReader.of(stream("{\"number\":1,]"), "orders", Schema.of(Order.class))) {
      assertThat(failure(reader.next().orElseThrow()))
          .hasMessageStartingWith("orders:1:13: invalid JSON: ");
    }
  }

  @Test
  void convertedLinesHaveTheExceptionOfTheFunction() {
    try (var reader = JsonLinesReader.of(stream("1\n\"a\"\n"), "lines").map(JsonNode::asInt)) {
      assertThat(reader.next()).contains(BatchItem.of(1));
      assertThat(failure(reader.next().orElseThrow())).hasMessageStartingWith("lines:2:1: ");
    }
  }

  @Test
  void countsItemsWithoutReadingThem() throws IOException {
    Path file = Files.writeString(folder.resolve("three.jsonl"), "\n1\n[\r\n\r\n2");

    try (var reader = JsonLinesReader.open(file).counted()) {
      assertThat(reader.total()).isEqualTo(OptionalLong.of(3));
      assertThat(reader.next()).isPresent();
      assertThat(reader.line()).isEqualTo(2);
    }
    try (var reader = JsonLinesReader.of(stream("1"), "lines").counted()) {
      assertThat(reader.total()).isEmpty();
    }
  }

  @Test
  void unreadableFilesAreReported() {
    Path missing = folder.resolve("missing.jsonl");

    assertThatThrownBy(() -> JsonLinesReader.open(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot read " + missing + ": the file does not exist.\nCheck its path.");
    assertThatThrownBy(() -> JsonLinesReader.open(folder))
        .hasMessage("Cannot read " + folder + ": it is a directory.\nName a file.");
  }

  @Test
  void anErrorOfTheStreamEndsTheBatchAfterItsOutcomes() {
    var failing =
        new InputStream() {
          private final InputStream start = stream("{\"chat_message\":\"<a>\"}\n{\"chat");

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = start.read(bytes, offset, length);
            if (count < 0) {
              throw new IOException("the connection was lost");
            }
            return count;
          }
        };
    var read = new ArrayList<String>();

    try (BatchRun<BasicChatOutput> run =
        Batch.of(BatchAgents.agent(name -> name))
            .start(JsonLinesReader.of(failing, "socket", Schema.of(BasicChatInput.class)))) {
      assertThatThrownBy(
              () -> run.inInputOrder().forEach(outcome -> read.add(BatchAgents.describe(outcome))))
          .hasMessage(
              "Cannot read socket: the connection was lost.\n"
                  + "Outcomes before the error are valid; run the others again.");
    }

    assertThat(read).containsExactly("a");
  }

  @Test
  void linesAreIndependentOfTheBufferSize() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var expected = new ArrayList<String>();
    var text = new StringBuilder(random.nextBoolean() ? BYTE_ORDER_MARK : "");
    for (int i = 0; i < 500; i++) {
      String value = '"' + "äx".repeat(random.nextInt(random.nextInt(20) == 0 ? 80_000 : 50)) + '"';
      expected.add(value);
      text.append(value).append(random.nextBoolean() ? "\r\n" : "\n");
    }
    var shortReads =
        new InputStream() {
          private final InputStream all = stream(text.toString());

          @Override
          public int read() throws IOException {
            return all.read();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return all.read(bytes, offset, 1 + random.nextInt(length));
          }
        };

    assertThat(values(shortReads)).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void everyLineOfAnyBytesIsOneItem() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] alphabet = "{}[]\",:01ae\\ \t\r\n\n\u00e4".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = new byte[random.nextInt(2_000)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(50) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      long expected =
          Stream.of(text.split("\n")).filter(line -> !line.matches("[ \t\r]*+")).count();

      assertThat(values(new ByteArrayInputStream(bytes)))
          .as("seed %d, round %d", seed, round)
          .hasSize((int) expected);
      try (var typed =
          JsonLinesReader.of(new ByteArrayInputStream(bytes), "orders", Schema.of(Order.class))) {
        long count = 0;
        while (typed.next().isPresent()) {
          count++;
        }
        assertThat(count).as("seed %d, round %d", seed, round).isEqualTo(expected);
      }
    }
  }

  private static List<String> values(String text) {
    return values(stream(text));
  }

  /** Returns the JSON of the valid items, and the messages of the invalid ones. */
  private static List<String> values(InputStream in) {
    var values = new ArrayList<String>();
    try (var reader = JsonLinesReader.of(in, "lines")) {
      for (var item = reader.next(); item.isPresent(); item = reader.next()) {
        values.add(
            switch (item.get()) {
              case BatchItem.Valid<JsonNode>(JsonNode value) -> value.toString();
              case BatchItem.Invalid<JsonNode>(RuntimeException e) ->
                  String.valueOf(e.getMessage());
            });
      }
    }
    return values;
  }

  private static InvalidLineException failure(BatchItem<?> item) {
    return (InvalidLineException) ((BatchItem.Invalid<?>) item).failure();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
