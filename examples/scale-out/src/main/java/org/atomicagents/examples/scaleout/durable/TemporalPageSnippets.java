package org.atomicagents.examples.scaleout.durable;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.DurableTools;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.temporal.ModelActivities;
import org.atomicagents.durable.temporal.TemporalDurable;
import org.atomicagents.durable.temporal.TemporalSignals;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;

/** The code of the section about Temporal of the page about durable workflows. */
final class TemporalPageSnippets {
  private TemporalPageSnippets() {}

  @Description("A ticket of a customer")
  record Ticket(String text) {}

  @Description("The priority of a ticket")
  record Triage(boolean isUrgent, String reason) {}

  @Description("A refund of an order")
  record Refund(String order) {}

  @Description("A receipt")
  record Receipt(String text) {}

  // @start region="workflow"
  static final Signal<String> APPROVAL = Signal.text("approval");

  /** Handles a ticket. */
  @WorkflowInterface
  public interface TicketWorkflow {
    @WorkflowMethod
    String handle(String text);
  }

  record Tickets(AtomicAgent<Ticket, Triage> triage, Model model) implements TicketWorkflow {
    @Override
    public String handle(String text) {
      TemporalDurable durable = TemporalDurable.of();
      Model steps = DurableRequests.of(durable).applyTo(model);
      Triage result = triage.withModel(steps).run(new Ticket(text));
      return result.isUrgent()
          ? durable.awaitSignal(APPROVAL, Duration.ofDays(2)).orElse("too late")
          : "queued";
    }
  }

  // @end

  static void start(WorkflowClient client, Model model, Tool<Refund, Receipt> refund) {
    // @start region="worker"
    TemporalDurable.warmUp();
    var triage = AtomicAgent.of(Ticket.class, Triage.class, model);
    WorkerFactory factory = WorkerFactory.newInstance(client);
    Worker worker = factory.newWorker("tickets");
    worker.registerWorkflowImplementationFactory(
        TicketWorkflow.class,
        () -> new Tickets(triage, model),
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(TemporalDurable.failureTypes())
            .build());
    worker.registerActivitiesImplementations(
        ModelActivities.builder().model(model).tool(refund).build());
    factory.start();
    // @end
  }

  static void approve(WorkflowClient client, String workflowId) {
    // @start region="signal"
    TemporalSignals.of(client).send(workflowId, APPROVAL, "approved", "form-17");
    // @end
  }

  static ToolLoop<Ticket, Receipt> loop(
      TemporalDurable durable, Model model, Tool<Refund, Receipt> refund) {
    // @start region="tools"
    var loop =
        ToolLoop.builder(Ticket.class, Receipt.class, DurableRequests.of(durable).applyTo(model))
            .tool(DurableTools.of(durable).applyTo(refund))
            .runner(TemporalDurable.toolRunner())
            .build();
    // @end
    return loop;
  }

  static AtomicAgent<Ticket, Triage> versioned(Model steps) {
    // @start region="version"
    int version = Workflow.getVersion("triage-prompt", Workflow.DEFAULT_VERSION, 1);
    String prompt = version == Workflow.DEFAULT_VERSION ? "Triage tickets." : "Triage strictly.";
    // @end
    return AtomicAgent.builder(Ticket.class, Triage.class, steps)
        .systemPrompt(SystemPrompt.text(prompt))
        .build();
  }
}
