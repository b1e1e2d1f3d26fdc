package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.atomicagents.durable.Durable;
import org.atomicagents.support.PostgresServer;

/** A database, and the process that executes its workflows at the moment. Not thread-safe. */
final class DbosHosts {
  private final PostgresServer postgres;
  private final Map<String, Function<Durable, String>> bodies = new ConcurrentHashMap<>();
  private DbosHost host;

  private DbosHosts(PostgresServer postgres) {
    this.postgres = postgres;
    this.host = DbosHost.launch(DbosHost.config(postgres.jdbcUrl()), bodies);
  }

  static DbosHosts start() throws Exception {
    return new DbosHosts(PostgresServer.start());
  }

  PostgresServer postgres() {
    return postgres;
  }

  DBOS dbos() {
    return host.dbos();
  }

  DbosHost host() {
    return host;
  }

  /** Starts a new workflow. */
  void begin(String id, Function<Durable, String> body) {
    bodies.put(id, body);
    host.start(id);
  }

  /** Ends the process, and continues its workflows in another one. */
  void replace(String version) {
    host.close();
    host =
        DbosHost.launch(
            DbosHost.config(postgres.jdbcUrl()).withAppVersion(version).withMigrate(false), bodies);
  }

  /** Sets the present code of a workflow. */
  void deploy(String id, Function<Durable, String> body) {
    bodies.put(id, body);
  }

  /** Returns the result of a new workflow, or of one that continues in another process. */
  String run(String id, Function<Durable, String> body) throws Exception {
    if (bodies.containsKey(id)) {
      deploy(id, body);
      replace("1");
    } else {
      begin(id, body);
    }
    return host.await(id);
  }

  void close() throws Exception {
    host.close();
    postgres.close();
  }
}
