package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CancellationTest {
  private static final Semaphore started = new Semaphore(0);
  private static final Semaphore cancelled = new Semaphore(0);

  /** An agent whose requests end by an interrupt only. */
  private static final AgentFactory<Ticket, Result> BLOCKED =
      executor ->
          AtomicAgent.of(
              Ticket.class, Result.class, ScriptedModel.by(CancellationTest::block).model());

  private static ScriptedResponse block(ModelRequest request) {
    if (request.messages().getLast().text().contains("quick")) {
      return ScriptedResponse.text(Triage.response(""));
    }
    started.release();
    try {
      new Semaphore(0).acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled.release();
    }
    return ScriptedResponse.text(Triage.response(""));
  }

  @BeforeEach
  void reset() {
    started.drainPermits();
    cancelled.drainPermits();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancelsTheRequestsInFlightWhenSparkKillsATask(boolean interrupts, SparkSession spark)
      throws Exception {
    Dataset<Row> triaged =
        AgentColumns.map(tickets(spark, "a", "b", "c"), BLOCKED, SparkOptions.defaults());

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Row>> job =
          threads.submit(() -> {
            spark.sparkContext().setJobGroup("killed", "", interrupts);
            return triaged.collectAsList();
          });
      started.acquire(3);
      spark.sparkContext().cancelJobGroup("killed");

      cancelled.acquire(3);
      assertThatThrownBy(job::get).hasMessageContaining("cancel");
    }
  }

  @Test
  void cancelsTheRequestsInFlightWhenSparkNeedsNoFurtherRow(SparkSession spark) throws Exception {
    Dataset<Row> triaged =
        AgentColumns.map(tickets(spark, "quick", "b", "c"), BLOCKED, SparkOptions.defaults());

    List<Row> rows = triaged.takeAsList(1);

    assertThat(rows).hasSize(1);
    int inFlight = started.drainPermits();
    cancelled.acquire(inFlight);
  }

  private static Dataset<Row> tickets(SparkSession spark, String... texts) {
    return spark.createDataset(List.of(texts), Encoders.STRING()).toDF("text").coalesce(1);
  }
}
