package org.atomicagents.examples.scaleout.places;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;
import java.util.UUID;
import org.atomicagents.AtomicAgent;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.temporal.ModelActivities;
import org.atomicagents.durable.temporal.TemporalDurable;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;
import org.atomicagents.model.Model;

/** The agent in workflows of Temporal, whose model calls are activities. */
public final class TemporalPlace implements Place {
  private static final String QUEUE = "triage";

  private final OpenedModel opened;
  private final int concurrency;
  private final WorkflowClient client;
  private final WorkerFactory workers;

  /** A workflow. */
  private static final class Steps implements TriageWorkflow {
    private final AtomicAgent<Ticket, Triage> agent;
    private final Model model;

    Steps(AtomicAgent<Ticket, Triage> agent, Model model) {
      this.agent = agent;
      this.model = model;
    }

    // @start region="temporal"
    @Override
    public String triage(String ticket) {
      TemporalDurable durable = TemporalDurable.of();
      Model recorded = DurableRequests.of(durable).applyTo(model);
      Triage triage = agent.withModel(recorded).run(Json.read(Ticket.class, ticket));
      return Json.write(Triage.class, triage);
    }
    // @end
  }

  /**
   * Starts a worker of workflows and of activities.
   *
   * @param concurrency the maximum number of workflows in flight
   */
  public TemporalPlace(ModelSource source, int concurrency, WorkflowClient client) {
    this.opened = source.open();
    this.concurrency = concurrency;
    this.client = client;
    this.workers = WorkerFactory.newInstance(client);
    Model model = opened.model();
    // Created here: the code of a workflow must not compute for longer than a second.
    AtomicAgent<Ticket, Triage> agent = TicketTriageAgent.of(model);
    Worker worker = workers.newWorker(QUEUE);
    worker.registerWorkflowImplementationFactory(
        TriageWorkflow.class,
        () -> new Steps(agent, model),
        WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(TemporalDurable.failureTypes())
            .build());
    worker.registerActivitiesImplementations(ModelActivities.builder().model(model).build());
    workers.start();
  }

  @Override
  public String name() {
    return "Temporal";
  }

  @Override
  public List<Triage> triage(List<Ticket> tickets) throws Exception {
    String run = UUID.randomUUID().toString();
    return Concurrent.map(
        tickets,
        concurrency,
        ticket -> {
          WorkflowOptions options =
              WorkflowOptions.newBuilder()
                  .setTaskQueue(QUEUE)
                  .setWorkflowId(run + "-" + ticket.id())
                  .build();
          TriageWorkflow workflow = client.newWorkflowStub(TriageWorkflow.class, options);
          String triage = workflow.triage(Json.write(Ticket.class, ticket));
          return Json.read(Triage.class, triage);
        });
  }

  @Override
  public void close() {
    workers.shutdownNow();
    opened.close();
  }
}
