package org.atomicagents.durable.temporal;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.RunOptions;
import org.atomicagents.durable.DurableTools;
import org.atomicagents.durable.RecordedResponse;
import org.atomicagents.durable.ToolStepResult;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.codec.ModelRequestCodec;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Violation;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The activities of a worker that sends the requests of workflows to models, and runs their tools.
 *
 * {@snippet class="org.atomicagents.durable.temporal.TemporalSnippets" region="worker"}
 *
 * <p>A request is sent by the registered model with the same client and name as the model of the
 * workflow, through its interceptors: retries, rate limits, fallbacks and caches are those of the
 * worker. An activity sends heartbeats while it waits, and ends its request if the workflow is
 * cancelled. A failure that may pass is repeated by Temporal; any other one is thrown in the
 * workflow, with its type.
 *
 * <p>Immutable and thread-safe.
 */
public final class ModelActivities implements StepActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ModelActivities.class);
  // Lets a request end with a failure that names its phase before the server gives the worker up.
  private static final int DEADLINE_PERCENT = 95;

  private final Map<String, Model> models;
  private final Map<String, Tool<?, ?>> tools;
  private final MediaPolicy media;
  private final Listeners listeners;
  private final @Nullable StepListener steps;

  ModelActivities(
      Map<String, Model> models,
      Map<String, Tool<?, ?>> tools,
      MediaPolicy media,
      Listeners listeners,
      @Nullable StepListener steps) {
    this.models = Map.copyOf(models);
    this.tools = Map.copyOf(tools);
    this.media = media;
    this.listeners = listeners;
    this.steps = steps;
  }

  /** Returns a builder without models and tools. */
  public static ModelActivitiesBuilder builder() {
    return new ModelActivitiesBuilder();
  }

  /**
   * Returns a model for the code of workflows, whose requests are sent by the model that a worker
   * has registered under a name. It sends nothing itself, so that workers of workflows need no key.
   *
   * @param name the name under which the model is registered
   * @param model gives the provider, the name, the capabilities and the rules
   */
  public static Model named(String name, Model model) {
    return model.withClient(new NamedClient(name, model.client().provider()));
  }

  static String key(ModelClient client, String model) {
    return client instanceof NamedClient named ? named.identity() : key(client.identity(), model);
  }

  private static String key(String identity, String model) {
    return identity.startsWith(NamedClient.PREFIX) ? identity : identity + " " + model;
  }

  @Override
  public byte[] request(String call, String request) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    StepCall step = StepCall.of(call);
    ModelRequest decoded = ModelRequestCodec.decode(request);
    String key = key(step.target(), decoded.model());
    Model model = models.get(key);
    if (model == null) {
      throw missing("a model", key, "model", models.keySet());
    }
    Duration limit =
        activity.getInfo().getStartToCloseTimeout().multipliedBy(DEADLINE_PERCENT).dividedBy(100);
    var context =
        new RunContext(
            step.caller(),
            Deadline.after(limit),
            Budget.unlimited(),
            Integer.MAX_VALUE,
            listeners,
            new Timings.Recorder(TimeSource.system()));
    var sent =
        new SentRequest(
            model,
            decoded.withMessages(admitted(decoded.messages())),
            context,
            event -> show(activity, step, event));
    return new ActivityExecution(activity, step)
        .run(RecordedResponse.codec(), sent, context::cancel);
  }

  @Override
  public byte[] tool(String call, String arguments) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    StepCall step = StepCall.of(call);
    Tool<?, ?> tool = tools.get(step.target());
    if (tool == null) {
      throw missing("a tool", step.target(), "tool", tools.keySet());
    }
    Thread current = Thread.currentThread();
    return new ActivityExecution(activity, step)
        .run(
            ToolStepResult.codec(),
            () -> invoke(tool, arguments, step.caller()),
            current::interrupt);
  }

  private static <I> ToolStepResult invoke(Tool<I, ?> tool, String arguments, String callId)
      throws Exception {
    ReadResult<I> read = tool.input().read(arguments, Strictness.STRICT);
    I input = read.value();
    if (input == null) {
      throw ConfigurationException.of(
          "Tool '%s': expected arguments of %s, found others:\n%s\nRegister the tool of the workflow."
              .formatted(tool.name(), tool.input().name(), Violation.lines(read.violations())));
    }
    return DurableTools.invoke(tool, input, new ToolContext(callId, RunOptions.defaults()));
  }

  private List<Message> admitted(List<Message> messages) {
    return messages.stream()
        .map(message -> {
          var parts = new ArrayList<Content>(message.parts());
          parts.replaceAll(part -> part instanceof Media medium ? media.admit(medium) : part);
          return new Message(message.role(), parts);
        })
        .toList();
  }

  private void show(ActivityExecutionContext activity, StepCall step, ModelEvent event) {
    if (steps == null) {
      return;
    }
    try {
      steps.receive(ActivityExecution.workflowOf(activity), step.name(), event);
    } catch (RuntimeException e) {
      // The response is paid: what only shows it must not lose it.
      LOG.warn("The listener to step '{}' failed", step.name(), e);
    }
  }

  private static ConfigurationException missing(
      String kind, String key, String method, Iterable<String> registered) {
    return ConfigurationException.of(
        "ModelActivities: expected %s '%s', found %s only.\nRegister it with ModelActivities.builder().%s on all workers of the task queue."
            .formatted(kind, key, registered, method));
  }

  @Override
  public String toString() {
    return "ModelActivities[" + models.keySet() + ", " + Objects.toString(tools.keySet()) + "]";
  }
}
