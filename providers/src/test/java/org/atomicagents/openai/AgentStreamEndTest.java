package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.PacedServer;
import org.atomicagents.internal.http.PacedServer.Seen;
import org.atomicagents.internal.http.PacedServer.Version;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the server sees the end of an agent's stream before its next chunk is due. */
@Timeout(60)
class AgentStreamEndTest {
  private static final String CHUNK =
      "data: {\"choices\":[{\"delta\":{\"content\":\"{\\\"chat_message\\\":\\\"Hi\"}}]}\n\n";

  private static final String ALL_CASES =
      """
      HTTP_1, true
      HTTP_1, false
      HTTP_2, true
      HTTP_2, false
      """;

  /** A thread that has read the first delta of a stream and waits for the next one. */
  private static final class Reader {
    private final CompletableFuture<AgentStream<BasicChatOutput>> firstDelta =
        new CompletableFuture<>();
    private final CompletableFuture<AgentException> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final Thread thread;

    Reader(boolean virtual, OpenAi client, UnaryOperator<RunOptions> options) {
      var agent = AtomicAgent.of(client.model("m"));
      Runnable work = () -> read(agent, options.apply(RunOptions.defaults()));
      thread = virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().daemon().start(work);
    }

    private void read(AtomicAgent<BasicChatInput, BasicChatOutput> agent, RunOptions options) {
      try (var stream = agent.stream(new BasicChatInput("Hello"), options)) {
        for (RawDelta delta : stream.deltas()) {
          assertThat(delta.text()).isEqualTo("{\"chat_message\":\"Hi");
          firstDelta.complete(stream);
        }
        throw new AssertionError("The stream ended.");
      } catch (AgentException e) {
        outcome.complete(e);
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
        firstDelta.completeExceptionally(e);
      } finally {
        interrupted.complete(Thread.currentThread().isInterrupted());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = ALL_CASES)
  void closingTheStreamEndsTheResponse(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      var reader = new Reader(virtual, connectedClient(server, pool), options -> options);
      AgentStream<BasicChatOutput> stream = reader.firstDelta.get();
      server.beat();

      stream.close();

      assertSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      assertThat(reader.interrupted.get()).isFalse();
      assertNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = ALL_CASES)
  void interruptingTheReaderEndsTheResponse(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      var reader = new Reader(virtual, connectedClient(server, pool), options -> options);
      reader.firstDelta.get();
      server.beat();

      reader.thread.interrupt();

      assertSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      assertThat(reader.interrupted.get()).isTrue();
      assertNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = ALL_CASES)
  void theTimeLimitEndsTheResponse(Version version, boolean virtual) throws Exception {
    try (PacedServer server = version.start(CHUNK);
        ConnectionPool pool = server.pool().maxConnections(1).build()) {
      // Between two chunks.
      var reader =
          new Reader(
              virtual,
              connectedClient(server, pool),
              options -> options.withTimeout(Duration.ofSeconds(2)));

      assertSeenBeforeTheNextChunk(server);

      assertThat(reader.outcome.get()).isInstanceOf(TimedOutException.class);
      assertThat(reader.interrupted.get()).isFalse();
      assertNothingLeaked(version, server, pool);
    }
  }

  private static void assertSeenBeforeTheNextChunk(PacedServer server) throws Exception {
    assertThat(server.take()).isEqualTo(Seen.PIECE);
    assertThat(server.take()).isEqualTo(Seen.HANG_UP);
  }

  private static void assertNothingLeaked(
      Version version, PacedServer server, ConnectionPool pool) {
    boolean connectionStaysOpen = version == Version.HTTP_2;
    awaitOpenConnections(pool, connectionStaysOpen ? 1 : 0);

    connectedClient(server, pool);

    awaitOpenConnections(pool, 1);
    assertThat(server.connections()).isEqualTo(connectionStaysOpen ? 1 : 2);
    assertThat(pool.status().idleConnections()).isOne();
  }

  // The reading thread releases its connection shortly after the server has seen the end.
  private static void awaitOpenConnections(ConnectionPool pool, int connections) {
    while (pool.status().runningCalls() > 0
        || pool.status().openConnections() != connections
        || pool.status().idleConnections() != connections) {
      Thread.onSpinWait();
    }
  }

  /** Returns a client with an open connection, so that connecting does not affect the timing. */
  private static OpenAi connectedClient(PacedServer server, ConnectionPool pool) {
    OpenAi client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).pool(pool).build();
    client.warmUp(1);
    return client;
  }
}
