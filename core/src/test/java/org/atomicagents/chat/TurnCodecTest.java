package org.atomicagents.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;

class TurnCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456789Z");
  private static final TurnCodec CODEC =
      new TurnCodec(ConversationTypes.of(Question.class, Shape.class));

  @Test
  void encodesATurnOnce() {
    var question = new Question("Why?", 2);
    var turn =
        new Turn("T", List.of(entry(question, "{\"text\":\"Why?\",\"level\":2}")), TIME, true);

    String json = CODEC.encode(turn);

    assertThat(json)
        .isEqualTo(
            "{\"format\":\"1\",\"id\":\"T\",\"committedAt\":\"2026-01-31T12:00:00.123456789Z\",\"isPinned\":true,\"entries\":[{\"role\":\"user\",\"type\":\"Question\",\"parts\":[{\"text\":\"{\\\"text\\\":\\\"Why?\\\",\\\"level\\\":2}\"}]}]}");
    assertThat(CODEC.decode(json)).isEqualTo(turn);
  }

  @Test
  void keepsTheKindOfEverySource() {
    var parts =
        List.<Content>of(
            Image.of(Path.of("a/b.png")).withDetail(Media.Detail.LOW),
            Image.of(URI.create("gs://bucket/x.png")),
            Image.ofBase64("iVBORw0KGgo="),
            Audio.of(Path.of("c")),
            Video.of(URI.create("https://x/b.mp4")).withFramesPerSecond(0.5),
            Pdf.of(Path.of("c")));
    var turn = new Turn("T", List.of(ChatEntry.of(new Message(Role.USER, parts))), TIME, false);

    assertThat(CODEC.decode(CODEC.encode(turn))).isEqualTo(turn);
  }

  @Test
  void keepsAValueThatIsNotTheTextOfItsMessage() {
    var turn = new Turn("T", List.of(entry(new Question("Why?", 2), "level 2: Why?")), TIME, false);

    assertThat(CODEC.decode(CODEC.encode(turn))).isEqualTo(turn);
  }

  @Test
  void usesTheMostSpecificRegisteredType() {
    var turn = new Turn("T", List.of(entry(new Circle(2), "c")), TIME, false);

    String json = CODEC.encode(turn);

    assertThat(json).contains("\"type\":\"Shape\"");
    assertThat(CODEC.decode(json)).isEqualTo(turn);
  }

  @Test
  void encodesListsUnderTheirOnlyType() {
    var codec =
        new TurnCodec(
            ConversationTypes.builder()
                .type("Questions", new TypeRef<List<Question>>() {})
                .build());
    var turn =
        new Turn("T", List.of(entry(List.of(new Question("Why?", 2)), "questions")), TIME, false);

    assertThat(codec.decode(codec.encode(turn))).isEqualTo(turn);
  }

  @Test
  void restoresRandomTurns() {
    long seed = System.nanoTime();
    System.out.println("TurnCodecTest seed " + seed);
    var random = new Random(seed);

    for (int i = 0; i < 500; i++) {
      Turn turn = randomTurn(random);

      String json = CODEC.encode(turn);

      assertThat(new String(json.getBytes(UTF_8), UTF_8)).as("seed %d", seed).isEqualTo(json);
      assertThat(CODEC.decode(json)).as("seed %d", seed).isEqualTo(turn);
    }
  }

  @Test
  void rejectsAValueOfAnUnknownType() {
    var turn = new Turn("T", List.of(entry(new Other("x"), "x")), TIME, false);

    assertThatThrownBy(() -> CODEC.encode(turn))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot store turn T: expected a value of a registered type, found one of"
                + " org.atomicagents.chat.TurnCodecTest$Other\n"
                + "Add the type to ConversationTypes, or set UnknownTypePolicy.OMIT_VALUE.");
  }

  @Test
  void omitsValuesOfUnknownTypesOnRequest() {
    var codec = new TurnCodec(ConversationTypes.none());
    var turn = new Turn("T", List.of(entry(new Other("x"), "x")), TIME, false);

    String json = codec.encode(turn);

    assertThat(codec.decode(json).entries()).containsExactly(ChatEntry.of(Message.user("x")));
    assertThat(codec.decode(CODEC.encode(turnOf(new Question("a", 1)))).entries())
        .containsExactly(ChatEntry.of(Message.user("{\"text\":\"a\",\"level\":1}")));
  }

  @Test
  void looksUpNoClassByItsName() {
    String json = CODEC.encode(turnOf(new Question("a", 1)));

    assertThatThrownBy(() -> CODEC.decode(json.replace("Question", Other.class.getName())))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot read a stored turn: $.entries[0].type: expected a registered type, found"
                + " \"org.atomicagents.chat.TurnCodecTest$Other\"\n"
                + "Add the type to ConversationTypes, or set UnknownTypePolicy.OMIT_VALUE.");
  }

  @Test
  void rejectsAValueThatItsTypeDoesNotAcceptAnyMore() {
    String json = CODEC.encode(turnOf(new Question("a", 1))).replace("level", "grade");

    assertThatThrownBy(() -> CODEC.decode(json))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "Cannot read a stored turn: $.entries[0].parts: expected a value of type \"Question\","
                + " found other JSON:\n"
                + "  $.level: expected");
    assertThat(lenientCodec().decode(json).entries().getFirst().value()).isNull();
  }

  @Test
  void namesThePlaceOfAnError() {
    String json = CODEC.encode(turnOf(new Question("a", 1)));

    assertThatThrownBy(() -> CODEC.decode(json.replace("\"user\"", "\"robot\"")))
        .hasMessage(
            "Cannot read a stored turn: $.entries[0].role: expected system, user, assistant or"
                + " tool, found \"robot\"");
    assertThatThrownBy(() -> CODEC.decode(json.replace("[{\"text\"", "[{\"song\"")))
        .hasMessage(
            "Cannot read a stored turn: $.entries[0].parts[0]: expected one key, the kind of a"
                + " part, found [song]");
    assertThatThrownBy(() -> CODEC.decode(json.replace("\"format\":\"1\"", "\"format\":\"2\"")))
        .hasMessage("Cannot read a stored turn: $.format: expected \"1\", found \"2\"");
    assertThatThrownBy(() -> CODEC.decode(json.substring(0, 40)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot read a stored turn: $: expected one JSON object, found ");
  }

  @Test
  void rejectsTwoTypesWithOneName() {
    var builder = ConversationTypes.builder().type("A", Question.class).type("A", Question.class);

    assertThatThrownBy(() -> builder.type("A", Other.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The name \"A\" is used for two types: org.atomicagents.chat.TurnCodecTest$Question and"
                + " org.atomicagents.chat.TurnCodecTest$Other.\n"
                + "Give one of them another name.");
  }

  @Test
  void rejectsTypesThatDifferInArgumentsOnly() {
    var builder =
        ConversationTypes.builder()
            .type("A", new TypeRef<List<Question>>() {})
            .type("B", new TypeRef<List<Other>>() {});

    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
  }

  private static TurnCodec lenientCodec() {
    return new TurnCodec(
        ConversationTypes.builder()
            .type(Question.class)
            .unknownTypes(UnknownTypePolicy.OMIT_VALUE)
            .build());
  }

  private static Turn turnOf(Question question) {
    String text = "{\"text\":\"%s\",\"level\":%d}".formatted(question.text(), question.level());
    return new Turn("T", List.of(entry(question, text)), TIME, false);
  }

  private static ChatEntry entry(Object value, String text) {
    return ChatEntry.of(value, Message.user(text));
  }

  private static Turn randomTurn(Random random) {
    var entries = new ArrayList<ChatEntry>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      var parts = new ArrayList<Content>();
      for (int j = random.nextInt(4); j > 0; j--) {
        parts.add(randomPart(random));
      }
      var message = new Message(randomItem(random, List.of(Role.values())), parts);
      entries.add(
          random.nextBoolean()
              ? ChatEntry.of(message)
              : ChatEntry.of(new Question(randomText(random), random.nextInt()), message));
    }
    Instant time = random.nextBoolean() ? TIME.plusNanos(random.nextInt()) : null;
    return new Turn(randomText(random), entries, time, random.nextBoolean());
  }

  private static <T> T randomItem(Random random, List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private static Content randomPart(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Content.Text(randomText(random));
      case 1 -> new Content.ToolCall(randomText(random), randomText(random), randomText(random));
      case 2 -> new Content.ToolResult(randomText(random), randomText(random), randomText(random));
      case 3 ->
          new Content.Opaque(
              randomText(random), randomText(random), "{\"a\":[1,\"" + random.nextInt() + "\"]}");
      default ->
          Media.untrusted(
              randomItem(random, List.of(Media.Kind.values())),
              null,
              new Media.Source.Inline(randomText(random)));
    };
  }

  private static String randomText(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(7)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> '"';
            case 2 -> '\\';
            case 3 -> random.nextInt(0xD800);
            case 5 -> random.nextInt(0xD800, 0xE000);
            case 4 -> random.nextInt(0x10000, 0x110000);
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  @Description("A question")
  record Question(String text, int level) {}

  @Description("A shape")
  sealed interface Shape permits Circle, Square {}

  @Description("A circle")
  record Circle(double radius) implements Shape {}

  @Description("A square")
  record Square(double side) implements Shape {}

  @Description("Another type")
  record Other(String text) {}
}
