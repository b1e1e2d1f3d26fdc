package org.atomicagents.routing;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.atomicagents.AgentStream;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.error.AgentException;

/** A stream whose result, or failure, contains the cost of the choice of its model. Thread-safe. */
final class SelectedStream<O> implements AgentStream<O> {
  private final AgentStream<O> stream;
  private final SelectionCost cost;
  private final AtomicBoolean isFailureCharged = new AtomicBoolean();

  SelectedStream(AgentStream<O> stream, SelectionCost cost) {
    this.stream = stream;
    this.cost = cost;
  }

  @Override
  public Iterator<Partial<O>> iterator() {
    return charged(stream.iterator());
  }

  @Override
  public <T> Iterable<Element<T>> elements(String path, Class<T> type) {
    Iterable<Element<T>> elements = stream.elements(path, type);
    return () -> charged(elements.iterator());
  }

  @Override
  public Iterable<FieldDelta> text(String path) {
    Iterable<FieldDelta> text = stream.text(path);
    return () -> charged(text.iterator());
  }

  @Override
  public Iterable<RawDelta> deltas() {
    Iterable<RawDelta> deltas = stream.deltas();
    return () -> charged(deltas.iterator());
  }

  @Override
  public void awaitStart() {
    charge(() -> {
      stream.awaitStart();
      return true;
    });
  }

  @Override
  public RunResult<O> runResult() {
    return cost.addedTo(charge(stream::runResult));
  }

  @Override
  public StreamStatus status() {
    return stream.status();
  }

  @Override
  public void close() {
    stream.close();
  }

  private <T> Iterator<T> charged(Iterator<T> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return charge(items::hasNext);
      }

      @Override
      public T next() {
        return charge(items::next);
      }
    };
  }

  private <T> T charge(Supplier<T> step) {
    try {
      return step.get();
    } catch (AgentException e) {
      // All views throw the failure of the run, which gets the cost once.
      throw isFailureCharged.getAndSet(true) ? e : cost.addedTo(e);
    }
  }
}
