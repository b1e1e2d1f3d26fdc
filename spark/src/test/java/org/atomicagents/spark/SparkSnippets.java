package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cache.CacheStore;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the documentation. */
@ExtendWith(LocalSpark.class)
class SparkSnippets {
  private static final CacheStore store = new MapStore();
  private static SimulatedProvider provider;
  private static String address;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    address = provider.baseUrl().toString();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  private static AgentFactory<Ticket, Result> factory(String baseUrl) {
    // @start region="factory"
    AgentFactory<Ticket, Result> triage =
        executor -> {
          ConnectionPool pool = executor.closing(ConnectionPool.ofDefaults());
          OpenAi openAi = OpenAi.at(URI.create(baseUrl), pool);
          return AtomicAgent.of(Ticket.class, Result.class, openAi.model("gpt-5-mini"));
        };
    // @end
    return triage;
  }

  @Test
  void map(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark);
    AgentFactory<Ticket, Result> triage = factory(address);
    // @start region="map"
    Dataset<Row> triaged =
        AgentColumns.map(tickets, triage, SparkOptions.defaults().withMaxConcurrency(64));
    triaged.select("text", "result.value.priority", "result.error.message").show();
    // @end
    assertThat(triaged.where("result.error IS NULL").count()).isEqualTo(2);
  }

  @Test
  void share() {
    String baseUrl = address;
    // @start region="share"
    AgentFactory<Ticket, Result> triage =
        executor -> {
          RateLimits account = RateLimits.none().withRequests(5_000).withTokens(2_000_000);
          RateLimit limit = RateLimit.of(executor.share(account)).build();
          Model model = OpenAi.at(URI.create(baseUrl)).model("gpt-5-mini").with(limit);
          return AtomicAgent.of(Ticket.class, Result.class, model);
        };
    // @end
    try (ExecutorContext executor = ExecutorContext.local()) {
      assertThat(triage.create(executor).run(new Ticket("no light"))).isNotNull();
    }
  }

  @Test
  void journal(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark);
    AgentFactory<Ticket, Result> triage = factory(address);
    // @start region="journal"
    RowJournal journal = RowJournal.of("acme", executor -> store);
    Dataset<Row> triaged =
        AgentColumns.map(tickets, triage, SparkOptions.defaults().withJournal(journal));
    // @end
    assertThat(triaged.where("result.error IS NULL").count()).isEqualTo(2);
  }

  @Test
  void metrics(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark);
    AgentFactory<Ticket, Result> triage = factory(address);
    // @start region="metrics"
    RowMetrics metrics = RowMetrics.register(spark, "triage");
    List<Row> rows =
        AgentColumns.map(tickets, triage, SparkOptions.defaults().withMetrics(metrics))
            .collectAsList();
    long failed = metrics.failures();
    // @end
    assertThat(rows).hasSize(2);
    assertThat(failed).isZero();
  }

  private static Dataset<Row> tickets(SparkSession spark) {
    return spark.createDataset(List.of("no light", "a question"), Encoders.STRING()).toDF("text");
  }
}
