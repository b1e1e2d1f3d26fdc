package org.atomicagents.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ActivityListener.RequestActivity;
import org.atomicagents.model.RequestMeter.Account;
import org.jspecify.annotations.Nullable;

/** An exchange that records its usage in the run, even if it is closed before its end. */
final class MeteredExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Model model;
  private final RunContext context;
  private final Accounts accounts;
  private final RequestActivity activity;
  private boolean usageRecorded;
  private volatile Usage latest = Usage.NONE;

  MeteredExchange(
      ModelExchange exchange,
      Model model,
      RunContext context,
      Accounts accounts,
      RequestActivity activity) {
    this.exchange = exchange;
    this.model = model;
    this.context = context;
    this.accounts = accounts;
    this.activity = activity;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new MeteredIterator(exchange.iterator());
  }

  @Override
  public void close() {
    try {
      exchange.close();
    } finally {
      recordUsage();
      accounts.end(null);
      activity.close();
    }
  }

  private void recordEvent(ModelEvent event) {
    switch (event) {
      case ModelEvent.UsageReport report -> latest = report.usage();
      case ModelEvent.Started started when started.id() != null ->
          context.addRequestId(started.id());
      case ModelEvent.TextDelta text -> context.markUnreportedText(model);
      case ModelEvent.ToolCallDelta delta -> context.markUnreportedText(model);
      default -> {}
    }
    accounts.receive(event);
    activity.receive(event);
  }

  private void recordUsage() {
    if (isFirstRecording()) {
      context.addUsage(model, latest);
    }
  }

  private boolean isFirstRecording() {
    synchronized (this) {
      boolean isFirst = !usageRecorded;
      usageRecorded = true;
      return isFirst;
    }
  }

  private final class MeteredIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;

    MeteredIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      try {
        boolean hasNext = events.hasNext();
        if (!hasNext) {
          accounts.end(null);
          activity.complete();
        }
        return hasNext;
      } catch (RuntimeException | Error e) {
        recordFailure(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = events.next();
      } catch (RuntimeException | Error e) {
        recordFailure(e);
        throw e;
      }
      recordEvent(event);
      return event instanceof ModelEvent.OpaquePart part && part.model().isEmpty()
          ? new ModelEvent.OpaquePart(part.provider(), model.name(), part.json())
          : event;
    }

    private void recordFailure(Throwable failure) {
      accounts.end(failure);
      activity.fail(failure);
      if (failure instanceof AgentException e) {
        context.requestFailed(e);
      }
    }
  }

  /** The accounts of one request with all meters of its context. */
  static final class Accounts {
    private static final Accounts NONE = new Accounts(List.of());

    private final List<Account> accounts;

    private Accounts(List<Account> accounts) {
      this.accounts = accounts;
    }

    /** Opens an account with each meter, or with none if one of them refuses the request. */
    static Accounts open(Model model, ModelRequest request, RunContext context) {
      if (context.meters().isEmpty()) {
        return NONE;
      }
      context.requireActive();
      var opened = new Accounts(new ArrayList<>(context.meters().size()));
      boolean isComplete = false;
      try {
        for (RequestMeter meter : context.meters()) {
          opened.accounts.add(meter.open(model, request, context));
        }
        isComplete = true;
        return opened;
      } finally {
        if (!isComplete) {
          opened.withdraw();
        }
      }
    }

    void withdraw() {
      for (Account account : accounts) {
        account.withdraw();
      }
    }

    void receive(ModelEvent event) {
      for (Account account : accounts) {
        account.receive(event);
      }
    }

    void end(@Nullable Throwable failure) {
      for (Account account : accounts) {
        account.end(failure);
      }
    }
  }
}
