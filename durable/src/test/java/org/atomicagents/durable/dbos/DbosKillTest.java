package org.atomicagents.durable.dbos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbos.transact.DBOSClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.atomicagents.support.JavaProcess;
import org.atomicagents.support.PostgresServer;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workflows whose process is killed at random moments, in all of their steps. */
class DbosKillTest {
  private static final List<String> STEPS = List.of("First", "Second", "Third");
  private static final int WORKFLOWS_PER_ROUND = 2;
  private static final int MAX_DELAY_MILLIS = 900;

  @Test
  @Timeout(120)
  void repeatsNoCompletedStepInAFewRounds() throws Exception {
    check(5, new Random().nextLong());
  }

  @Test
  @Tag("soak")
  @Timeout(1_800)
  void repeatsNoCompletedStep() throws Exception {
    check(Integer.getInteger("rounds", 100), new Random().nextLong());
  }

  private static void check(int rounds, long seed) throws Exception {
    try (var postgres = PostgresServer.start();
        var provider = SimulatedProvider.builder().firstTokenDelay(Duration.ofMillis(60)).start();
        var killing = new Killing(postgres, provider, seed)) {
      for (int round = 0; round < rounds; round++) {
        killing.round();
      }
      killing.finish();
      System.out.println(killing);

      assertThat(killing.results().values()).as("seed %d", seed).allMatch(Killing::isWhole);
      assertThat(killing.results()).as("seed %d", seed).hasSize(rounds * WORKFLOWS_PER_ROUND);
      assertThat(killing.repeated).as("seed %d: repeated completed steps", seed).isEmpty();
    }
  }

  /** The parent of the killed processes, which knows the steps that were recorded at each kill. */
  private static final class Killing implements AutoCloseable {
    private final PostgresServer postgres;
    private final SimulatedProvider provider;
    private final Random random;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> approved = new HashSet<>();
    private final Map<String, Long> completed = new HashMap<>();
    private final List<String> repeated = new ArrayList<>();
    private final Map<String, String> results = new HashMap<>();
    private final DBOSClient client;
    private int inFlight;
    private int kills;
    private int signalled;

    Killing(PostgresServer postgres, SimulatedProvider provider, long seed) throws Exception {
      this.postgres = postgres;
      this.provider = provider;
      this.random = new Random(seed);
      // Creates the tables.
      DbosHost.launch(DbosHost.config(postgres.jdbcUrl()), Map.of()).close();
      this.client = new DBOSClient(postgres.jdbcUrl(), "postgres", "");
    }

    void round() throws Exception {
      for (int i = 0; i < WORKFLOWS_PER_ROUND; i++) {
        ids.add("w" + ids.size());
      }
      approveSome(0.3);
      Process process = start();
      try (var output = reader(process)) {
        if (random.nextInt(5) > 0) {
          assertThat(output.readLine()).isEqualTo("started");
          approveSome(0.5);
        }
        process.waitFor(random.nextInt(MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        kills++;
      }
      compare();
    }

    void finish() throws Exception {
      Process process = start();
      try (var output = reader(process)) {
        assertThat(output.readLine()).isEqualTo("started");
        approveSome(1);
        for (String id : ids) {
          results.put(id, client.<String, Exception>retrieveWorkflow(id).getResult());
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
      compare();
    }

    private Process start() throws Exception {
      Set<String> known = query("SELECT workflow_uuid FROM dbos.workflow_status").keySet();
      var arguments = new ArrayList<>(List.of(postgres.jdbcUrl(), provider.baseUrl().toString()));
      ids.stream().filter(id -> !known.contains(id)).forEach(arguments::add);
      return JavaProcess.start(TicketProcess.class, arguments.toArray(String[]::new));
    }

    private static BufferedReader reader(Process process) {
      return new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private void approveSome(double share) throws Exception {
      for (String id : query("SELECT workflow_uuid FROM dbos.workflow_status").keySet()) {
        if (approved.contains(id) ? random.nextInt(4) == 0 : random.nextDouble() < share) {
          approved.add(id);
          signalled++;
          DbosSignals.of(client).send(id, TicketProcess.APPROVAL, "yes", "form-" + id);
        }
      }
    }

    /** Finds steps with more requests than at the kill after which they had a record. */
    private void compare() throws Exception {
      Map<String, Long> sent = new HashMap<>();
      for (String id : ids) {
        for (String step : STEPS) {
          String marker = TicketProcess.marker(id, step);
          sent.put(
              marker, provider.requests().stream().filter(r -> r.body().contains(marker)).count());
        }
      }
      completed.forEach((marker, count) -> {
        if (sent.get(marker) > count) {
          repeated.add(marker);
        }
      });
      for (String id : ids) {
        Set<String> recorded =
            query(
                    "SELECT function_name FROM dbos.operation_outputs WHERE workflow_uuid = '"
                        + id
                        + "'")
                .keySet();
        for (String step : STEPS) {
          String marker = TicketProcess.marker(id, step);
          if (recorded.contains(step + "-1")) {
            completed.putIfAbsent(marker, sent.get(marker));
          }
        }
      }
      inFlight = (int) sent.values().stream().filter(count -> count > 1).count();
    }

    private Map<String, String> query(String sql) throws SQLException {
      try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        var texts = new HashMap<String, String>();
        while (rows.next()) {
          texts.put(rows.getString(1), "");
        }
        return texts;
      }
    }

    Map<String, String> results() {
      return results;
    }

    static boolean isWhole(String result) {
      return result.matches("[^|]{1,1000}\\|[^|]{1,1000}\\|yes\\|[^|]{1,1000}");
    }

    @Override
    public String toString() {
      return "%d kills, %d workflows, %d steps completed, %d steps sent again since a kill cut them off, %d signals (some twice), repeated: %s"
          .formatted(kills, ids.size(), completed.size(), inFlight, signalled, repeated);
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
