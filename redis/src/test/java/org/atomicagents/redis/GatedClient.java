package org.atomicagents.redis;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** A client whose responses the test writes, event by event. */
final class GatedClient implements ModelClient {
  private static final Object END = new Object();

  private final BlockingQueue<GatedResponse> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final String identity;

  GatedClient(String identity) {
    this.identity = identity;
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    requests.incrementAndGet();
    var response = new GatedResponse();
    context.onCancel(response::close);
    opened.add(response);
    return response;
  }

  @Override
  public String identity() {
    return identity;
  }

  int requests() {
    return requests.get();
  }

  /** Returns the next request that was sent. */
  GatedResponse next() throws InterruptedException {
    GatedResponse response = opened.poll(20, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("No request was sent");
    }
    return response;
  }

  /** A response in progress. */
  static final class GatedResponse implements ModelExchange {
    private final BlockingQueue<Object> steps = new LinkedBlockingQueue<>();

    GatedResponse write(String text) {
      steps.add(new ModelEvent.TextDelta(text));
      return this;
    }

    void finish() {
      steps.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
      steps.add(new ModelEvent.UsageReport(Usage.of(10, 5)));
      steps.add(END);
    }

    void fail(AgentException failure) {
      steps.add(failure);
    }

    @Override
    public Iterator<ModelEvent> iterator() {
      return new Iterator<>() {
        private Object step;

        @Override
        public boolean hasNext() {
          if (step == null) {
            step = take();
          }
          if (step instanceof AgentException failure) {
            throw failure;
          }
          return !step.equals(END);
        }

        @Override
        public ModelEvent next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          ModelEvent event = (ModelEvent) step;
          step = null;
          return event;
        }
      };
    }

    private Object take() {
      try {
        return steps.take();
      } catch (InterruptedException e) {
        throw CancelledException.interrupted("reading", e);
      }
    }

    @Override
    public void close() {
      steps.add(CancelledException.closed("reading"));
    }
  }
}
