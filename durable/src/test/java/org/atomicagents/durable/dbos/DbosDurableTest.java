package org.atomicagents.durable.dbos;

import java.util.function.Function;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableContract;
import org.atomicagents.durable.SignalSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DbosDurableTest extends DurableContract {
  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static DbosHosts hosts;

  @BeforeAll
  static void start() throws Exception {
    hosts = DbosHosts.start();
  }

  @AfterAll
  static void stop() throws Exception {
    DbosHosts started = hosts;
    if (started != null) {
      started.close();
    }
  }

  @Override
  protected String run(String id, Function<Durable, String> body) throws Exception {
    return hosts.run(id, body);
  }

  @Override
  protected SignalSender signals() {
    return DbosSignals.of(hosts.dbos());
  }
}
