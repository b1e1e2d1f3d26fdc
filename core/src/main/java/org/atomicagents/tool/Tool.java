package org.atomicagents.tool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.internal.tool.SpacedJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A Java function that a model may call, with a typed input and a typed output.
 *
 * {@snippet class="org.atomicagents.tool.ToolSnippets" region="tool"}
 *
 * <p>The descriptions of the input type and its components are what the model knows of a tool.
 * Immutable and thread-safe; the {@code with} methods return copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 * @see ToolLoop
 */
public final class Tool<I, O> {
  private final ToolSpec spec;
  private final Schema<I> input;
  private final Schema<O> output;
  private final ContextToolFunction<? super I, ? extends O> function;
  private final boolean requiresApproval;
  private final @Nullable Duration timeout;

  private Tool(
      ToolSpec spec,
      Schema<I> input,
      Schema<O> output,
      ContextToolFunction<? super I, ? extends O> function,
      boolean requiresApproval,
      @Nullable Duration timeout) {
    this.spec = spec;
    this.input = input;
    this.output = output;
    this.function = Objects.requireNonNull(function, "function");
    this.requiresApproval = requiresApproval;
    this.timeout = timeout;
  }

  /**
   * Returns a tool with the name and the description of its input type.
   *
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> Tool<I, O> of(
      Class<I> input, Class<O> output, ToolFunction<? super I, ? extends O> function) {
    Schema<I> schema = Schema.of(input);
    return of(schema.name(), schema, Schema.of(output), function);
  }

  /**
   * Returns a tool with the description of its input type.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> Tool<I, O> of(
      String name, Class<I> input, Class<O> output, ToolFunction<? super I, ? extends O> function) {
    return of(name, Schema.of(input), Schema.of(output), function);
  }

  /**
   * Returns a tool with existing schemas and the description of its input schema.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   */
  public static <I, O> Tool<I, O> of(
      String name,
      Schema<I> input,
      Schema<O> output,
      ToolFunction<? super I, ? extends O> function) {
    Objects.requireNonNull(function, "function");
    return withContext(name, input, output, (value, context) -> function.run(value));
  }

  /**
   * Returns a tool whose function uses the context of its call.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> Tool<I, O> withContext(
      String name,
      Class<I> input,
      Class<O> output,
      ContextToolFunction<? super I, ? extends O> function) {
    return withContext(name, Schema.of(input), Schema.of(output), function);
  }

  /**
   * Returns a tool with existing schemas, whose function uses the context of its call.
   *
   * @param name 1 to 64 letters, digits, {@code _} and {@code -}
   */
  public static <I, O> Tool<I, O> withContext(
      String name,
      Schema<I> input,
      Schema<O> output,
      ContextToolFunction<? super I, ? extends O> function) {
    var spec = new ToolSpec(name, input.description(), input.jsonSchema());
    return new Tool<>(spec, input, output, function, false, null);
  }

  /** Returns a copy with a name: 1 to 64 letters, digits, {@code _} and {@code -}. */
  public Tool<I, O> withName(String name) {
    return withSpec(new ToolSpec(name, spec.description(), spec.schema()));
  }

  /** Returns a copy with a description for the model. */
  public Tool<I, O> withDescription(String description) {
    return withSpec(new ToolSpec(spec.name(), description, spec.schema()));
  }

  private Tool<I, O> withSpec(ToolSpec newSpec) {
    return new Tool<>(newSpec, input, output, function, requiresApproval, timeout);
  }

  /** Returns a copy whose calls run only after a person has approved them. */
  public Tool<I, O> requiringApproval() {
    return new Tool<>(spec, input, output, function, true, timeout);
  }

  /**
   * Returns a copy with a time limit of its own, in place of that of the loop.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  public Tool<I, O> withTimeout(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("timeout: expected a positive duration, found " + limit);
    }
    return new Tool<>(spec, input, output, function, requiresApproval, limit);
  }

  /** Returns the name that the model uses. */
  public String name() {
    return spec.name();
  }

  /** Returns the description for the model. */
  public String description() {
    return spec.description();
  }

  /** Returns the schema of the input. */
  public Schema<I> input() {
    return input;
  }

  /** Returns the schema of the output. */
  public Schema<O> output() {
    return output;
  }

  /** Returns whether a person has to approve each call. */
  public boolean requiresApproval() {
    return requiresApproval;
  }

  /** Returns the time limit of a call; null for that of the loop. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** Returns the name, the description and the JSON Schema of the input, as data. */
  public ToolSpec spec() {
    return spec;
  }

  /**
   * Returns the output for an input, without a time limit and without approval.
   *
   * @throws InvalidInputException if the input violates its constraints
   * @throws IllegalStateException if the function throws a checked exception or returns an invalid
   *     output; other exceptions are passed on
   */
  public O run(I value) {
    List<Violation> violations = input.validate(value);
    if (!violations.isEmpty()) {
      throw InvalidInputException.ofTool(name(), input.name(), violations);
    }
    try {
      return invoke(value, ToolContext.standalone());
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("running tool '" + name() + "'", e);
    } catch (Exception e) {
      throw new IllegalStateException("Tool '" + name() + "' failed.", e);
    }
  }

  /**
   * Returns the valid output of the function; called by loops.
   *
   * @throws IllegalStateException if the function returns an invalid output
   * @throws Exception if the function throws it
   */
  public O invoke(I value, ToolContext context) throws Exception {
    O result = function.run(value, context);
    if (result == null) {
      throw new IllegalStateException(
          "Tool '%s' returned null: expected %s.".formatted(name(), output.name()));
    }
    List<Violation> violations = output.validate(result);
    if (!violations.isEmpty()) {
      throw new IllegalStateException(
          "Tool '%s' returned an invalid %s:\n%s"
              .formatted(name(), output.name(), Violation.lines(violations)));
    }
    return result;
  }

  /** Returns a call of this tool with a new id, as part of a message of the model. */
  public Content.ToolCall call(I value) {
    return call(UUID.randomUUID().toString(), value);
  }

  /**
   * Returns a call of this tool, as part of a message of the model. Its arguments have a space
   * after each comma and colon, as in the Python original.
   *
   * @param id the id, to which {@link Content.ToolResult#callId()} refers
   */
  public Content.ToolCall call(String id, I value) {
    return new Content.ToolCall(id, name(), SpacedJson.of(input.encode(value)));
  }

  @Override
  public String toString() {
    return "Tool["
        + name()
        + ": "
        + input.name()
        + " -> "
        + output.name()
        + (requiresApproval ? ", requires approval]" : "]");
  }
}
