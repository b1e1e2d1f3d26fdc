package org.atomicagents.benchmarks.contender;

import java.net.URI;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Partial;
import org.atomicagents.benchmarks.documents.ReportDocument;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** Our agent's stream, read with every partial value. */
final class AtomicAgentsStreaming implements Contender {
  private static final BasicChatInput QUESTION = new BasicChatInput("How was the year?");

  private final OpenAi client;
  private final AtomicAgent<BasicChatInput, ReportDocument.Report> agent;
  private final ReportDocument.Report expected = ReportDocument.of(24_000);

  AtomicAgentsStreaming(URI baseUrl) {
    this.client = OpenAi.at(baseUrl);
    this.agent =
        AtomicAgent.of(
            BasicChatInput.class,
            ReportDocument.Report.class,
            client.model("stub").withModes(ResponseMode.JSON_SCHEMA));
  }

  @Override
  public Object call() {
    try (AgentStream<ReportDocument.Report> stream = agent.stream(QUESTION)) {
      Object last = "nothing";
      for (Partial<ReportDocument.Report> partial : stream) {
        last = partial.value();
      }
      stream.result();
      return last;
    }
  }

  @Override
  public Object expected() {
    return expected;
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public int operations() {
    return ReportDocument.EVENTS;
  }

  @Override
  public void close() {
    client.close();
  }
}
