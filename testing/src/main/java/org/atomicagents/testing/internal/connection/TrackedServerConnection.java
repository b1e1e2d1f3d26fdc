package org.atomicagents.testing.internal.connection;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A server connection that runs an action when it is closed. */
record TrackedServerConnection(ServerConnection server, Runnable onClose)
    implements ServerConnection, InterruptableTask<Void> {

  @Override
  public void handle(Limit limit) throws InterruptedException {
    try {
      server.handle(limit);
    } finally {
      onClose.run();
    }
  }

  @Override
  public Duration idleTime() {
    return server.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    server.close(interrupt);
  }

  @Override
  public boolean canInterrupt() {
    return server instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
