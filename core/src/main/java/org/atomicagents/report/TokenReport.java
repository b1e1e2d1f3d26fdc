package org.atomicagents.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.model.TokenCount;
import org.atomicagents.model.TokenCounter;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of an agent's requests by section of the prompt and by field of the output, and the
 * parts that cost more than they have to.
 *
 * {@snippet :
 * System.out.println(TokenReport.of(agent, new Question("Why is the sky blue?")).text());
 * }
 *
 * <p>Immutable. The counts are those of the agent's {@link TokenCounter}.
 *
 * @param agent the name of the agent
 * @param model the name of its model
 * @param mode the way to request JSON
 * @param count the tokens of a request
 * @param sections the tokens of the sections of the prompt, in order
 * @param fields the tokens of the fields of the output in its JSON Schema, in order
 * @param sizes the tokens of the schema in each notation
 * @param findings the parts that cost more than they have to, largest saving first
 */
public record TokenReport(
    String agent,
    String model,
    ResponseMode mode,
    TokenCount count,
    List<TokenShare> sections,
    List<TokenShare> fields,
    SchemaSizes sizes,
    List<TokenFinding> findings) {

  public TokenReport {
    sections = List.copyOf(sections);
    fields = List.copyOf(fields);
    findings = List.copyOf(findings);
  }

  /** Returns the report of requests with an input, without a conversation. */
  public static <I, O> TokenReport of(AtomicAgent<I, O> agent, I input) {
    return create(agent, input, ChatHistory.unbounded());
  }

  /** Returns the report of requests with an empty input, without a conversation. */
  public static TokenReport of(AtomicAgent<?, ?> agent) {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.user("")));
    return create(agent, null, history);
  }

  private static <I, O> TokenReport create(
      AtomicAgent<I, O> agent, @Nullable I input, ChatHistory history) {
    TokenCounter counter = agent.tokenCounter().current();
    try (PreparedRun<O> run = agent.prepare(input, RunOptions.history(history))) {
      OutputFormat format = format(run);
      SchemaSizes sizes = sizes(agent, counter);
      String prompt =
          run.request().messages().stream()
              .filter(message -> message.role() == Role.SYSTEM)
              .map(Message::text)
              .findFirst()
              .orElse("");
      var sections = PromptSections.of(prompt, counter);
      var fields = FieldTokens.of(format.schema(), counter);
      var findings = new ArrayList<TokenFinding>(sections.findings());
      findings.addAll(fields.findings());
      boolean isJsonPrompted =
          format.isPrompted() && format.prompt().notation() == SchemaNotation.JSON_SCHEMA;
      if (isJsonPrompted && sizes.saving() > 0) {
        findings.add(
            new TokenFinding(
                TokenFinding.Kind.COMPACT_SCHEMA,
                "the output schema",
                "PromptProfile.withNotation(SchemaNotation.COMPACT_DEFINITION)",
                sizes.saving()));
      }
      findings.sort((a, b) -> Integer.compare(b.tokens(), a.tokens()));
      return new TokenReport(
          agent.name(),
          run.request().model(),
          format.mode(),
          run.tokens(),
          sections.shares(),
          fields.shares(),
          sizes,
          findings);
    }
  }

  private static OutputFormat format(PreparedRun<?> run) {
    OutputFormat format = run.request().output();
    if (format == null) {
      throw new IllegalArgumentException("expected a request with an output, found free text");
    }
    return format;
  }

  private static SchemaSizes sizes(AtomicAgent<?, ?> agent, TokenCounter counter) {
    return new SchemaSizes(
        counter.count(agent.output().jsonSchema()),
        size(agent, SchemaNotation.TYPE_DEFINITION, counter),
        size(agent, SchemaNotation.COMPACT_DEFINITION, counter));
  }

  private static <I, O> OptionalInt size(
      AtomicAgent<I, O> agent, SchemaNotation notation, TokenCounter counter) {
    Model model = agent.model();
    Model noted = model.withPrompt(model.capabilities().prompt().withNotation(notation));
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.user("")));
    var options = RunOptions.history(history).withModel(noted);
    try (PreparedRun<O> run = agent.withSystemPrompt(SystemPrompt.none()).prepare(null, options)) {
      OutputFormat format = format(run);
      return format.prompt().notation() == notation
          ? OptionalInt.of(counter.count(format.promptSchema()))
          : OptionalInt.empty();
    }
  }

  /** Returns the sum of the savings of all findings, in tokens. */
  public int saving() {
    return findings.stream().mapToInt(TokenFinding::tokens).sum();
  }

  /** Returns the report as lines for people. */
  public String text() {
    return new TokenReportText(this).text();
  }

  /** Returns the report as one line of JSON. */
  public String json() {
    return JsonTree.write(TokenReportText.json(this));
  }
}
