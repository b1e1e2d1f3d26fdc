package org.atomicagents.anthropic;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingDisplay;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingMode;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;

/** Random requests and options, some of which a family does not accept. */
final class RandomClaudeRequests {
  private RandomClaudeRequests() {}

  /** Returns a request of any family, with any parameters. */
  static ModelRequest request(Random random) {
    String name =
        pick(
            random,
            "claude-3-haiku-20240307",
            "claude-sonnet-4-0",
            "claude-opus-4-1",
            "claude-haiku-4-5",
            "claude-opus-4-5",
            "claude-sonnet-4-6",
            "claude-opus-4-7",
            "claude-opus-4-8",
            "claude-sonnet-5",
            "claude-opus-5",
            "claude-haiku-5-5",
            "claude-sonnet-5-5",
            "claude-opus-5-5",
            "claude-fable-5-1");
    Sampling sampling = Sampling.defaults();
    if (random.nextInt(3) == 0) {
      sampling = sampling.withTemperature(random.nextDouble(1.2)).withStop("END").withSeed(1);
    }
    if (random.nextInt(3) == 0) {
      sampling = sampling.withTopP(random.nextDouble());
    }
    if (random.nextInt(3) == 0) {
      sampling = sampling.withMaxTokens(16 + random.nextInt(10_000));
    }
    if (random.nextBoolean()) {
      sampling =
          sampling.withReasoningEffort(
              pick(random, "none", "low", "medium", "high", "xhigh", "max"));
    }
    return ModelRequest.of(name, conversation(random))
        .withSampling(sampling)
        .withStream(random.nextBoolean())
        .withTools(
            random.nextBoolean()
                ? List.of(new ToolSpec("search", "Searches", "{\"type\":\"object\"}"))
                : List.of());
  }

  /** Returns any valid conversation, with system messages and boundaries at any place. */
  private static List<Message> conversation(Random random) {
    var messages = new ArrayList<Message>();
    int turns = 1 + random.nextInt(4);
    if (random.nextInt(4) == 0) {
      messages.add(Message.assistant("Welcome"));
    }
    for (int i = 0; i < turns; i++) {
      if (random.nextInt(3) == 0) {
        messages.add(
            new Message(
                Role.SYSTEM, List.of(new Content.Text("Be brief."), new Content.CacheBoundary())));
      }
      var parts = new ArrayList<Content>();
      parts.add(new Content.Text(pick(random, "Hi", " ", "And?")));
      if (random.nextInt(3) == 0) {
        parts.add(Image.of(URI.create("https://example.org/a.png")));
        parts.add(Pdf.of(URI.create("https://example.org/a.pdf")));
      }
      if (random.nextInt(3) == 0) {
        parts.add(new Content.CacheBoundary());
      }
      messages.add(new Message(Role.USER, parts));
      if (random.nextInt(3) == 0) {
        messages.add(Message.system("Be polite."));
      }
      if (i < turns - 1) {
        addResponse(random, messages);
      }
    }
    return messages;
  }

  private static void addResponse(Random random, List<Message> messages) {
    var parts = new ArrayList<Content>();
    if (random.nextBoolean()) {
      parts.add(
          new Content.Opaque(
              "anthropic",
              "{\"messages_content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s\"},"
                  + "{\"type\":\"text\",\"length\":2},{\"type\":\"tool_use\",\"id\":\"functions.a:0\"}],"
                  + "\"text_hash\":\"x\"}"));
    }
    parts.add(new Content.Text(pick(random, "Hello", "")));
    boolean isCall = random.nextBoolean();
    if (isCall) {
      parts.add(new Content.ToolCall("functions.a:0", "search", pick(random, "{}", "", "{", "1")));
    }
    messages.add(new Message(Role.ASSISTANT, parts));
    if (isCall) {
      messages.add(Message.toolResult("functions.a:0", "search", pick(random, "[]", "")));
    }
  }

  /** Returns any options. */
  static AnthropicOptions options(Random random) {
    AnthropicOptions options = AnthropicOptions.ofDefaults();
    if (random.nextInt(3) == 0) {
      options = options.withCacheTime(pick(random, Duration.ofMinutes(5), Duration.ofHours(1)));
    }
    if (random.nextInt(4) == 0) {
      options = options.withAutoCache().withServiceTier("standard_only").withUserId("u1");
    }
    if (random.nextInt(4) == 0) {
      options = options.withThinking(pick(random, ThinkingMode.values()));
    } else if (random.nextInt(6) == 0) {
      options = options.withThinkingBudget(1_024 + random.nextInt(5_000));
    }
    if (random.nextInt(6) == 0) {
      options = options.withThinkingDisplay(pick(random, ThinkingDisplay.values()));
    }
    if (random.nextInt(8) == 0) {
      options = options.withTaskBudget(20_000);
    }
    return random.nextInt(4) == 0 ? options.withParallelToolCalls(false) : options;
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }
}
