package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.context.DBOSContext;
import dev.dbos.transact.context.DBOSContextHolder;
import dev.dbos.transact.exceptions.DBOSUnexpectedStepException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepExecution;
import org.atomicagents.durable.StepName;
import org.atomicagents.durable.StepNames;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;

/**
 * A workflow of DBOS Transact, whose steps are rows in PostgreSQL.
 *
 * {@snippet :
 * @Workflow
 * public String handle(String text) {
 *   Durable durable = DbosDurable.of(dbos);
 *   Model model = DurableRequests.of(durable).applyTo(OpenAi.fromEnv().model("gpt-5-mini"));
 *   return AtomicAgent.of(Ticket.class, Triage.class, model).run(new Ticket(text)).priority();
 * }
 * }
 *
 * <p>Created once in each execution of a workflow, by its thread. Steps may run in other threads,
 * such as those of tools and of branches with a {@linkplain
 * org.atomicagents.durable.DurableRequests#withTag tag}; waits only in the thread of the workflow.
 * A cancelled workflow ends at its next step, with the exception of DBOS. If PostgreSQL cannot be
 * reached, a step waits until its result is recorded. Thread-safe.
 */
public final class DbosDurable implements Durable {
  private final DBOS dbos;
  private final DBOSContext context;
  private final StepLedger ledger;
  private final StepNames names = new StepNames();

  private DbosDurable(DBOS dbos, DBOSContext context, StepLedger ledger) {
    this.dbos = dbos;
    this.context = context;
    this.ledger = ledger;
  }

  /**
   * Returns the present execution of a workflow.
   *
   * @throws IllegalStateException if the thread executes no workflow, or a step of one
   */
  public static DbosDurable of(DBOS dbos) {
    DBOSContext context = DBOSContextHolder.get();
    if (!context.isInWorkflow() || context.isInStep()) {
      throw new IllegalStateException(
          "DbosDurable: expected the thread of a workflow, found '%s', which executes %s.\nCall it at the beginning of a method with @Workflow."
              .formatted(Thread.currentThread().getName(), context.isInStep() ? "a step" : "none"));
    }
    return new DbosDurable(dbos, context, StepLedger.load(dbos, context));
  }

  @Override
  public String workflowId() {
    return context.getWorkflowId();
  }

  @Override
  public StepNames names() {
    return names;
  }

  @Override
  public <T> T step(Step<T> step) {
    DBOSContext outer = DBOSContextHolder.get();
    if (outer.isInStep()) {
      throw new IllegalStateException(
          "%s: expected a step outside of other steps, found step '%s' in one.\nMake either the tool or the model that it uses durable."
              .formatted(describe(), step.name()));
    }
    int number = ledger.claim(step.name());
    var execution = new StepExecution<>(step, workflowId());
    DBOSContextHolder.set(new DBOSContext(context, null, number, null));
    try {
      return execution.result(Base64.getDecoder().decode(record(step.name(), execution)));
    } finally {
      restore(outer);
    }
  }

  private String record(StepName name, StepExecution<?> execution) {
    try {
      return dbos.<String, RuntimeException>runStep(() -> run(execution), name.toString());
    } catch (UnrecordedStepError e) {
      throw e.failure();
    } catch (DBOSUnexpectedStepException e) {
      throw conflict(e);
    }
  }

  private static String run(StepExecution<?> execution) {
    try {
      return Base64.getEncoder().encodeToString(execution.run());
    } catch (RuntimeException e) {
      throw new UnrecordedStepError(e);
    }
  }

  private static void restore(DBOSContext outer) {
    if (outer.isInWorkflow()) {
      DBOSContextHolder.set(outer);
    } else {
      DBOSContextHolder.clear();
    }
  }

  @Override
  public void sleep(Duration length) {
    inWorkflow(
        "sleep",
        () -> {
          dbos.sleep(length);
          return "";
        });
  }

  @Override
  public <T> Optional<T> awaitSignal(Signal<T> signal, Duration timeout) {
    Optional<String> received =
        inWorkflow(
            "wait for signal '" + signal.name() + "'",
            () -> dbos.<String>recv(signal.name(), timeout));
    return received.map(signal::decode);
  }

  @SuppressWarnings("ReferenceEquality")
  private <T> T inWorkflow(String wait, Supplier<T> action) {
    if (DBOSContextHolder.get() != context) {
      throw new IllegalStateException(
          "%s: expected to %s in the thread of the workflow, found thread '%s'."
              .formatted(describe(), wait, Thread.currentThread().getName()));
    }
    try {
      return action.get();
    } catch (DBOSUnexpectedStepException e) {
      throw conflict(e);
    } catch (RuntimeException e) {
      // DBOS has no exception of its own for an interrupt.
      if (Thread.currentThread().isInterrupted()) {
        throw CancelledException.interrupted(
            "executing workflow '" + workflowId() + "' (" + wait + ")", e);
      }
      throw e;
    }
  }

  private ConflictException conflict(DBOSUnexpectedStepException e) {
    return ConflictException.ofProgram(
        "%s: expected step '%s' as number %d, as recorded, found step '%s'. Nothing was sent.\nThe program has changed since the workflow began: continue it with the earlier program, or begin a new workflow."
            .formatted(describe(), e.recordedName(), e.stepId(), e.attemptedName()));
  }

  private String describe() {
    return "Workflow '" + workflowId() + "'";
  }

  /** Returns the id of the workflow. */
  @Override
  public String toString() {
    return "DbosDurable[" + workflowId() + "]";
  }
}
