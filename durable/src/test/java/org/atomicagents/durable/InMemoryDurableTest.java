package org.atomicagents.durable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

class InMemoryDurableTest extends DurableContract {
  private final Map<String, InMemoryDurable.Journal> journals = new HashMap<>();

  @Override
  protected String run(String id, Function<Durable, String> body) {
    return body.apply(
        new InMemoryDurable(journals.computeIfAbsent(id, InMemoryDurable.Journal::new)));
  }

  @Override
  protected SignalSender signals() {
    return new SignalSender() {
      @Override
      public <T> void send(String workflow, Signal<T> signal, T value, String key) {
        InMemoryDurable.Journal journal = journals.get(workflow);
        if (journal == null) {
          throw new IllegalArgumentException("There is no workflow '" + workflow + "'");
        }
        journal.send(signal, value, key);
      }
    };
  }
}
