package org.atomicagents.examples.scaleout;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.spark.AgentColumns;
import org.atomicagents.spark.AgentFactory;
import org.atomicagents.spark.SparkOptions;

public class FirstSpark {

  @Description("A message of a customer")
  public record Ticket(@Description("What the customer wrote") String text) {}

  @Description("What to do about a ticket")
  public record Triage(
      @Description("LOW, unless a customer cannot work") Priority priority,
      @Description("The ticket in one sentence") String summary) {}

  public enum Priority {
    LOW,
    HIGH
  }

  public static void main(String... args) throws IOException {
    AgentFactory<Ticket, Triage> triage =
        executor -> {
          var openAi = OpenAi.fromEnv(executor.closing(ConnectionPool.ofDefaults()));
          return AtomicAgent.of(Ticket.class, Triage.class, openAi.model("gpt-5-mini"));
        };

    try (var spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      var tickets = spark.read().json(args[0]); // {"id": 1, "text": "I cannot log in"}

      AgentColumns.map(tickets, triage, SparkOptions.defaults())
          .select("id", "result.value.priority", "result.value.summary", "result.error.message")
          .write()
          .json(args[1]);
    }
  }
}
