package org.atomicagents.examples.scaleout.places;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.support.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The places, with servers that are started if none is given. Not thread-safe. */
public final class Places implements AutoCloseable {
  private final ModelSource source;
  private final int concurrency;
  private final List<AutoCloseable> servers = new ArrayList<>();
  private @Nullable String postgres;

  /**
   * Creates places.
   *
   * @param concurrency the maximum number of tickets in flight
   */
  public Places(ModelSource source, int concurrency) {
    this.source = source;
    this.concurrency = concurrency;
  }

  /** Returns a batch in this JVM. */
  public Place batch() {
    return new BatchPlace(source, concurrency);
  }

  /** Returns Spark in this JVM. */
  public Place spark() {
    return new SparkPlace(source, concurrency);
  }

  /**
   * Returns the address of a PostgreSQL server, which the first call starts.
   *
   * @throws TestAbortedException if PostgreSQL is not installed
   */
  public String postgres() throws Exception {
    if (postgres == null) {
      PostgresServer server = PostgresServer.start();
      servers.add(server);
      postgres = server.jdbcUrl();
    }
    return postgres;
  }

  /** Returns DBOS on a database. */
  public Place dbos(String jdbcUrl) {
    return new DbosPlace(source, concurrency, jdbcUrl);
  }

  /** Returns Temporal with the test server of its library in this JVM, which stores nothing. */
  public Place temporal() {
    TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
    servers.add(environment);
    return new TemporalPlace(source, concurrency, environment.getWorkflowClient());
  }

  /** Returns Temporal with a server. */
  public Place temporal(String address) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    servers.add(service::shutdownNow);
    return new TemporalPlace(
        source,
        concurrency,
        WorkflowClient.newInstance(service, WorkflowClientOptions.getDefaultInstance()));
  }

  /**
   * Opens all places, with the servers that the settings name.
   *
   * @param action is given each place; closes it
   */
  public void forEach(PlaceSettings settings, PlaceAction action) throws Exception {
    String jdbcUrl = settings.jdbcUrl();
    String temporal = settings.temporal();
    List<PlaceSource> sources =
        List.of(
            this::batch,
            this::spark,
            () -> dbos(jdbcUrl == null ? postgres() : jdbcUrl),
            () -> temporal == null ? temporal() : temporal(temporal));
    for (PlaceSource each : sources) {
      try {
        action.use(each);
      } catch (TestAbortedException e) {
        System.out.println("Left out: " + e.getMessage());
      }
    }
  }

  /** Opens a place. */
  @FunctionalInterface
  public interface PlaceSource {
    Place open() throws Exception;
  }

  /** An action with a place, which it opens and closes. */
  @FunctionalInterface
  public interface PlaceAction {
    void use(PlaceSource source) throws Exception;
  }

  /**
   * The addresses of servers.
   *
   * @param jdbcUrl the database of DBOS; null to start a server
   * @param temporal the host and port of Temporal; null for the test server of its library
   */
  public record PlaceSettings(@Nullable String jdbcUrl, @Nullable String temporal) {}

  @Override
  @SuppressWarnings("Interruption") // The flag is restored.
  public void close() {
    for (AutoCloseable server : servers.reversed()) {
      try {
        server.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        throw new IllegalStateException("expected a server that ends, found one that fails", e);
      }
    }
  }
}
