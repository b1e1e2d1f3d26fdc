package org.atomicagents.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a tool of LangChain4j: its input is the arguments of the tool, its output, as JSON,
 * the result.
 *
 * {@snippet :
 * AgentTool triage = AgentTool.of("triage", "Triages a support ticket", agent);
 * Support support =
 *     AiServices.builder(Support.class).chatModel(chatModel).tools(triage.tools()).build();
 * }
 *
 * <p>Arguments that are no valid input are returned to the model of LangChain4j with their
 * violations, as a failed result, so that it can correct them. A failure of the agent is thrown as
 * {@link AgentException}: the application decides with a {@code ToolExecutionErrorHandler} of its
 * AI service what the model learns of it. An interrupt ends the run of the agent.
 *
 * <p>Needs {@code dev.langchain4j:langchain4j}, of which AI services are a part. Immutable and
 * thread-safe, like the agent.
 */
@SuppressWarnings("exports") // the module is optional
public final class AgentTool implements ToolExecutor {
  private final ToolSpecification specification;
  private final RunningTool<?, ?> tool;

  private AgentTool(ToolSpecification specification, RunningTool<?, ?> tool) {
    this.specification = specification;
    this.tool = tool;
  }

  /**
   * An agent with the schemas of its input and output.
   *
   * @param options returns the settings of a run for a call; its argument is null without an AI
   *     service
   */
  private record RunningTool<I, O>(
      String name,
      Agent<I, O> agent,
      Schema<I> input,
      Schema<O> output,
      Function<@Nullable InvocationContext, RunOptions> options) {

    ToolExecutionResult run(@Nullable String arguments, @Nullable InvocationContext context) {
      ReadResult<I> read = input.read(arguments == null || arguments.isBlank() ? "{}" : arguments);
      I value = read.value();
      if (value == null) {
        return invalid(read.violations());
      }
      O result;
      try {
        result = agent.run(value, options.apply(context));
      } catch (InvalidInputException e) {
        return invalid(e.violations());
      }
      return ToolExecutionResult.builder().result(result).resultText(output.encode(result)).build();
    }

    RunningTool<I, O> withOptions(Function<@Nullable InvocationContext, RunOptions> changed) {
      return new RunningTool<>(name, agent, input, output, changed);
    }

    private ToolExecutionResult invalid(List<Violation> violations) {
      return ToolExecutionResult.builder()
          .isError(true)
          .resultText(
              "The arguments of '%s' are invalid:\n%s\nCall it again with valid arguments."
                  .formatted(name, Violation.lines(violations)))
          .build();
    }
  }

  /**
   * Returns a tool that runs an agent.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   * @param description the purpose of the tool, for the model of LangChain4j
   * @throws IllegalArgumentException if the name is invalid
   */
  public static <I, O> AgentTool of(String name, String description, AtomicAgent<I, O> agent) {
    return of(name, description, agent.input(), agent.output(), agent);
  }

  /**
   * Returns a tool that runs any agent, such as a cached one.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   * @param description the purpose of the tool, for the model of LangChain4j
   * @param input the schema of the agent's input
   * @param output the schema of the agent's output
   * @throws IllegalArgumentException if the name is invalid
   */
  public static <I, O> AgentTool of(
      String name, String description, Schema<I> input, Schema<O> output, Agent<I, O> agent) {
    var spec = new ToolSpec(name, description, input.jsonSchema());
    Objects.requireNonNull(agent, "agent");
    ToolSpecification specification =
        ToolSpecification.builder()
            .name(spec.name())
            .description(spec.description())
            .parameters(new SchemaConverter(false).parameters(name, spec.schema()))
            .build();
    return new AgentTool(
        specification,
        new RunningTool<>(name, agent, input, output, context -> RunOptions.defaults()));
  }

  /**
   * Returns a copy whose runs have their own settings, such as the conversation of {@link
   * InvocationContext#chatMemoryId()}.
   *
   * @param options returns the settings for a call; its argument is null if the tool is executed
   *     without an AI service
   */
  public AgentTool withOptions(Function<@Nullable InvocationContext, RunOptions> options) {
    Objects.requireNonNull(options, "options");
    return new AgentTool(specification, tool.withOptions(options));
  }

  /** Returns the name, the description and the parameters, for a request to a model. */
  public ToolSpecification specification() {
    return specification;
  }

  /** Returns this tool by its specification, for {@code AiServices.builder(...).tools(...)}. */
  public Map<ToolSpecification, ToolExecutor> tools() {
    return Map.of(specification, this);
  }

  /**
   * Returns the output as JSON, or the violations of the arguments.
   *
   * @param memoryId not used; see {@link #withOptions}
   * @throws AgentException if the run of the agent fails
   */
  @Override
  public String execute(ToolExecutionRequest request, @Nullable Object memoryId) {
    return tool.run(request.arguments(), null).resultText();
  }

  /**
   * Returns the output, also as JSON; or the violations of the arguments, as an error.
   *
   * @throws AgentException if the run of the agent fails
   */
  @Override
  public ToolExecutionResult executeWithContext(
      ToolExecutionRequest request, @Nullable InvocationContext context) {
    return tool.run(request.arguments(), context);
  }

  @Override
  public String toString() {
    return "AgentTool[" + specification.name() + "]";
  }
}
