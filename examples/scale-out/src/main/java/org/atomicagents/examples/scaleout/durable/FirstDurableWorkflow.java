package org.atomicagents.examples.scaleout.durable;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.dbos.DbosDurable;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstDurableWorkflow {
  static final Signal<String> APPROVAL = Signal.text("approval");

  @Description("A ticket of a customer")
  record Ticket(String text) {}

  @Description("The priority of a ticket")
  record Triage(boolean isUrgent, String reason) {}

  @Description("A reply to a customer")
  record Reply(String text) {}

  interface Tickets {
    String handle(String text);
  }

  record TicketWorkflows(DBOS dbos, Model model) implements Tickets {
    @Override
    @Workflow
    public String handle(String text) {
      Durable durable = DbosDurable.of(dbos);
      Model steps = DurableRequests.of(durable).applyTo(model);
      Triage triage = AtomicAgent.of(Ticket.class, Triage.class, steps).run(new Ticket(text));
      if (triage.isUrgent()) {
        String decision = durable.awaitSignal(APPROVAL, Duration.ofDays(2)).orElse("no");
        if (!decision.equals("yes")) {
          return "declined";
        }
      }
      return AtomicAgent.of(Ticket.class, Reply.class, steps).run(new Ticket(text)).text();
    }
  }

  public static void main(String... args) {
    var config =
        DBOSConfig.defaults("tickets")
            .withDatabaseUrl("jdbc:postgresql://localhost:5432/tickets")
            .withDbUser("tickets")
            .withDbPassword(System.getenv("TICKETS_PASSWORD"))
            .withAppVersion("1");
    try (var openAi = OpenAi.fromEnv();
        var dbos = new DBOS(config)) {
      var workflows = new TicketWorkflows(dbos, openAi.model("gpt-5-mini"));
      Tickets tickets = dbos.registerProxy(Tickets.class, workflows);
      dbos.launch(); // continues the workflows that a crash cut off
      System.out.println(tickets.handle("My parcel did not arrive."));
    }
  }
}
