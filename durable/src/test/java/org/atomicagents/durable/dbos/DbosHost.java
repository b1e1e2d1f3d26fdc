package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableContract;

/** A process that executes workflows with DBOS, and can be replaced by the next one. */
final class DbosHost implements AutoCloseable {
  private final DBOS dbos;
  private final Flows flows;
  private final Map<String, Function<Durable, String>> bodies;
  private final Map<String, CompletableFuture<String>> results = new ConcurrentHashMap<>();

  /** The workflows of the tests, whose code is found by their ids. */
  interface Flows {
    String run(String id);
  }

  private final class Bodies implements Flows {
    @Override
    @Workflow(name = "body")
    public String run(String id) {
      CompletableFuture<String> result = result(id);
      try {
        String text = Objects.requireNonNull(bodies.get(id), id).apply(DbosDurable.of(dbos));
        result.complete(text);
        return text;
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
        throw e;
      } catch (DurableContract.Crash e) {
        result.completeExceptionally(e);
        return neverReturn();
      }
    }

    /** Blocks until the process ends; DBOS records no result of an interrupted workflow. */
    private String neverReturn() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "";
    }
  }

  private DbosHost(DBOSConfig config, Map<String, Function<Durable, String>> bodies) {
    this.dbos = new DBOS(config);
    this.bodies = bodies;
    this.flows = dbos.registerProxy(Flows.class, new Bodies());
  }

  /** Returns a process, which continues the workflows that an earlier one left. */
  static DbosHost launch(DBOSConfig config, Map<String, Function<Durable, String>> bodies) {
    var host = new DbosHost(config, bodies);
    host.dbos.launch();
    return host;
  }

  static DBOSConfig config(String jdbcUrl) {
    return DBOSConfig.defaults("atomic-agents")
        .withDatabaseUrl(jdbcUrl)
        .withDbUser("postgres")
        .withDbPassword("")
        .withAppVersion("1");
  }

  DBOS dbos() {
    return dbos;
  }

  void start(String id) {
    dbos.startWorkflow(() -> flows.run(id), new StartWorkflowOptions().withWorkflowId(id));
  }

  /** Returns the end of the execution of a workflow in this process. */
  CompletableFuture<String> result(String id) {
    return results.computeIfAbsent(id, absent -> new CompletableFuture<>());
  }

  /** Returns the result of a workflow in this process; throws what its execution throws. */
  String await(String id) throws Exception {
    try {
      return result(id).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    dbos.shutdown();
  }
}
