package org.atomicagents.examples.scaleout.places;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.util.List;
import java.util.UUID;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.dbos.DbosDurable;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;
import org.atomicagents.model.Model;

/** The agent in workflows of DBOS, whose steps are rows of PostgreSQL. */
public final class DbosPlace implements Place {
  private final OpenedModel opened;
  private final int concurrency;
  private final DBOS dbos;
  private final TriageFlow flow;

  /** A workflow: each request to the model is a step. */
  private static final class Steps implements TriageFlow {
    private final DBOS dbos;
    private final Model model;

    Steps(DBOS dbos, Model model) {
      this.dbos = dbos;
      this.model = model;
    }

    // @start region="dbos"
    @Override
    @Workflow(name = "triage")
    public String triage(String ticket) {
      Durable durable = DbosDurable.of(dbos);
      Model recorded = DurableRequests.of(durable).applyTo(model);
      Triage triage = TicketTriageAgent.of(recorded).run(Json.read(Ticket.class, ticket));
      return Json.write(Triage.class, triage);
    }
    // @end
  }

  /**
   * Launches DBOS.
   *
   * @param jdbcUrl the database, to which {@code postgres} has access
   * @param concurrency the maximum number of workflows in flight
   */
  public DbosPlace(ModelSource source, int concurrency, String jdbcUrl) {
    this.opened = source.open();
    this.concurrency = concurrency;
    this.dbos =
        new DBOS(
            DBOSConfig.defaults("four-places")
                .withDatabaseUrl(jdbcUrl)
                .withDbUser("postgres")
                .withDbPassword("")
                .withAppVersion("1"));
    this.flow = dbos.registerProxy(TriageFlow.class, new Steps(dbos, opened.model()));
    dbos.launch();
  }

  @Override
  public String name() {
    return "DBOS";
  }

  @Override
  public List<Triage> triage(List<Ticket> tickets) throws Exception {
    String run = UUID.randomUUID().toString();
    return Concurrent.map(
        tickets,
        concurrency,
        ticket -> {
          String json = Json.write(Ticket.class, ticket);
          WorkflowHandle<String, RuntimeException> handle =
              dbos.startWorkflow(
                  () -> flow.triage(json),
                  new StartWorkflowOptions().withWorkflowId(run + "-" + ticket.id()));
          return Json.read(Triage.class, handle.getResult());
        });
  }

  @Override
  public void close() {
    dbos.shutdown();
    opened.close();
  }
}
