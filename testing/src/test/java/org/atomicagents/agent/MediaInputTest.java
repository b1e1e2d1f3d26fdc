package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media in the inputs of runs, and in the conversations that runs continue. */
class MediaInputTest {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final String OK = "{\"chat_message\":\"ok\"}";
  private static final URI URL = URI.create("https://example.org/a.png");

  private final ScriptedModel script = ScriptedModel.answering(OK, OK, OK, OK);

  @Description("A question about images")
  record Question(String text, List<Image> images) {}

  @Description("An answer")
  record Picture(String title, Optional<Image> image) {}

  @Test
  void mediaThatAreDecodedNeedAPolicy(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    Schema<Question> schema = Schema.of(Question.class);
    Question decoded =
        Objects.requireNonNull(
            schema
                .read(schema.encode(new Question("q", List.of(Image.of(URL), Image.of(file)))))
                .value());
    var agent = AtomicAgent.of(Question.class, BasicChatOutput.class, script.model());

    assertThatThrownBy(() -> agent.run(decoded))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Agent 'BasicChatOutputSchema' was run with an invalid Question:\n"
                + "  $.images[0]: expected a URI of a host that the media policy allows, found"
                + " \"example.org\"\n"
                + "  $.images[1]: expected a file in a directory that the media policy allows,"
                + " found \""
                + file
                + "\"");
    assertThat(script.requests()).isEmpty();

    agent.run(
        decoded, options(MediaPolicy.defaults().withHosts("example.org").withFilesUnder(folder)));

    assertThat(lastMessage().parts())
        .containsExactly(
            new Content.Text("{\"text\":\"q\"}"), Image.of(URL), Image.of(file.toRealPath()))
        .filteredOn(Media.class::isInstance)
        .allMatch(part -> ((Media) part).isTrusted());
  }

  @Test
  void aStoredConversationNeedsAPolicyToo() {
    var agent = AtomicAgent.of(script.model());
    var history = ChatHistory.unbounded();
    var stored =
        new Message(Role.USER, List.of(new Content.Text("Look:"), Image.of(URL).untrusted()));
    history.commit(Turn.of(ChatEntry.of(stored)));

    assertThatThrownBy(() -> agent.run(new BasicChatInput("And now?"), RunOptions.history(history)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("part 2 of message 2: expected a URI of a host");
    assertThat(history.messageCount()).isEqualTo(1);

    agent.run(
        new BasicChatInput("And now?"),
        options(MediaPolicy.defaults().withHosts("*")).withHistory(history));

    assertThat(script.requests().getLast().messages().get(1)).isEqualTo(stored);
  }

  @Test
  void theHistoryKeepsMediaAsTheyWere() {
    var agent = AtomicAgent.of(Question.class, BasicChatOutput.class, script.model());
    var history = ChatHistory.unbounded();

    agent.run(new Question("q", List.of(Image.of(URL))), RunOptions.history(history));
    agent.run(new Question("r", List.of()), RunOptions.history(history));

    assertThat(script.requests().getLast().messages().get(1).parts())
        .containsExactly(new Content.Text("{\"text\":\"q\"}"), Image.of(URL));
    assertThat(lastMessage().parts())
        .containsExactly(new Content.Text("{\"text\":\"r\",\"images\":[]}"));
  }

  @Test
  void anOutputWithMediaIsRejected() {
    assertThatThrownBy(() -> AtomicAgent.of(BasicChatInput.class, Picture.class, script.model()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Picture: expected an output type without media, found one at $.image. A model writes"
                + " text: use a URI or a String, and create the medium in code.");
  }

  @Test
  void aSmallModelGetsPlainTextBesideMedia() {
    Model small = script.model().withPrompt(PromptProfile.SMALL);
    var agent = AtomicAgent.of(Question.class, BasicChatOutput.class, small);

    agent.run(new Question("What is it?", List.of(Image.of(URL))));

    assertThat(lastMessage().parts())
        .containsExactly(new Content.Text("What is it?"), Image.of(URL));
  }

  @Test
  void theFingerprintDependsOnMediaAndOnTheVersionOfAFile(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    String before = fingerprint(Image.of(file));

    assertThat(fingerprint(Image.of(file))).isEqualTo(before);
    assertThat(fingerprint(Image.of(file).withDetail(Media.Detail.LOW))).isNotEqualTo(before);
    assertThat(fingerprint(Image.of(PNG))).isNotEqualTo(before);
    Files.write(file, new byte[20]);
    assertThat(fingerprint(Image.of(file))).isNotEqualTo(before);
  }

  private String fingerprint(Image image) {
    var agent = AtomicAgent.of(Question.class, BasicChatOutput.class, script.model());
    try (var prepared = agent.prepare(new Question("q", List.of(image)), RunOptions.defaults())) {
      return prepared.fingerprint();
    }
  }

  private Message lastMessage() {
    return script.requests().getLast().messages().getLast();
  }

  private static RunOptions options(MediaPolicy policy) {
    return RunOptions.defaults().withLimits(RunLimits.defaults().withMedia(policy));
  }
}
