package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class FunctionSnippets {

  @Test
  void register(SparkSession spark) {
    try (var provider = SimulatedProvider.start()) {
      String baseUrl = provider.baseUrl().toString();
      AgentFactory<Ticket, Result> factory =
          executor ->
              AtomicAgent.of(
                  Ticket.class,
                  Result.class,
                  executor.closing(OpenAi.at(URI.create(baseUrl))).model("gpt-5-mini"));
      spark
          .createDataset(List.of("I cannot log in", "The bill is wrong"), Encoders.STRING())
          .toDF("text")
          .createOrReplaceTempView("tickets");
      // @start region="register"
      AgentFunctions.register(spark, "triage", factory, SparkOptions.defaults());

      Dataset<Row> rows = spark.sql("SELECT text, triage(text) AS result FROM tickets");
      Dataset<Row> all = spark.sql("SELECT triage_all(collect_list(text)) AS results FROM tickets");
      // @end
      assertThat(rows.collectAsList()).hasSize(2);
      assertThat(all.first().getList(0)).hasSize(2);
    }
  }
}
