package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cache.FolderCacheStore;
import org.atomicagents.examples.scaleout.FirstSpark.Ticket;
import org.atomicagents.examples.scaleout.FirstSpark.Triage;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.schema.Schema;
import org.atomicagents.spark.AgentColumns;
import org.atomicagents.spark.AgentFactory;
import org.atomicagents.spark.AgentSchemas;
import org.atomicagents.spark.ExecutorContext;
import org.atomicagents.spark.RowJournal;
import org.atomicagents.spark.RowMetrics;
import org.atomicagents.spark.SparkOptions;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the page about Spark. */
class SparkPageSnippets {
  private static SimulatedProvider provider;
  private static String baseUrl;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    provider = SimulatedProvider.start();
    baseUrl = provider.baseUrl().toString();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    provider.close();
  }

  @Test
  void results() {
    Dataset<Row> triaged = AgentColumns.map(tickets(), factory(baseUrl), SparkOptions.defaults());
    // @start region="results"
    var failed = triaged.where("result.error IS NOT NULL");
    var cost = triaged.selectExpr("sum(result.cost)", "sum(result.usage.outputTokens)");
    var urgent = triaged.where("result.value.priority = 'HIGH'");
    // @end
    assertThat(failed.count()).isZero();
    assertThat(cost.first().getLong(1)).isPositive();
    assertThat(urgent.columns()).containsExactly("text", "result");
  }

  @Test
  void journal(@TempDir Path temporary) {
    Dataset<Row> tickets = tickets();
    AgentFactory<Ticket, Triage> triage = factory(baseUrl);
    String folder = temporary.toString();
    // @start region="journal"
    var journal = RowJournal.of("acme", executor -> FolderCacheStore.open(Path.of(folder)));
    var options = SparkOptions.defaults().withJournal(journal);
    var triaged = AgentColumns.map(tickets, triage, options);
    // @end
    assertThat(triaged.where("result.error IS NULL").count()).isEqualTo(2);
    assertThat(triaged.where("result.isReplayed").count()).isEqualTo(2);
  }

  @Test
  void samples(@TempDir Path temporary) {
    Dataset<Row> tickets = tickets();
    AgentFactory<Ticket, Triage> triage = factory(baseUrl);
    String folder = temporary.toString();
    var journal = RowJournal.of("acme", executor -> FolderCacheStore.open(Path.of(folder)));
    // @start region="samples"
    var samples = tickets.selectExpr("text", "explode(sequence(1, 3)) AS sample");
    var options = SparkOptions.defaults().withJournal(journal.withKeyColumns("sample"));
    var triaged = AgentColumns.map(samples, triage, options);
    // @end
    assertThat(triaged.where("NOT result.isReplayed").count()).isEqualTo(6);
  }

  @Test
  void redisJournal() {
    String redis = "redis://localhost:6379";
    // @start region="redis"
    var journal =
        RowJournal.of("acme", executor -> executor.closing(RedisStores.connect(redis)).cache());
    // @end
    assertThat(journal.tenant()).isEqualTo("acme");
  }

  @Test
  void share() {
    String baseUrl = SparkPageSnippets.baseUrl;
    // @start region="share"
    AgentFactory<Ticket, Triage> triage =
        executor -> {
          var account = RateLimits.none().withRequests(5_000).withTokens(2_000_000);
          var limit = RateLimit.of(executor.share(account)).build();
          var model = OpenAi.at(URI.create(baseUrl)).model("gpt-5-mini").with(limit);
          return AtomicAgent.of(Ticket.class, Triage.class, model);
        };
    // @end
    // @start region="test"
    try (var executor = ExecutorContext.local()) {
      var result = triage.create(executor).call(new Ticket("I cannot log in"));
      assertThat(result.output().priority()).isNotNull();
    }
    // @end
  }

  @Test
  void typed() {
    AgentFactory<Ticket, List<Triage>> triages =
        executor ->
            AtomicAgent.of(
                Ticket.class,
                Schema.listOf(Triage.class),
                OpenAi.at(URI.create(baseUrl)).model("gpt-5-mini"));
    AgentFactory<Ticket, Triage> triage = factory(baseUrl);
    // @start region="typed"
    var one = AgentFactory.of(Ticket.class, Triage.class, triage);
    var list =
        AgentFactory.of(
            () -> new AgentSchemas<>(Schema.of(Ticket.class), Schema.listOf(Triage.class)),
            triages);
    // @end
    assertThat(one.schemas()).isPresent();
    assertThat(list.schemas()).isPresent();
  }

  @Test
  void metrics() {
    Dataset<Row> tickets = tickets();
    AgentFactory<Ticket, Triage> triage = factory(baseUrl);
    // @start region="metrics"
    var metrics = RowMetrics.register(spark, "triage");
    var options = SparkOptions.defaults().withMetrics(metrics);
    var triaged = AgentColumns.map(tickets, triage, options).collectAsList();
    System.out.println(metrics.failures() + " of " + metrics.rows() + " rows failed");
    // @end
    assertThat(triaged).hasSize(2);
    assertThat(metrics.rows()).isEqualTo(2);
  }

  private static AgentFactory<Ticket, Triage> factory(String baseUrl) {
    return executor -> {
      var openAi = OpenAi.at(URI.create(baseUrl), executor.closing(ConnectionPool.ofDefaults()));
      return AtomicAgent.of(Ticket.class, Triage.class, openAi.model("gpt-5-mini"));
    };
  }

  private static Dataset<Row> tickets() {
    return spark
        .createDataset(List.of("I cannot log in", "a question"), Encoders.STRING())
        .toDF("text");
  }
}
