package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.DBOSClient;
import dev.dbos.transact.exceptions.DBOSNonExistentWorkflowException;
import java.util.Objects;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.SignalSender;

/**
 * Sends signals to workflows of DBOS: rows in PostgreSQL, which wait until they are received.
 *
 * <p>Two signals of one name that are sent in the same millisecond may be received in any order.
 * Thread-safe.
 */
public final class DbosSignals implements SignalSender {
  private final Channel channel;

  private DbosSignals(Channel channel) {
    this.channel = channel;
  }

  @FunctionalInterface
  private interface Channel {
    void send(String workflow, String value, String name, String key);
  }

  /** Returns a sender in a process that executes workflows. */
  public static DbosSignals of(DBOS dbos) {
    Objects.requireNonNull(dbos, "dbos");
    return new DbosSignals(dbos::send);
  }

  /** Returns a sender in another process, such as a web application. */
  public static DbosSignals of(DBOSClient client) {
    Objects.requireNonNull(client, "client");
    return new DbosSignals(client::send);
  }

  @Override
  public <T> void send(String workflow, Signal<T> signal, T value, String key) {
    // DBOS keeps one key for each workflow, whatever the name of the signal.
    String ofSignal = signal.name() + "/" + Objects.requireNonNull(key, "key");
    try {
      channel.send(workflow, signal.encode(value), signal.name(), ofSignal);
    } catch (DBOSNonExistentWorkflowException e) {
      throw new IllegalArgumentException(
          "workflow: expected the id of a workflow, found '%s', which does not exist"
              .formatted(workflow),
          e);
    }
  }
}
