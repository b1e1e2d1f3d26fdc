package org.atomicagents.durable.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.Signal;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;

/** The examples of the documentation of this package. */
public final class TemporalSnippets {
  private TemporalSnippets() {}

  @Description("A ticket of a customer")
  record Ticket(String text) {}

  @Description("The priority of a ticket")
  record Triage(boolean isUrgent, String reason) {}

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

  static void start(WorkflowClient client, Model model) {
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
    worker.registerActivitiesImplementations(ModelActivities.builder().model(model).build());
    factory.start();
    // @end
  }
}
