package org.atomicagents.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.cli.AgentFile.Settings;
import org.atomicagents.cli.source.Fields;
import org.atomicagents.cli.source.Place;
import org.atomicagents.cli.source.Problems;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.source.SourceNode;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.YamlReader;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.Provider;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** Reads an agent's file, and tells all that is wrong with it at once. Used once. */
final class AgentFileReader {
  static final List<String> KEYS =
      List.of(
          "name",
          "model",
          "baseUrl",
          "prompt",
          "input",
          "output",
          "sampling",
          "limits",
          "timeout",
          "mode",
          "strictness",
          "reAsk");
  static final List<String> PROMPT = List.of("background", "steps", "output");
  static final List<String> LIMITS = List.of("maxAttempts", "maxRequests", "maxTokensIfCut");

  private static final long MOST_TRIES = 1_000;
  private static final int LARGEST = 1 << 20;
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

  private final Path file;
  private final Problems problems = new Problems();

  AgentFileReader(Path file) {
    this.file = file;
  }

  /**
   * Reads it.
   *
   * @throws CommandFailure if there is none
   * @throws SourceException if it is wrong
   */
  AgentFile read() {
    SourceNode root = YamlReader.read(file.toString(), text());
    if (!(root instanceof Mapping mapping)) {
      throw SourceException.of(
          root.place(), "expected a mapping such as \"model: simulated\", found " + root.found());
    }
    var fields = new Fields(mapping, "", problems, KEYS);
    ModelName model = model(fields);
    var schemas = new SchemaFields(file, fields, problems);
    AgentFile agent =
        new AgentFile(
            Objects.requireNonNullElseGet(fields.text("name"), this::usualName),
            model,
            address(fields, model),
            prompt(fields),
            schemas.input(),
            schemas.output(),
            new SamplingFields(fields).read(),
            limits(fields),
            new Settings(
                time(fields),
                fields.constant("mode", ResponseMode.class),
                fields.constant("strictness", Strictness.class),
                fields.constant("reAsk", ReAskScope.class)));
    problems.raise();
    return agent;
  }

  private String text() {
    try {
      return TextFile.read(file, LARGEST);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "Can't read the agent's file %s: %s.".formatted(file, e.getMessage()));
    }
  }

  private String usualName() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private @Nullable ModelName model(Fields fields) {
    String text = fields.text("model");
    if (text == null) {
      return null;
    }
    try {
      return ModelName.parse(text);
    } catch (IllegalArgumentException e) {
      SourceNode value = Objects.requireNonNull(fields.any("model"));
      problems.add(value.place(), "model: " + e.getMessage());
      return null;
    }
  }

  private @Nullable URI address(Fields fields, @Nullable ModelName model) {
    String text = fields.text("baseUrl");
    if (text == null) {
      return null;
    }
    Place place = Objects.requireNonNull(fields.any("baseUrl")).place();
    if (model == null || model.model().isEmpty() || !isPreset(model.provider())) {
      problems.add(
          place, "baseUrl: expected a model beside it that is named as provider:name, found none");
      return null;
    }
    try {
      var address = URI.create(text);
      if (address.getHost() != null && address.getScheme().matches("(?i)https?")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like any other address that can't be used.
    }
    problems.add(
        place,
        "baseUrl: expected an address such as http://localhost:8000/v1, found none (it isn't shown"
            + " here, since it may hold a secret)");
    return null;
  }

  private static boolean isPreset(Provider provider) {
    return Provider.find(provider.id()).isPresent();
  }

  private SystemPrompt prompt(Fields fields) {
    SourceNode value = fields.any("prompt");
    if (value == null) {
      return SystemPrompt.defaults();
    }
    if (value instanceof Scalar) {
      String text = fields.text("prompt");
      return text == null ? SystemPrompt.defaults() : SystemPrompt.text(text.strip());
    }
    Fields sections = fields.fields("prompt", PROMPT);
    return sections == null
        ? SystemPrompt.defaults()
        : SystemPrompt.builder()
            .background(sections.lines("background"))
            .steps(sections.lines("steps"))
            .output(sections.lines("output"))
            .build();
  }

  private static RunLimits limits(Fields fields) {
    RunLimits limits = RunLimits.defaults();
    Fields inner = fields.fields("limits", LIMITS);
    if (inner != null) {
      Long attempts = inner.integer("maxAttempts", 1, MOST_TRIES);
      Long requests = inner.integer("maxRequests", 1, MOST_TRIES);
      Long tokensIfCut = inner.integer("maxTokensIfCut", 1, Integer.MAX_VALUE);
      limits = attempts == null ? limits : limits.withMaxAttempts(attempts.intValue());
      limits = requests == null ? limits : limits.withMaxRequests(requests.intValue());
      limits =
          tokensIfCut == null
              ? limits
              : limits.withMaxTokensAfterTruncation(tokensIfCut.intValue());
    }
    return limits;
  }

  private static @Nullable Duration time(Fields fields) {
    String text = fields.any("timeout") instanceof Scalar value ? value.json().asString("") : "";
    Matcher matcher = TIME.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      if (count > 0) {
        return switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
      }
    }
    fields.expected("timeout", "a time above 0 with its unit, such as 500ms, 30s, 2m or 1h");
    return null;
  }
}
