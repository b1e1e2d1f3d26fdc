package org.atomicagents.cli.agentfile;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.cli.agentfile.AgentFile.OptionalSettings;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.source.MappingReader;
import org.atomicagents.cli.source.ProblemCollector;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.source.SourceNode;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourcePosition;
import org.atomicagents.cli.source.TextFile;
import org.atomicagents.cli.source.YamlReader;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads an agent file and reports all its problems at once. An instance reads one file. */
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
  static final List<String> LIMITS =
      List.of("maxAttempts", "maxRequests", "maxTokensAfterTruncation", "maxContextTokens");

  // The probabilities of a decision are no part of the output as JSON.
  private static final List<ResponseMode> MODES =
      Stream.of(ResponseMode.values()).filter(mode -> mode != ResponseMode.DECISION).toList();
  private static final long MAX_ATTEMPTS = 1_000;
  private static final int MAX_SIZE = 1 << 20;
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

  private final Path file;
  private final ProblemCollector problems = new ProblemCollector();

  AgentFileReader(Path file) {
    this.file = file;
  }

  /**
   * Reads the file and returns its agent.
   *
   * @throws CommandException if the file cannot be read
   * @throws SourceException if the file is invalid
   */
  AgentFile read() {
    return read(YamlReader.read(file.toString(), text()));
  }

  /**
   * Reads the file and returns it as a JSON text that contains the schemas of other files.
   *
   * @throws CommandException if the file cannot be read
   * @throws SourceException if the file is invalid
   */
  String readPortable() {
    SourceNode root = YamlReader.read(file.toString(), text());
    AgentFile agent = read(root);
    ObjectNode content = (ObjectNode) root.json();
    content.put("name", agent.name());
    var fields = new MappingReader((Mapping) root, "", problems, KEYS);
    new SchemaFields(file, fields, problems).inline(content);
    return content.toString();
  }

  /**
   * Returns the agent of a file that was parsed.
   *
   * @throws SourceException if the file is invalid
   */
  AgentFile read(SourceNode root) {
    if (!(root instanceof Mapping mapping)) {
      throw SourceException.of(
          root.position(),
          "expected a mapping such as \"model: simulated\", found " + root.describe());
    }
    var fields = new MappingReader(mapping, "", problems, KEYS);
    ModelOption model = model(fields);
    var schemas = new SchemaFields(file, fields, problems);
    AgentFile agent =
        new AgentFile(
            Objects.requireNonNullElseGet(fields.text("name"), this::defaultName),
            model,
            address(fields, model),
            prompt(fields),
            schemas.input(),
            schemas.output(),
            new SamplingFields(fields).read(),
            limits(fields),
            new OptionalSettings(
                time(fields),
                fields.constant("mode", MODES),
                fields.constant("strictness", Strictness.class),
                fields.constant("reAsk", ReAskScope.class)));
    problems.throwIfAny();
    return agent;
  }

  private String text() {
    try {
      return TextFile.read(file, MAX_SIZE);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "Cannot read the agent file %s: %s.".formatted(file, e.getMessage()));
    }
  }

  private String defaultName() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private @Nullable ModelOption model(MappingReader fields) {
    String text = fields.text("model");
    if (text == null) {
      return null;
    }
    try {
      return ModelOption.parse(text);
    } catch (IllegalArgumentException e) {
      SourceNode value = Objects.requireNonNull(fields.value("model"));
      problems.add(value.position(), "model: " + e.getMessage());
      return null;
    }
  }

  private @Nullable URI address(MappingReader fields, @Nullable ModelOption model) {
    String text = fields.text("baseUrl");
    if (text == null) {
      return null;
    }
    SourcePosition position = Objects.requireNonNull(fields.value("baseUrl")).position();
    if (model == null || model.model().isEmpty() || !model.provider().isPreset()) {
      problems.add(
          position,
          "baseUrl: expected a model of the form provider:name in the same file, found none");
      return null;
    }
    try {
      var address = URI.create(text);
      if (address.getHost() != null && address.getScheme().matches("(?i)https?")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like any other invalid address.
    }
    problems.add(
        position,
        "baseUrl: expected an address such as http://localhost:8000/v1, found an invalid"
            + " one (not shown because it may contain a secret)");
    return null;
  }

  private SystemPrompt prompt(MappingReader fields) {
    SourceNode value = fields.value("prompt");
    if (value == null) {
      return SystemPrompt.defaults();
    }
    if (value instanceof Scalar) {
      String text = fields.text("prompt");
      return text == null ? SystemPrompt.defaults() : SystemPrompt.text(text.strip());
    }
    MappingReader sections = fields.fields("prompt", PROMPT);
    return sections == null
        ? SystemPrompt.defaults()
        : SystemPrompt.builder()
            .background(sections.lines("background"))
            .steps(sections.lines("steps"))
            .output(sections.lines("output"))
            .build();
  }

  private static RunLimits limits(MappingReader fields) {
    RunLimits limits = RunLimits.defaults();
    MappingReader inner = fields.fields("limits", LIMITS);
    if (inner != null) {
      Long attempts = inner.integer("maxAttempts", 1, MAX_ATTEMPTS);
      Long requests = inner.integer("maxRequests", 1, MAX_ATTEMPTS);
      Long tokensAfterTruncation = inner.integer("maxTokensAfterTruncation", 1, Integer.MAX_VALUE);
      Long contextTokens = inner.integer("maxContextTokens", 1, Integer.MAX_VALUE);
      limits = attempts == null ? limits : limits.withMaxAttempts(attempts.intValue());
      limits = requests == null ? limits : limits.withMaxRequests(requests.intValue());
      limits =
          tokensAfterTruncation == null
              ? limits
              : limits.withMaxTokensAfterTruncation(tokensAfterTruncation.intValue());
      limits =
          contextTokens == null ? limits : limits.withMaxContextTokens(contextTokens.intValue());
    }
    return limits;
  }

  private static @Nullable Duration time(MappingReader fields) {
    String text = fields.value("timeout") instanceof Scalar value ? value.json().asString("") : "";
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
    fields.expected("timeout", "a positive duration with a unit, such as 500ms, 30s, 2m or 1h");
    return null;
  }
}
