package org.atomicagents.durable.dbos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableContract;
import org.atomicagents.durable.SignalSender;
import org.atomicagents.support.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class DbosDurableTest extends DurableContract {
  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static PostgresServer postgres;

  private final Map<String, Function<Durable, String>> bodies = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private DbosHost host;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void launch() {
    host = DbosHost.launch(postgres.jdbcUrl(), bodies);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Override
  protected String run(String id, Function<Durable, String> body) throws Exception {
    boolean isNew = bodies.put(id, body) == null;
    if (isNew) {
      host.start(id);
    } else {
      host.close();
      host = DbosHost.launch(postgres.jdbcUrl(), bodies);
    }
    return host.await(id);
  }

  @Override
  protected SignalSender signals() {
    return DbosSignals.of(host.dbos());
  }
}
