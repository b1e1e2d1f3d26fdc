package org.atomicagents.examples.scaleout.durable;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.DBOSClient;
import dev.dbos.transact.workflow.ForkOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableLoop;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.DurableTools;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.durable.dbos.DbosSignals;
import org.atomicagents.durable.dbos.DbosVersions;
import org.atomicagents.examples.scaleout.durable.FirstDurableWorkflow.Reply;
import org.atomicagents.examples.scaleout.durable.FirstDurableWorkflow.Ticket;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;

/** The samples of the page about durable workflows. */
final class DurablePageSnippets {
  // @start region="approvals"
  static final Signal<Map<String, Approval>> APPROVALS = Signal.approvals("approvals");

  // @end

  @Description("A refund to a customer")
  record Refund(String order, int cents) {}

  @Description("The receipt of a refund")
  record Receipt(String number) {}

  /** Asks a person. */
  interface Mail {
    void ask(String workflow, List<PendingCall> calls);
  }

  private DurablePageSnippets() {}

  static void send(DBOSClient client, String workflowId, String formId) {
    // @start region="signal"
    var signals = DbosSignals.of(client);
    signals.send(workflowId, FirstDurableWorkflow.APPROVAL, "yes", formId);
    // @end
  }

  static Reply loop(Durable durable, Model model, Tool<Refund, Receipt> refund, Mail mail) {
    // @start region="loop"
    ToolLoop<Ticket, Reply> tools =
        ToolLoop.builder(Ticket.class, Reply.class, DurableRequests.of(durable).applyTo(model))
            .tool(DurableTools.of(durable).applyTo(refund.requiringApproval()))
            .build();
    var loop =
        DurableLoop.of(durable, tools, APPROVALS, Duration.ofDays(2))
            .onSuspended(state -> mail.ask(durable.workflowId(), state.calls()));
    Reply reply = loop.call(new Ticket("Please refund order 17."), RunOptions.defaults()).output();
    // @end
    return reply;
  }

  static SystemPrompt prompt(Durable durable) {
    // @start region="time"
    Instant begin = durable.now();
    SystemPrompt prompt =
        SystemPrompt.builder()
            .background("You answer customers of a shop.")
            .provider(
                "date",
                ContextProvider.of("Date", () -> begin.atOffset(ZoneOffset.UTC).toLocalDate() + ""))
            .build();
    // @end
    return prompt;
  }

  static List<Reply> branches(Durable durable, Model model, List<Ticket> tickets) throws Exception {
    // @start region="branches"
    var replies = new ArrayList<Future<Reply>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < tickets.size(); i++) {
        Ticket ticket = tickets.get(i);
        Model steps = DurableRequests.of(durable).withTag("ticket " + i).applyTo(model);
        var agent = AtomicAgent.of(Ticket.class, Reply.class, steps);
        replies.add(executor.submit(() -> agent.run(ticket)));
      }
    }
    // @end
    var all = new ArrayList<Reply>();
    for (Future<Reply> reply : replies) {
      all.add(reply.get());
    }
    return all;
  }

  static Model retries(Durable durable, Model model) {
    // @start region="retry"
    var patient =
        new StepRetry(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(6));
    Model steps = DurableRequests.of(durable).withRetry(patient).applyTo(model);
    // @end
    return steps;
  }

  static Model live(Durable durable, Model model, Consumer<String> screen) {
    // @start region="live"
    Model steps =
        DurableRequests.of(durable)
            .withLiveEvents((step, event) -> {
              if (event instanceof ModelEvent.TextDelta delta) {
                screen.accept(delta.text());
              }
            })
            .applyTo(model);
    // @end
    return steps;
  }

  static void versions(DBOS dbos) {
    // @start region="versions"
    for (String workflow : DbosVersions.pendingOfOthers(dbos, "2")) {
      System.out.println("Waits for a process with the earlier version: " + workflow);
    }
    // @end
  }

  static void fork(DBOS dbos, String workflowId) {
    // @start region="fork"
    int steps = dbos.listWorkflowSteps(workflowId).size();
    dbos.forkWorkflow(workflowId, steps, new ForkOptions(workflowId + "-2"));
    // @end
  }
}
