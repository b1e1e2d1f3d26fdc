package org.atomicagents.model;

import java.util.Iterator;
import java.util.function.Consumer;
import org.atomicagents.message.FinishReason;

/** An exchange that reports whether a response to a forced function call contains a call. */
final class CallWatchExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Consumer<Boolean> onResult;

  /**
   * Creates the exchange.
   *
   * @param onResult receives true at the first call, or false at the end of a response that
   *     consists of text only
   */
  CallWatchExchange(ModelExchange exchange, Consumer<Boolean> onResult) {
    this.exchange = exchange;
    this.onResult = onResult;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new EventIterator(exchange.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;
    private boolean hasText;
    private boolean isDecided;

    EventIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public ModelEvent next() {
      ModelEvent event = events.next();
      switch (event) {
        case ModelEvent.TextDelta text -> hasText |= !text.text().isBlank();
        case ModelEvent.ToolCallDelta ignored -> decide(true);
        case ModelEvent.Refused ignored -> isDecided = true;
        case ModelEvent.Finished finished -> {
          if (hasText && isEnd(finished.reason())) {
            decide(false);
          }
        }
        default -> {}
      }
      return event;
    }

    private void decide(boolean isCall) {
      if (!isDecided) {
        isDecided = true;
        onResult.accept(isCall);
      }
    }

    private static boolean isEnd(FinishReason reason) {
      return reason == FinishReason.STOP || reason == FinishReason.LENGTH;
    }
  }
}
