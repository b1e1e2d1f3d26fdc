package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.workflow.Workflow;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.AtomicAgent;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.Signal;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

/** A process whose workflows have three model calls and an approval, and that is killed. */
final class TicketProcess {
  static final Signal<String> APPROVAL = Signal.text("approval");

  private TicketProcess() {}

  interface Tickets {
    String handle(String id);
  }

  @Description("The text of one step of a workflow")
  record StepText(String text) {}

  @Description("The first result")
  record First(String text) {}

  @Description("The second result")
  record Second(String text) {}

  @Description("The third result")
  record Third(String text) {}

  private record TicketWorkflows(DBOS dbos, Model model) implements Tickets {
    @Override
    @Workflow(name = "ticket", maxRecoveryAttempts = 1_000)
    public String handle(String id) {
      Durable durable = DbosDurable.of(dbos);
      Model steps = DurableRequests.of(durable).applyTo(model);
      String first =
          AtomicAgent.of(StepText.class, First.class, steps).run(text(id, "First")).text();
      String second =
          AtomicAgent.of(StepText.class, Second.class, steps).run(text(id, "Second")).text();
      String approval = durable.awaitSignal(APPROVAL, Duration.ofMinutes(10)).orElse("none");
      String third =
          AtomicAgent.of(StepText.class, Third.class, steps).run(text(id, "Third")).text();
      return String.join("|", first, second, approval, third);
    }

    private static StepText text(String id, String step) {
      return new StepText(marker(id, step));
    }
  }

  /** Returns the text by which the requests of a step are recognised. */
  static String marker(String id, String step) {
    return "<" + id + ":" + step + ">";
  }

  /** Executes workflows until the process is killed; the arguments are two URLs and new ids. */
  public static void main(String[] arguments) throws InterruptedException {
    var dbos = new DBOS(DbosHost.config(arguments[0]));
    Model model = OpenAi.at(URI.create(arguments[1])).model("gpt-5-mini");
    Tickets tickets = dbos.registerProxy(Tickets.class, new TicketWorkflows(dbos, model));
    dbos.launch();
    for (int i = 2; i < arguments.length; i++) {
      String id = arguments[i];
      dbos.startWorkflow(() -> tickets.handle(id), new StartWorkflowOptions().withWorkflowId(id));
    }
    System.out.println("started");
    new CountDownLatch(1).await();
  }
}
