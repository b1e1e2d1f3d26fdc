package org.atomicagents.durable;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.atomicagents.tool.ToolException;

/**
 * Makes the calls of tools steps of a workflow: a call that has returned does not run again.
 *
 * <p>The step has the name of the tool, a part of the hash of the arguments and the number of the
 * call in its response, since the calls of one response run at the same time. What a tool throws is
 * recorded, too, and that it exceeded its time limit: the model has received it. A call that was in
 * progress when its process crashed runs again, with the same {@link ToolContext#callId()}.
 *
 * <p>The time limit is that of the tool or of {@link #withTimeout}, and not that of the loop. Give
 * a run with durable tools no deadline: a call that it cuts off has no recorded result.
 *
 * <p>Immutable, and as thread-safe as its {@link Durable}.
 */
public final class DurableTools {
  private static final int HASH_LENGTH = 8;
  // The limit of the loop must not end a step before its own limit does.
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Durable durable;
  private final Duration timeout;

  private DurableTools(Durable durable, Duration timeout) {
    this.durable = durable;
    this.timeout = timeout;
  }

  /** Returns the steps of a workflow, with a time limit of a minute for each call. */
  public static DurableTools of(Durable durable) {
    return new DurableTools(Objects.requireNonNull(durable, "durable"), Duration.ofMinutes(1));
  }

  /**
   * Returns a copy with another time limit of tools that have none of their own.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  public DurableTools withTimeout(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("timeout: expected a positive duration, found " + limit);
    }
    return new DurableTools(durable, limit);
  }

  /** Returns a copy of a tool whose calls are steps. */
  public <I, O> Tool<I, O> applyTo(Tool<I, O> tool) {
    Tool<I, O> steps =
        Tool.withContext(
                tool.name(),
                tool.input(),
                tool.output(),
                (I input, ToolContext context) -> run(tool, input, context))
            .withDescription(tool.description())
            .withTimeout(NO_LIMIT);
    return tool.requiresApproval() ? steps.requiringApproval() : steps;
  }

  private <I, O> O run(Tool<I, O> tool, I value, ToolContext context) {
    String arguments = tool.input().encode(value);
    StepInput input = StepInput.of("arguments of " + tool.name(), arguments);
    String tag = input.hash().substring(0, HASH_LENGTH) + "." + context.number();
    StepName name = durable.names().next("tool " + tool.name(), tag);
    String callId = durable.workflowId() + "/" + name;
    var inner = new ToolContext(callId, context.options(), context.number());
    var limited =
        new TimedToolCall(
            () -> invoke(tool, value, inner), Objects.requireNonNullElse(tool.timeout(), timeout));
    ToolStepResult result =
        durable.call(new ToolCallStep(name, input, tool.name(), arguments, callId, limited));
    return switch (result.kind()) {
      case RETURNED -> read(tool, result.text());
      case REPORTED -> throw new ToolException(result.text());
      case FAILED -> throw new IllegalStateException(result.text());
    };
  }

  /**
   * Returns the result of a tool in the form that is recorded; for engines that run tools in other
   * processes.
   *
   * @throws Exception if the call was cancelled
   */
  public static <I, O> ToolStepResult invoke(Tool<I, O> tool, I value, ToolContext context)
      throws Exception {
    try {
      String json = tool.output().encode(tool.invoke(value, context));
      read(tool, json);
      return new ToolStepResult(ToolStepResult.Kind.RETURNED, json);
    } catch (ToolException e) {
      return new ToolStepResult(
          ToolStepResult.Kind.REPORTED, Objects.requireNonNullElse(e.getMessage(), ""));
    } catch (InterruptedException | CancelledException | ShutdownException e) {
      throw e;
    } catch (Exception e) {
      return new ToolStepResult(ToolStepResult.Kind.FAILED, e.toString());
    }
  }

  private static <O> O read(Tool<?, O> tool, String json) {
    Schema<O> schema = tool.output();
    ReadResult<O> result = schema.read(json, Strictness.STRICT);
    O value = result.value();
    if (value != null) {
      return value;
    }
    throw ConfigurationException.of(
        "Tool '%s': expected an output that can be read from its JSON, found one with violations:\n%s\nReturn data only."
            .formatted(tool.name(), Violation.lines(result.violations())));
  }
}
