package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RawDelta;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import tools.jackson.databind.json.JsonMapper;

/** Our agent over a pool with a permit for every caller. */
final class AtomicAgentsLoadClient implements LoadClient {
  private static final BasicChatInput QUESTION = new BasicChatInput(ChatReader.QUESTION);

  private final ConnectionPool pool;
  private final OpenAi client;
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent;
  private final String expected;
  private final String message;

  AtomicAgentsLoadClient(URI baseUrl, int callers, String expected) {
    this.pool = ConnectionPool.builder().maxConnections(callers).build();
    this.client = OpenAi.builder(Provider.of("stub", baseUrl)).pool(pool).build();
    this.agent =
        AtomicAgent.of(
            BasicChatInput.class,
            BasicChatOutput.class,
            client.model("stub").withModes(ResponseMode.JSON_SCHEMA));
    this.expected = expected;
    this.message = JsonMapper.shared().readTree(expected).path("chat_message").asString();
  }

  @Override
  public void call(String question) throws IOException {
    require(agent.run(new BasicChatInput(question)));
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var text = new StringBuilder();
    try (AgentStream<BasicChatOutput> stream = agent.stream(QUESTION)) {
      for (RawDelta delta : stream.deltas()) {
        first.run();
        text.append(delta.text());
      }
      require(stream.result());
    }
    LoadClient.require(expected, text.toString());
  }

  private void require(BasicChatOutput found) throws IOException {
    LoadClient.require(message, found.chatMessage());
  }

  @Override
  public void close() {
    client.close();
    pool.close();
  }
}
