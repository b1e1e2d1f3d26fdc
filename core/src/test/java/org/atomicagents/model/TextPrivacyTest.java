package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.PromptGenerator.ContextInfo;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.LimitState;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

/** A logged object reveals nothing of the prompts and responses that it holds. */
class TextPrivacyTest {
  private static final String SECRET = "swordfish";

  /** String components that hold names, not texts. */
  private static final Set<String> NAMES =
      Set.of(
          "agent",
          "model",
          "id",
          "name",
          "callId",
          "provider",
          "rawReason",
          "mediaType",
          "next",
          "from",
          "to",
          "reason");

  private static final Message MESSAGE = Message.user(SECRET);
  private static final ModelRequest REQUEST =
      ModelRequest.of("m", List.of(Message.system(SECRET), MESSAGE))
          .withOutput(new OutputFormat(ResponseMode.PROMPTED_JSON, "Out", SECRET, SECRET));
  private static final ProviderError ERROR =
      new ProviderError("acme", 400, "req_1", SECRET, SECRET);

  private static final LimitState LIMIT =
      new LimitState(
          "daily",
          "acme",
          "tenant",
          "money",
          "USD",
          BigDecimal.ONE,
          BigDecimal.ONE,
          BigDecimal.ONE,
          BigDecimal.ONE,
          null);

  private static final Map<Class<?>, Object> SAMPLES =
      Map.ofEntries(
          Map.entry(int.class, 1),
          Map.entry(boolean.class, true),
          Map.entry(LimitState.class, LIMIT),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(ModelRequest.class, REQUEST),
          Map.entry(AgentException.class, ModelRefusalException.of("a", SECRET)),
          Map.entry(BadRequestException.class, BadRequestException.of(ERROR)),
          Map.entry(RuntimeException.class, new IllegalStateException(SECRET)),
          Map.entry(Exception.class, new IllegalStateException(SECRET)),
          Map.entry(ResponseMode.class, ResponseMode.TOOL_CALL),
          Map.entry(FinishReason.class, FinishReason.STOP),
          Map.entry(Usage.class, Usage.of(1, 2)),
          Map.entry(TokenCount.class, new TokenCount(1, 2, 3, null)),
          Map.entry(Timings.class, new Timings.Recorder(TimeSource.system()).snapshot()),
          Map.entry(Map.class, Map.of("x-echo", List.of(SECRET))));

  @Test
  void eventsOfRunsHideTexts() throws Exception {
    for (Class<?> type : AgentEvent.class.getPermittedSubclasses()) {
      assertHidden(sample(type));
    }
  }

  @Test
  void eventsOfModelsHideTexts() throws Exception {
    for (Class<?> type : ModelEvent.class.getPermittedSubclasses()) {
      assertHidden(sample(type));
    }
  }

  @Test
  void contentHidesTexts() throws Exception {
    for (Class<?> type : Content.class.getPermittedSubclasses()) {
      if (type != Media.class) {
        assertHidden(sample(type));
      }
    }
    byte[] data = SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertHidden(Image.of(data, "image/svg+xml"));
    assertHidden(Image.of(URI.create("https://host/" + SECRET)));
    assertHidden(Image.of(java.nio.file.Path.of(SECRET, "a.png")));
    assertHidden(new Media.Source.Inline(SECRET));
  }

  @Test
  void messagesAndRequestsHideTexts() {
    assertThat(MESSAGE).hasToString("Message[USER, [Text[9 characters]]]");
    assertThat(REQUEST)
        .hasToString(
            "ModelRequest[m, messages=2, output=OutputFormat[PROMPTED_JSON, Out, schema=9"
                + " characters], tools=[], stream=false]");
    assertThat(ERROR)
        .hasToString(
            "ProviderError[acme, 400, request req_1, message=9 characters, body=9 characters]");
  }

  @Test
  void conversationsHideTexts() {
    ChatEntry entry = ChatEntry.of(SECRET, MESSAGE);

    assertHidden(entry);
    assertHidden(Turn.of(entry));
    assertHidden(new ContextInfo("title", SECRET));
    assertHidden(SystemPrompt.text(SECRET));
    assertHidden(SystemPrompt.text(SECRET).render());
  }

  private static void assertHidden(Object holder) {
    assertThat(holder.toString())
        .as(holder.getClass().getName())
        .isNotEmpty()
        .doesNotContain(SECRET);
  }

  private static Object sample(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Constructor<?> constructor =
        type.getDeclaredConstructor(
            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    return constructor.newInstance(
        Arrays.stream(components).map(TextPrivacyTest::sample).toArray());
  }

  private static Object sample(RecordComponent component) {
    if (component.getType() == String.class) {
      return NAMES.contains(component.getName()) ? component.getName() : SECRET;
    }
    if (component.getType() == List.class) {
      return component.getName().equals("repairs")
          ? List.of(new Repair("$", Repair.Kind.NUMBER, SECRET, SECRET))
          : List.of(new Violation("$", "a number", SECRET));
    }
    Object sample = SAMPLES.get(component.getType());
    assertThat(sample).as(component.toString()).isNotNull();
    return sample;
  }
}
