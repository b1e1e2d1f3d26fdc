package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.examples.scaleout.FirstSpark.Ticket;
import org.atomicagents.examples.scaleout.FirstSpark.Triage;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.spark.AgentFactory;
import org.atomicagents.spark.AgentFunctions;
import org.atomicagents.spark.SparkOptions;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

/** The snippets of the page about Spark that use SQL. */
class SqlFunctionSnippets {

  @Test
  void functions() throws IOException {
    try (var provider = SimulatedProvider.start();
        var spark =
            SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate()) {
      String baseUrl = provider.baseUrl().toString();
      AgentFactory<Ticket, Triage> factory =
          executor ->
              AtomicAgent.of(
                  Ticket.class,
                  Triage.class,
                  executor.closing(OpenAi.at(URI.create(baseUrl))).model("gpt-5-mini"));
      spark
          .createDataset(List.of("I cannot log in", "The bill is wrong"), Encoders.STRING())
          .toDF("text")
          .createOrReplaceTempView("tickets");
      // @start region="functions"
      AgentFunctions.register(spark, "triage", factory, SparkOptions.defaults());

      Dataset<Row> priorities =
          spark.sql(
              """
              SELECT text, result.value.priority, result.error.message
              FROM (SELECT text, triage(text) AS result FROM tickets)\
              """);
      Dataset<Row> concurrent =
          spark.sql("SELECT inline(triage_all(collect_list(text))) FROM tickets");
      // @end
      assertThat(priorities.count()).isEqualTo(2);
      assertThat(concurrent.count()).isEqualTo(2);
    }
  }
}
