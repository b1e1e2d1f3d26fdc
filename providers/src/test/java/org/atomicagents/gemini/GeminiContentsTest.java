package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.gemini.CheckedGeminiRequest.DEFAULTS;
import static org.atomicagents.gemini.CheckedGeminiRequest.NEWEST;
import static org.atomicagents.gemini.CheckedGeminiRequest.body;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the contents of request bodies of the Gemini API: media, calls and replayed responses.
 */
class GeminiContentsTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};

  @TempDir private Path folder;

  @Test
  void mediaInOtherMessagesThanThoseOfTheUserAreErrors() {
    var image = Image.of(URI.create("https://example.org/a.png"));
    for (Role role : List.of(Role.SYSTEM, Role.ASSISTANT)) {
      List<Message> messages =
          List.of(Message.user("A"), new Message(role, List.of(image)), Message.user("B"));
      assertThatThrownBy(() -> body(NEWEST, ModelRequest.of("", messages)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "Model 'gemini-3.8-flash' can't be sent part 1 of message 2 (Image): only messages of"
                  + " the user contain media.");
    }
  }

  @Test
  void filesAndBytesAreSentInline() throws Exception {
    Path file = Files.write(folder.resolve("picture.png"), PNG);

    assertThat(media(Image.of(PNG)))
        .isEqualTo("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgoAAA==\"}}");
    assertThat(media(Image.of(file))).isEqualTo(media(Image.of(PNG)));
    assertThat(media(Audio.of("RIFF    WAVEfmt ".getBytes(StandardCharsets.US_ASCII))))
        .startsWith("{\"inlineData\":{\"mimeType\":\"audio/wav\",");
    assertThat(media(Pdf.of("%PDF-1.7".getBytes(StandardCharsets.US_ASCII))))
        .startsWith("{\"inlineData\":{\"mimeType\":\"application/pdf\",");
  }

  @Test
  void urisAreDownloadedByGoogle() {
    assertThat(media(Image.of(URI.create("gs://bucket/picture"))))
        .isEqualTo("{\"fileData\":{\"fileUri\":\"gs://bucket/picture\"}}");
    assertThat(media(Image.of(URI.create("https://example.com/a.png?size=1"))))
        .startsWith("{\"fileData\":{\"mimeType\":\"image/png\",");
    assertThat(media(Image.of(URI.create("https://example.com/a.pdf"))))
        .startsWith("{\"fileData\":{\"fileUri\"");
    assertThat(media(Pdf.of(URI.create("https://example.com/a.pdf"))))
        .isEqualTo(
            "{\"fileData\":{\"mimeType\":\"application/pdf\",\"fileUri\":\"https://example.com/a.pdf\"}}");
    assertThat(
            media(
                Video.of(URI.create("https://www.youtube.com/watch?v=x"))
                    .withFramesPerSecond(0.5)
                    .withDetail(Media.Detail.LOW)))
        .isEqualTo(
            "{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"https://www.youtube.com/watch?v=x\"},"
                + "\"videoMetadata\":{\"fps\":0.5},"
                + "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}}");
  }

  @Test
  void mediaThatCannotBeSentAreErrors() {
    Video fast = Video.of(URI.create("https://example.com/v")).withFramesPerSecond(25);
    assertThatThrownBy(() -> media(fast))
        .hasMessageContaining("expected up to 24 frames per second, found 25.0.");
    assertThatThrownBy(() -> media(Image.of(URI.create("https://example.com/i")).untrusted()))
        .hasMessageContaining("no media policy has admitted it");
  }

  @Test
  void theDetailOfMediaIsReportedIfTheModelDoesNotAcceptIt() {
    var events = new ArrayList<AgentEvent>();
    Message message = new Message(Role.USER, List.of(Image.of(PNG).withDetail(Media.Detail.HIGH)));
    ModelRequest request = ModelRequest.of("", List.of(message));

    assertThat(body(NEWEST, request, DEFAULTS, events)).contains("MEDIA_RESOLUTION_HIGH");
    assertThat(events).isEmpty();
    assertThat(body("gemini-2.5-flash", request, DEFAULTS, events))
        .doesNotContain("MEDIA_RESOLUTION_HIGH");
    assertThat(events)
        .containsExactly(
            new AgentEvent.ParametersAdjusted(
                "test", "gemini-2.5-flash", List.of("media_resolution"), Map.of()));
  }

  @Test
  void resultsOfCallsAreOneContentWithTheIdsOfTheCalls() {
    var calls =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.ToolCall("a", "search", "{\"city\": \"Rome\"}"),
                new Content.ToolCall("b", "search", "{\"city")));
    ModelRequest request =
        ModelRequest.of(
            "",
            List.of(
                Message.user("Weather?"),
                calls,
                Message.toolResult("a", "search", "{\"degrees\":21.50}"),
                Message.toolResult("b", "search", "no {json")));

    assertThat(body(NEWEST, request))
        .contains(
            "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"a\",\"name\":\"search\",\"args\":{\"city\":"
                + " \"Rome\"}},\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                + "{\"functionCall\":{\"id\":\"b\",\"name\":\"search\","
                + "\"args\":{\"malformed_arguments\":\"{\\\"city\"}}}]},"
                + "{\"role\":\"user\",\"parts\":["
                + "{\"functionResponse\":{\"id\":\"a\",\"name\":\"search\","
                + "\"response\":{\"output\":{\"degrees\":21.50}}}},"
                + "{\"functionResponse\":{\"id\":\"b\",\"name\":\"search\",\"response\":{\"output\":\"no"
                + " {json\"}}}]}");
    assertThat(body("gemini-2.5-flash", request)).doesNotContain("thoughtSignature");
  }

  @Test
  void aSystemMessageAfterTheLastMessageOfTheUserIsNotLost() {
    List<Message> messages = List.of(Message.user("a"), Message.system("b"));

    assertThat(body("gemma-3-27b-it", ModelRequest.of("", messages)))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]}]}");
  }

  @Test
  void signaturesKeepTheirPlaceInAnEditedResponse() {
    String opaque =
        """
        {"gemini_parts":[{"text":3},{"text":2,"thoughtSignature":"t"},{"functionCall":"a","thoughtSignature":"u"},\
        {"functionCall":"b"},{"executableCode":{"code":"1"},"thoughtSignature":"v"}]}\
        """;
    var first = new Content.ToolCall("a", "f", "{}");
    var second = new Content.ToolCall("b", "f", "{}");

    assertThat(replayed(opaque, "abcde", first, second))
        .isEqualTo(
            """
            {"text":"abc"},{"text":"de","thoughtSignature":"t"},\
            {"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"u"},\
            {"functionCall":{"id":"b","name":"f","args":{}}},\
            {"executableCode":{"code":"1"},"thoughtSignature":"v"}\
            """);
    assertThat(replayed(opaque, "changed", second))
        .isEqualTo(
            """
            {"text":"changed","thoughtSignature":"t"},\
            {"functionCall":{"id":"b","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},\
            {"executableCode":{"code":"1"},"thoughtSignature":"v"}\
            """);
    assertThat(replayed("{\"gemini_parts\":[{\"functionCall\":\"a\"}]}", ""))
        .isEqualTo("{\"text\":\"\"}");
    assertThat(replayed("{\"gemini_parts\":[{\"functionCall\":\"a\"}]}", "x"))
        .isEqualTo("{\"text\":\"x\"}");
    assertThat(replayed("{\"responses_output\":[]}", "x")).isEqualTo("{\"text\":\"x\"}");
  }

  /** Returns the parts of a response with an opaque part in a request to the same model. */
  private static String replayed(String opaque, String text, Content.ToolCall... calls) {
    var parts = new ArrayList<Content>();
    parts.add(new Content.Opaque("google", NEWEST, opaque));
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text));
    }
    parts.addAll(List.of(calls));
    var messages = new ArrayList<Message>();
    messages.add(Message.user("a"));
    messages.add(new Message(Role.ASSISTANT, parts));
    for (Content.ToolCall call : calls) {
      messages.add(Message.toolResult(call.id(), call.name(), "1"));
    }
    messages.add(Message.user("b"));
    String body = body(NEWEST, ModelRequest.of("", messages));
    String start = "{\"role\":\"model\",\"parts\":[";
    int begin = body.indexOf(start) + start.length();
    return body.substring(begin, body.indexOf("]},{\"role\":\"user\"", begin));
  }

  private String media(Media media) {
    String body =
        body(NEWEST, ModelRequest.of("", List.of(new Message(Role.USER, List.of(media)))));
    String prefix = "{\"contents\":[{\"role\":\"user\",\"parts\":[";
    assertThat(body).startsWith(prefix).endsWith("]}]}");
    return body.substring(prefix.length(), body.length() - "]}]}".length());
  }
}
