package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.internal.Utf8Length;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  private final TokenCounter counter = TokenCounter.heuristic();

  @Test
  void countsOneTokenPerFourBytes() {
    assertThat(counter.count("a".repeat(40))).isEqualTo(10);
    assertThat(counter.count("")).isZero();
    for (String text : List.of("é", "日本語", "🙂", "a🙂b", "\uD83D")) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      assertThat(Utf8Length.length(text)).isBetween(bytes, bytes + 1);
    }
  }

  @Test
  void countsAllPartsOfAMessage() {
    var message =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.Text("abcd"),
                new Content.ToolCall("1", "abcd", "{}"),
                Image.of(URI.create("https://example.org/a.png")).withDetail(Media.Detail.LOW)));

    assertThat(counter.count(message)).isEqualTo(1 + 1 + 1 + 85);
  }
}
